import { createHash, type Hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AbortError } from '../../errors/abort-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import type { StreamItem } from '../streams/item-queue.ts';
import type { TransferOptions, TransferResult } from './transfer-options.ts';

const zeros = new Uint8Array(1024 * 1024);

/** Counts what a transfer brings over, makes its digest, and tells how far it has come. */
export class TransferMeter {
  readonly #what: string;
  readonly #options: TransferOptions;
  readonly #start: bigint;
  readonly #hash: Hash | undefined;
  /** Where the transfer is done, where that is known. */
  end: bigint | undefined;
  #position: bigint;
  #holes = 0n;

  /** Throws a UsageError for a hash that there is not. */
  constructor(what: string, options: TransferOptions, start: bigint) {
    this.#what = what;
    this.#options = options;
    this.#start = start;
    this.#position = start;
    this.#hash = options.hash === undefined ? undefined : hashOf(options.hash);
  }

  /** Whether what lies before the transfer's beginning is to be shown to {@link before}. */
  get wantsAll(): boolean {
    return this.#hash !== undefined;
  }

  /** Takes bytes that an earlier transfer has brought over. */
  before(bytes: Uint8Array): void {
    this.#hash?.update(bytes);
  }

  /** Takes what has been brought over. */
  async add(item: StreamItem): Promise<void> {
    if (item instanceof Uint8Array) {
      this.#hash?.update(item);
      this.#position += BigInt(item.length);
    } else {
      if (this.#hash !== undefined) await this.#hashZeros(this.#hash, item.hole);
      this.#position += item.hole;
      this.#holes += item.hole;
    }
    this.#options.onProgress?.({ position: this.#position, end: this.end });
  }

  result(): TransferResult {
    return { bytes: this.#position - this.#start, holes: this.#holes, digest: this.#hash?.digest('hex') };
  }

  /** Throws the AbortError of a signal that is aborted. */
  checkAborted(): void {
    const { signal } = this.#options;
    if (signal?.aborted) throw new AbortError(this.#what, signal);
  }

  /** A hole may be of any length, and nobody else is to wait for its digest. */
  async #hashZeros(hash: Hash, length: bigint): Promise<void> {
    const most = BigInt(zeros.length);
    for (let left = length; left > 0n; left -= most) {
      hash.update(left < most ? zeros.subarray(0, Number(left)) : zeros);
      await nextTurn();
      this.checkAborted();
    }
  }
}

function hashOf(name: string): Hash {
  try {
    return createHash(name);
  } catch (cause) {
    throw new UsageError(`there is no hash ${JSON.stringify(name)} here`, { cause });
  }
}
