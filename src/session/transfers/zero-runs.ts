import type { StreamItem } from '../streams/item-queue.ts';

/** File systems have holes of whole blocks, and mostly of these. */
const blockBytes = 4096;
/** A run that is shorter than this is cheaper as bytes. */
const shortestHole = 64 * 1024;
/** Who waits for the end of a run wants to see that it goes on. */
const longestHole = 1024n * 1024n * 1024n;
const zeroBlock = new Uint8Array(blockBytes);

/** Finds the holes in what is read from a file, by the long runs of zeros: Node has no other way to find them. */
export class ZeroRuns {
  /** Zeros that have come last, and have not been handed on yet. */
  #pending = 0n;

  /** Takes the next piece; hands on what is certain by then. The bytes are parts of the piece itself. */
  *push(chunk: Uint8Array): Generator<StreamItem, void, undefined> {
    /** Where bytes that have not been handed on begin, and where the zeros at their end do; -1 where there are none. */
    let dataFrom = -1;
    let zerosFrom = -1;
    for (let at = 0; at < chunk.length; at += blockBytes) {
      if (isZero(chunk, at)) {
        if (dataFrom < 0) this.#pending += BigInt(Math.min(blockBytes, chunk.length - at));
        else if (zerosFrom < 0) zerosFrom = at;
      } else if (dataFrom < 0) {
        yield* this.flush();
        dataFrom = at;
      } else if (zerosFrom >= 0) {
        if (at - zerosFrom >= shortestHole) {
          yield chunk.subarray(dataFrom, zerosFrom);
          yield { hole: BigInt(at - zerosFrom) };
          dataFrom = at;
        }
        zerosFrom = -1;
      }
    }
    if (dataFrom >= 0) {
      const dataTo = zerosFrom < 0 ? chunk.length : zerosFrom;
      yield chunk.subarray(dataFrom, dataTo);
      this.#pending = BigInt(chunk.length - dataTo);
    }
    if (this.#pending >= longestHole) yield* this.flush();
  }

  /** Hands on the zeros that have come last: there are no more. */
  *flush(): Generator<StreamItem, void, undefined> {
    const pending = this.#pending;
    this.#pending = 0n;
    if (pending >= BigInt(shortestHole)) yield { hole: pending };
    else if (pending > 0n) yield new Uint8Array(Number(pending));
  }
}

/** Whether the block at a place of the chunk, or what there is of it, has nothing but zeros. */
function isZero(chunk: Uint8Array, at: number): boolean {
  // Most blocks have something at once.
  if (chunk[at] !== 0) return false;
  const block = chunk.subarray(at, at + blockBytes);
  return Buffer.compare(block, block.length === blockBytes ? zeroBlock : zeroBlock.subarray(0, block.length)) === 0;
}
