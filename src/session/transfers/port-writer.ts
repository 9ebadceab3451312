import { AbortError } from '../../errors/abort-error.ts';
import { watchAbort } from '../../rpc/abort-watch.ts';
import type { StreamItem } from '../streams/item-queue.ts';
import type { StreamPort } from '../streams/stream-port.ts';

/** Writes a stream to the daemon item by item. */
export class PortWriter {
  readonly #port: StreamPort;
  readonly #what: string;
  readonly #signal: AbortSignal | undefined;
  readonly #stopWatch: (() => void) | undefined;

  constructor(port: StreamPort, what: string, signal: AbortSignal | undefined) {
    this.#port = port;
    this.#what = what;
    this.#signal = signal;
    this.#stopWatch = signal && watchAbort(signal, () => void port.abort());
    if (signal?.aborted) void port.abort();
  }

  /** Writes an item; resolves when there is room for more, to whether its bytes are the caller's again. */
  write(item: StreamItem): Promise<boolean> {
    return this.#orAborted(async () => {
      if (item instanceof Uint8Array) return this.#port.write(item);
      this.#port.writeHole(item);
      return true;
    });
  }

  /** Resolves when the daemon has taken all and agreed. */
  finish(): Promise<void> {
    return this.#orAborted(() => this.#port.finish());
  }

  /** Gives up what has not been finished. Never rejects. */
  async close(): Promise<void> {
    this.#stopWatch?.();
    await this.#port.abort();
  }

  /** What an aborted stream cannot do any more was ended by the signal. */
  async #orAborted<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (this.#signal?.aborted) throw new AbortError(this.#what, this.#signal);
      throw error;
    }
  }
}
