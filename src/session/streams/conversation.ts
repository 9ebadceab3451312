import { Duplex } from 'node:stream';
import type { ReadableStream, WritableStream } from 'node:stream/web';
import { asyncDispose } from '../../async-dispose.ts';
import { Incoming } from './incoming.ts';
import { closeStream, destroyOnAbort } from './node-stream-end.ts';
import type { StreamPort } from './stream-port.ts';

/**
 * A console or channel of a guest, as a Node stream: what is written reaches the guest, what the guest says is read.
 * The end of either direction is the end of both: `end()` leaves the guest in peace, and what it said until then can
 * still be read. The stream ends when the guest stops, and fails when another takes its place.
 */
export class Conversation extends Duplex {
  readonly #port: StreamPort;
  readonly #incoming: Incoming;

  /** They come from `domain.openConsole` and `domain.openChannel`. */
  constructor(port: StreamPort, what: string, signal: AbortSignal | undefined) {
    super({ allowHalfOpen: false, decodeStrings: true });
    this.#port = port;
    this.#incoming = new Incoming(port, this, 'zeros');
    this.#incoming.onEnd = () => this.push(null);
    port.onActivity = () => {
      if (port.failure !== undefined) this.destroy(port.failure);
      else this.#incoming.deliver();
    };
    destroyOnAbort(this, what, signal);
    port.onActivity();
  }

  /** Node's own way to ask for more. */
  override _read(): void {
    this.#incoming.want();
  }

  /** Node's own way to send what was written. */
  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#port.write(chunk).then(
      () => callback(),
      (error: Error) => callback(error),
    );
  }

  /** Node's own way to send the end. */
  override _final(callback: (error?: Error | null) => void): void {
    this.#port.finish().then(
      () => callback(),
      (error: Error) => callback(error),
    );
  }

  /** Node's own way to give the stream up. */
  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    void this.#port.abort().then(() => callback(error));
  }

  /** Leaves the guest. Resolves when the daemon has given up the stream. Never rejects. */
  close(): Promise<void> {
    return closeStream(this);
  }

  /** Leaves it at the end of a block that begins with `await using`. */
  override [asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The same as a pair of streams of the web. */
  toWeb(): { readable: ReadableStream; writable: WritableStream } {
    return Duplex.toWeb(this);
  }
}
