import { type XdrEncoder, xdrVoid } from '@xdr-ts/runtime';
import { NetMessageStatus, NetMessageType, writeNetStreamHole } from '../generated/net-types.ts';
import type { Caller } from './call-setup.ts';
import type { FrameHeader } from './frame.ts';
import type { ReadingGate } from './reading-gate.ts';

/** What identifies a stream on the wire: the call that opened it. */
type StreamFacts = Pick<FrameHeader, 'program' | 'version' | 'procedure' | 'serial'>;

/**
 * The client's end of a stream, as far as it sends: what the daemon sends goes to the stream's sink. Whoever uses it
 * keeps the order of the protocol: data and holes, then one finish or abort, then nothing.
 */
export class ClientStream {
  readonly serial: number;
  /** Where it says that its reader is slow. */
  readonly gate: ReadingGate;
  readonly #caller: Caller;
  readonly #facts: StreamFacts;

  constructor(caller: Caller, facts: StreamFacts, gate: ReadingGate) {
    this.serial = facts.serial;
    this.gate = gate;
    this.#caller = caller;
    this.#facts = facts;
  }

  /** Sends bytes, which are the connection's from now on. `false` asks to wait for the transport to drain. */
  write(bytes: Uint8Array): boolean {
    const header = { ...this.#facts, type: NetMessageType.STREAM, status: NetMessageStatus.CONTINUE };
    return this.#caller.sendBytes(header, bytes);
  }

  /** Sends so many bytes of nothing, on a stream that was opened as sparse. */
  hole(length: bigint): void {
    this.#send(
      NetMessageType.STREAM_HOLE,
      NetMessageStatus.CONTINUE,
      { write: writeNetStreamHole },
      { length, flags: 0 },
    );
  }

  /** Says that no more will be sent, and that nothing more is wanted; the daemon answers `finished` or an error. */
  finish(): void {
    this.#send(NetMessageType.STREAM, NetMessageStatus.OK, xdrVoid, undefined);
  }

  /** Gives the stream up; the daemon answers `finished` or an error. */
  abort(): void {
    this.#send(NetMessageType.STREAM, NetMessageStatus.ERROR, xdrVoid, undefined);
  }

  #send<T>(type: FrameHeader['type'], status: FrameHeader['status'], payload: XdrEncoder<T>, value: T): void {
    this.#caller.send({ ...this.#facts, type, status }, payload, value);
  }
}
