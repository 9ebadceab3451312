import { XdrError } from '@xdr-ts/runtime';
import { ProtocolError } from '../errors/protocol-error.ts';
import { NetMessageStatus, NetMessageType, readNetStreamHole } from '../generated/net-types.ts';
import type { Frame } from './frame.ts';
import { rpcFault } from './server-fault.ts';
import { ServerStream, type ServerStreamSink, type StreamFacts, type StreamWire } from './server-stream.ts';

interface LiveStream {
  readonly facts: StreamFacts;
  readonly stream: ServerStream;
  readonly sink: ServerStreamSink;
  readonly isSparse: boolean;
  /** Nothing of it may be asked for before its call has been answered. */
  isOpen: boolean;
}

/** The streams of a client, by the serial numbers of the calls that opened them. */
export class ServerStreams {
  readonly #wire: StreamWire;
  readonly #streams = new Map<number, LiveStream>();

  constructor(wire: Omit<StreamWire, 'forget'>) {
    this.#wire = {
      sendBytes: (header, bytes, holdsUp) => wire.sendBytes(header, bytes, holdsUp),
      send: (header, payload, value) => wire.send(header, payload, value),
      sendFault: (header, fault) => wire.sendFault(header, fault),
      forget: (serial) => this.#streams.delete(serial),
    };
  }

  /** Throws a ProtocolError when the client has a stream of that serial number already. */
  add(facts: StreamFacts, isSparse: boolean, makeSink: (stream: ServerStream) => ServerStreamSink): void {
    const { serial } = facts;
    if (this.#streams.has(serial)) throw new ProtocolError(`call ${serial} opens a stream that is open`, 0);
    const stream = new ServerStream(this.#wire, facts);
    this.#streams.set(serial, { facts, stream, sink: makeSink(stream), isSparse, isOpen: false });
  }

  /** The call that opens a stream, if there is one, has been answered. */
  opened(serial: number): void {
    const live = this.#streams.get(serial);
    if (live === undefined) return;
    live.isOpen = true;
    live.sink.ready();
  }

  /** The call that was to open a stream has failed. */
  refused(serial: number): void {
    const live = this.#streams.get(serial);
    if (live !== undefined) this.#end(live);
  }

  /** There is room again for those that send much. */
  drained(): void {
    for (const { sink, isOpen } of [...this.#streams.values()]) {
      if (isOpen) sink.ready();
    }
  }

  /** The connection is gone. */
  close(): void {
    for (const live of [...this.#streams.values()]) this.#end(live);
  }

  /**
   * Delivers a packet. One for no stream is dropped: a client cannot know yet that a stream is over. Throws a
   * ProtocolError where libvirtd would end the connection.
   */
  route(frame: Frame): void {
    const live = this.#streams.get(frame.serial);
    if (live === undefined) return;
    const { facts, stream, sink } = live;
    if (facts.program !== frame.program || facts.procedure !== frame.procedure) return;
    if (frame.type === NetMessageType.STREAM_HOLE) return this.#hole(live, frame);
    if (frame.status === NetMessageStatus.CONTINUE) {
      const bytes = frame.bytes.subarray(frame.body.offset);
      // An empty packet is no end: clients finish.
      if (bytes.length > 0) sink.data(bytes);
    } else if (frame.status === NetMessageStatus.OK) sink.finish();
    else {
      sink.gone();
      stream.confirm();
    }
  }

  #hole({ isSparse, stream, sink }: LiveStream, { body }: Frame): void {
    if (!isSparse) throw new ProtocolError('hole on a stream that was not opened as sparse', body.offset);
    let hole: ReturnType<typeof readNetStreamHole>;
    try {
      hole = readNetStreamHole(body);
    } catch (cause) {
      if (!(cause instanceof XdrError)) throw cause;
      throw new ProtocolError(`stream packet: ${cause.message}`, cause.offset, { cause });
    }
    if (hole.length > 0n && hole.flags === 0) return sink.hole(hole.length);
    sink.gone();
    stream.fail(rpcFault(`hole of ${hole.length} bytes with flags ${hole.flags}`));
  }

  #end({ stream, sink }: LiveStream): void {
    stream.drop();
    sink.gone();
  }
}
