import { AbortError } from '../../errors/abort-error.ts';
import { watchAbort } from '../../rpc/abort-watch.ts';
import type { StreamItem } from '../streams/item-queue.ts';
import type { StreamPort } from '../streams/stream-port.ts';

/** Reads a stream of the daemon item by item. */
export class PortReader {
  readonly #port: StreamPort;
  readonly #what: string;
  readonly #signal: AbortSignal | undefined;
  readonly #stopWatch: (() => void) | undefined;
  #wake: () => void = () => undefined;

  constructor(port: StreamPort, what: string, signal: AbortSignal | undefined) {
    this.#port = port;
    this.#what = what;
    this.#signal = signal;
    port.onActivity = () => this.#wake();
    this.#stopWatch = signal && watchAbort(signal, () => this.#wake());
  }

  /** The next item; `undefined` when the daemon has sent all, and has agreed that it was all. */
  async next(): Promise<StreamItem | undefined> {
    for (;;) {
      if (this.#signal?.aborted) throw new AbortError(this.#what, this.#signal);
      if (this.#port.failure !== undefined) throw this.#port.failure;
      const item = this.#port.read();
      if (item !== undefined) return item;
      if (this.#port.isReadOut) {
        await this.#port.finish();
        return undefined;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Takes the bytes that have come by now, up to the first hole and at most so many pieces. */
  ready(most: number): Uint8Array[] {
    const pieces: Uint8Array[] = [];
    while (pieces.length < most) {
      const item = this.#port.read();
      if (item instanceof Uint8Array) pieces.push(item);
      else {
        if (item !== undefined) this.#port.unread(item);
        break;
      }
    }
    return pieces;
  }

  /** Gives up what has not been read. Never rejects. */
  async close(): Promise<void> {
    this.#stopWatch?.();
    await this.#port.abort();
  }
}
