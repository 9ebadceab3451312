import { type XdrEncoder, xdrVoid } from '@xdr-ts/runtime';
import { NetMessageStatus, NetMessageType, writeNetStreamHole } from '../generated/net-types.ts';
import type { FrameHeader } from './frame.ts';
import type { ServerFault } from './server-fault.ts';

/** What a server does with a stream. All of it is called while packets are read, and must not throw. */
export interface ServerStreamSink {
  /** The call has been answered, or a send that asked to wait may be followed by the next: there is room. */
  ready(): void;
  /** The client sends bytes, which are valid only until this returns. */
  data(bytes: Uint8Array): void;
  /** The client sends so many bytes of nothing, more than none; on streams opened as sparse alone. */
  hole(length: bigint): void;
  /** The client sends no more and wants no more; the answer is `confirm` or `fail`. */
  finish(): void;
  /** The client has given the stream up, which needs no answer from here; or the connection is gone. */
  gone(): void;
}

/** What identifies a stream on the wire: the call that opened it. */
export type StreamFacts = Pick<FrameHeader, 'program' | 'version' | 'procedure' | 'serial'>;

/** What a stream needs of its connection. */
export interface StreamWire {
  /** Sends bytes; `false` asks to wait for the transport to drain. `holdsUp` stops the client meanwhile. */
  sendBytes(header: FrameHeader, bytes: Uint8Array, holdsUp: boolean): boolean;
  send<T>(header: FrameHeader, payload: XdrEncoder<T>, value: T): void;
  sendFault(header: FrameHeader, fault: ServerFault): void;
  forget(serial: number): void;
}

/** The server's end of a stream. Once it is over, whatever is sent is dropped. */
export class ServerStream {
  readonly #wire: StreamWire;
  readonly #facts: StreamFacts;
  #isOver = false;

  constructor(wire: StreamWire, facts: StreamFacts) {
    this.#wire = wire;
    this.#facts = facts;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Sends bytes that were not asked for. `false` asks to wait until the sink is `ready`. */
  write(bytes: Uint8Array): boolean {
    return this.#data(bytes, false);
  }

  /** Sends bytes in answer to what the client sent: it is not asked for more while it does not read them. */
  answer(bytes: Uint8Array): void {
    this.#data(bytes, true);
  }

  /** Sends so many bytes of nothing, on a stream that was opened as sparse. */
  hole(length: bigint): void {
    if (this.#isOver) return;
    const header = this.#header(NetMessageType.STREAM_HOLE, NetMessageStatus.CONTINUE);
    this.#wire.send(header, { write: writeNetStreamHole }, { length, flags: 0 });
  }

  /** Says that there are no more bytes. The client has still to finish. */
  end(): void {
    if (!this.#isOver) {
      this.#wire.send(this.#header(NetMessageType.STREAM, NetMessageStatus.CONTINUE), xdrVoid, undefined);
    }
  }

  /** Answers the client's finish; the stream is over. */
  confirm(): void {
    if (this.#isOver) return;
    this.drop();
    this.#wire.send(this.#header(NetMessageType.STREAM, NetMessageStatus.OK), xdrVoid, undefined);
  }

  /** Tells the client what went wrong; the stream is over. */
  fail(fault: ServerFault): void {
    if (this.#isOver) return;
    this.drop();
    this.#wire.sendFault(this.#header(NetMessageType.STREAM, NetMessageStatus.ERROR), fault);
  }

  /** Ends the stream without a word. */
  drop(): void {
    this.#isOver = true;
    this.#wire.forget(this.#facts.serial);
  }

  #data(bytes: Uint8Array, holdsUp: boolean): boolean {
    // An empty packet would be the end.
    if (this.#isOver || bytes.length === 0) return true;
    const header = this.#header(NetMessageType.STREAM, NetMessageStatus.CONTINUE);
    return this.#wire.sendBytes(header, bytes, holdsUp);
  }

  #header(type: FrameHeader['type'], status: FrameHeader['status']): FrameHeader {
    return { ...this.#facts, type, status };
  }
}
