import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { asyncDispose } from '../../async-dispose.ts';
import { type HoleForm, Incoming } from './incoming.ts';
import { closeStream, destroyOnAbort } from './node-stream-end.ts';
import type { StreamPort } from './stream-port.ts';

/**
 * Bytes from the daemon, as a Node stream: its reader's pace is the daemon's. It ends when all has come and the daemon
 * has agreed that it was all; destroying it before that, as leaving a `for await` does, gives the stream up.
 */
export class Download extends Readable {
  readonly #port: StreamPort;
  readonly #incoming: Incoming;

  /** Downloads come from `volume.download` and the like. */
  constructor(port: StreamPort, what: string, holes: HoleForm, signal: AbortSignal | undefined) {
    super({ objectMode: holes === 'items', ...(holes === 'items' ? {} : { highWaterMark: 256 * 1024 }) });
    this.#port = port;
    this.#incoming = new Incoming(port, this, holes);
    this.#incoming.onEnd = () => this.#finish();
    port.onActivity = () => {
      if (port.failure !== undefined) this.destroy(port.failure);
      else this.#incoming.deliver();
    };
    destroyOnAbort(this, what, signal);
    // It may all have come, or failed, before anyone looked.
    port.onActivity();
  }

  /** Node's own way to ask for more. */
  override _read(): void {
    this.#incoming.want();
  }

  /** Node's own way to give the stream up. */
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    void this.#port.abort().then(() => callback(error));
  }

  /** Ends it now. Resolves when the daemon has given up the stream. Never rejects. */
  close(): Promise<void> {
    return closeStream(this);
  }

  /** Ends it at the end of a block that begins with `await using`. */
  override [asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The same as a stream of the web. */
  toWeb(): ReadableStream {
    return Readable.toWeb(this);
  }

  #finish(): void {
    this.#port.finish().then(
      () => this.push(null),
      (error: Error) => this.destroy(error),
    );
  }
}
