import { Writable } from 'node:stream';
import type { WritableStream } from 'node:stream/web';
import { asyncDispose } from '../../async-dispose.ts';
import { UsageError } from '../../errors/usage-error.ts';
import type { Hole } from './item-queue.ts';
import { closeStream, destroyOnAbort } from './node-stream-end.ts';
import type { StreamPort } from './stream-port.ts';

/**
 * Bytes for the daemon, as a Node stream: the daemon's pace is its writer's. What is written belongs to the stream from
 * then on. Its `finish` event comes when the daemon has taken all and agreed; destroying it before that gives the
 * stream up, and what was written stays where it is.
 */
export class Upload extends Writable {
  readonly #port: StreamPort;
  readonly #takesHoles: boolean;

  /** Uploads come from `volume.upload` and the like. */
  constructor(port: StreamPort, what: string, takesHoles: boolean, signal: AbortSignal | undefined) {
    super({ objectMode: takesHoles, decodeStrings: true, ...(takesHoles ? {} : { highWaterMark: 512 * 1024 }) });
    this.#port = port;
    this.#takesHoles = takesHoles;
    port.onActivity = () => {
      if (port.failure !== undefined) this.destroy(port.failure);
    };
    destroyOnAbort(this, what, signal);
    port.onActivity();
  }

  /** Node's own way to send what was written. */
  override _write(chunk: unknown, encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#send(chunk, encoding).then(
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
  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    void this.#port.abort().then(() => callback(error));
  }

  /** Ends it now, whether all was written or not. Resolves when the daemon has given up the stream. Never rejects. */
  close(): Promise<void> {
    return closeStream(this);
  }

  /** Ends it at the end of a block that begins with `await using`. */
  [asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The same as a stream of the web. */
  toWeb(): WritableStream {
    return Writable.toWeb(this);
  }

  async #send(chunk: unknown, encoding: BufferEncoding): Promise<unknown> {
    if (chunk instanceof Uint8Array) return this.#port.write(chunk);
    if (typeof chunk === 'string') return this.#port.write(Buffer.from(chunk, encoding));
    if (this.#takesHoles && isHole(chunk)) return this.#port.writeHole(chunk);
    throw new UsageError(`an upload takes bytes${this.#takesHoles ? ' and holes' : ''}, not ${typeof chunk}`);
  }
}

function isHole(chunk: unknown): chunk is Hole {
  return (
    typeof chunk === 'object' && chunk !== null && 'hole' in chunk && typeof chunk.hole === 'bigint' && chunk.hole > 0n
  );
}
