import { ProtocolError } from '../errors/protocol-error.ts';

const lengthBytes = 4;

/**
 * Cuts the bytes of a security layer into its pieces: a length in four bytes, most significant first, and as many bytes.
 */
export class SealedPieces {
  readonly #largest: number;
  readonly #length = new Uint8Array(lengthBytes);
  #lengthFilled = 0;
  #piece: Uint8Array | undefined;
  #pieceFilled = 0;
  #offset = 0;
  #broken = false;

  /** @param largest the most bytes that a piece may have, as the peer was told */
  constructor(largest: number) {
    this.#largest = largest;
  }

  /**
   * Takes bytes, however they were cut, and hands out each whole piece, valid only until `take` returns. Throws a
   * ProtocolError, with the offset in all that was taken, for a piece that is too long, and whatever `take` throws, and
   * takes nothing more then.
   */
  push(chunk: Uint8Array, take: (piece: Uint8Array, offset: number) => void): void {
    if (this.#broken) throw new ProtocolError('the security layer is broken already', this.#offset);
    this.#broken = true;
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#piece === undefined) {
        rest = this.#readLength(rest);
        const length = this.#lengthFilled === lengthBytes ? this.#checkedLength() : undefined;
        if (length === undefined) continue;
        if (rest.length >= length) {
          this.#take(rest.subarray(0, length), take);
          rest = rest.subarray(length);
        } else this.#piece = new Uint8Array(length);
        continue;
      }
      const part = rest.subarray(0, this.#piece.length - this.#pieceFilled);
      this.#piece.set(part, this.#pieceFilled);
      this.#pieceFilled += part.length;
      rest = rest.subarray(part.length);
      if (this.#pieceFilled === this.#piece.length) this.#take(this.#piece, take);
    }
    this.#broken = false;
  }

  #readLength(bytes: Uint8Array): Uint8Array {
    const part = bytes.subarray(0, lengthBytes - this.#lengthFilled);
    this.#length.set(part, this.#lengthFilled);
    this.#lengthFilled += part.length;
    return bytes.subarray(part.length);
  }

  #checkedLength(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#length;
    const length = a * 0x1000000 + ((b << 16) | (c << 8) | d);
    if (length > this.#largest) {
      throw new ProtocolError(
        `a sealed piece of ${length} bytes; ${this.#largest} were agreed to be the most`,
        this.#offset,
      );
    }
    return length;
  }

  #take(piece: Uint8Array, take: (piece: Uint8Array, offset: number) => void): void {
    const offset = this.#offset;
    this.#offset += lengthBytes + piece.length;
    this.#piece = undefined;
    this.#pieceFilled = 0;
    this.#lengthFilled = 0;
    take(piece, offset);
  }
}
