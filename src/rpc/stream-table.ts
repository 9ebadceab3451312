import { XdrError } from '@xdr-ts/runtime';
import type { ConnectionError } from '../errors/connection-error.ts';
import { ProtocolError } from '../errors/protocol-error.ts';
import {
  type NetMessageError,
  NetMessageStatus,
  NetMessageType,
  readNetMessageError,
  readNetStreamHole,
} from '../generated/net-types.ts';
import type { Frame } from './frame.ts';

/** What happens on a stream. */
export type StreamPacket =
  /** Bytes, valid only until the sink returns; none at all means that the daemon has no more. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** So many bytes of nothing, on a stream that was opened as sparse. */
  | { readonly kind: 'hole'; readonly length: bigint }
  /** The answer to our finish or abort. */
  | { readonly kind: 'finished' }
  /** The stream failed in the daemon. */
  | { readonly kind: 'error'; readonly error: NetMessageError }
  /** The connection has ended, and the stream with it. */
  | { readonly kind: 'closed'; readonly cause: ConnectionError };

/** Takes packets inside the frame handler: it must not run user code. */
export type StreamSink = (packet: StreamPacket) => void;

interface LiveStream {
  readonly program: number;
  readonly procedure: number;
  readonly sink: StreamSink;
}

/**
 * The streams of a connection, by the serial number of the call that opened each. A stream enters before its call is
 * written, as the daemon may send data before it answers.
 */
export class StreamTable {
  readonly #streams = new Map<number, LiveStream>();

  has(serial: number): boolean {
    return this.#streams.has(serial);
  }

  add(serial: number, { program, procedure }: { program: number; procedure: number }, sink: StreamSink): void {
    this.#streams.set(serial, { program, procedure, sink });
  }

  remove(serial: number): void {
    this.#streams.delete(serial);
  }

  /** Lets a stream live on without anyone to take its packets, until the daemon has ended it. */
  silence(serial: number): void {
    const stream = this.#streams.get(serial);
    if (stream !== undefined) this.#streams.set(serial, { ...stream, sink: () => undefined });
  }

  /** Ends every stream with what ended the connection. */
  close(cause: ConnectionError): void {
    const streams = [...this.#streams.values()];
    this.#streams.clear();
    for (const { sink } of streams) {
      try {
        sink({ kind: 'closed', cause });
      } catch {
        // It may be the very sink whose throwing ended the connection; the others are to be told all the same.
      }
    }
  }

  /** Delivers a packet; one for no live stream is dropped, as packets may cross an abort. */
  route(frame: Frame): void {
    const stream = this.#streams.get(frame.serial);
    if (stream === undefined || stream.program !== frame.program || stream.procedure !== frame.procedure) return;
    const packet = readPacket(frame);
    if (packet.kind === 'finished' || packet.kind === 'error') this.#streams.delete(frame.serial);
    stream.sink(packet);
  }
}

function readPacket({ type, status, body, bytes }: Frame): StreamPacket {
  try {
    if (status === NetMessageStatus.ERROR) return { kind: 'error', error: readNetMessageError(body) };
    if (type === NetMessageType.STREAM_HOLE) {
      const { length, flags } = readNetStreamHole(body);
      if (length <= 0n || flags !== 0) throw body.error(`hole of ${length} bytes with flags ${flags}`);
      return { kind: 'hole', length };
    }
  } catch (cause) {
    if (!(cause instanceof XdrError)) throw cause;
    throw new ProtocolError(`stream packet: ${cause.message}`, cause.offset, { cause });
  }
  if (status === NetMessageStatus.OK) return { kind: 'finished' };
  return { kind: 'data', bytes: bytes.subarray(body.offset) };
}
