/** How many bytes are kept together. */
const blockBytes = 64 * 1024;
const blockSize = BigInt(blockBytes);

/** A stretch of bytes that are kept, or of which all are zero and none is. */
export interface Extent {
  readonly isHole: boolean;
  readonly length: bigint;
}

/** Bytes in memory, of which those that nobody has written take no room: they are zero. */
export class SparseBytes {
  readonly #blocks: Map<bigint, Uint8Array>;
  /** The numbers of the blocks in order, until there are others. */
  #inOrder: bigint[] | undefined;

  constructor(blocks: ReadonlyMap<bigint, Uint8Array> = new Map()) {
    this.#blocks = new Map(blocks);
  }

  /** How much room they take, in bytes. */
  get kept(): bigint {
    return BigInt(this.#blocks.size) * blockSize;
  }

  /** The same bytes, which go their own way. */
  copy(): SparseBytes {
    return new SparseBytes(new Map([...this.#blocks].map(([number, block]) => [number, block.slice()])));
  }

  write(position: bigint, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const [number, start] = place(position + BigInt(at));
      const part = bytes.subarray(at, at + blockBytes - start);
      this.#blockToWrite(number).set(part, start);
      at += part.length;
    }
  }

  read(position: bigint, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      const [number, start] = place(position + BigInt(at));
      const count = Math.min(length - at, blockBytes - start);
      const block = this.#blocks.get(number);
      if (block !== undefined) bytes.set(block.subarray(start, start + count), at);
      at += count;
    }
    return bytes;
  }

  /** Makes bytes zero again, and gives back the room that whole blocks take. */
  clear(position: bigint, length: bigint): void {
    const end = position + length;
    for (const number of this.#keptBetween(position / blockSize, (end - 1n) / blockSize)) {
      const start = number * blockSize;
      const from = position > start ? Number(position - start) : 0;
      const to = end < start + blockSize ? Number(end - start) : blockBytes;
      if (from > 0 || to < blockBytes) this.#blocks.get(number)?.fill(0, from, to);
      else {
        this.#blocks.delete(number);
        this.#inOrder = undefined;
      }
    }
  }

  /** What there is from `position` on, up to `end`: as long as it stays the same. */
  extentAt(position: bigint, end: bigint): Extent {
    const [number] = place(position);
    const isHole = !this.#blocks.has(number);
    const next = isHole ? this.#order()[this.#placeInOrder(number)] : this.#nextHole(number);
    const until = next === undefined || next * blockSize > end ? end : next * blockSize;
    return { isHole, length: until - position };
  }

  #blockToWrite(number: bigint): Uint8Array {
    const known = this.#blocks.get(number);
    if (known !== undefined) return known;
    const block = new Uint8Array(blockBytes);
    this.#blocks.set(number, block);
    this.#inOrder = undefined;
    return block;
  }

  #order(): readonly bigint[] {
    this.#inOrder ??= [...this.#blocks.keys()].sort((one, other) => (one < other ? -1 : 1));
    return this.#inOrder;
  }

  /** How many blocks are kept before that one. */
  #placeInOrder(number: bigint): number {
    const order = this.#order();
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((order[middle] ?? 0n) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #keptBetween(first: bigint, last: bigint): readonly bigint[] {
    return this.#order().slice(this.#placeInOrder(first), this.#placeInOrder(last + 1n));
  }

  #nextHole(from: bigint): bigint {
    let number = from;
    while (this.#blocks.has(number)) number++;
    return number;
  }
}

/** In which block a byte is, and where there. */
function place(position: bigint): [number: bigint, start: number] {
  return [position / blockSize, Number(position % blockSize)];
}
