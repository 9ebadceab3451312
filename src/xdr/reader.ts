import { XdrError } from './error.ts';
import { decodePlainText, decodeText } from './text.ts';

/**
 * Reads XDR items (RFC 4506) from bytes that nobody has checked: every length is held against its limit and against
 * the bytes at hand before anything is allocated. Whatever is wrong is an {@link XdrError} with the byte offset.
 * What few protocols have, as `short` and `float`, functions read: see {@link readShort} and its like.
 *
 * Offsets count from the start of `bytes`. Results are copies: they do not keep the message alive.
 */
export class XdrReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #end: number;
  #offset: number;

  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length) {
    if (!(offset >= 0 && offset <= end && end <= bytes.length)) {
      throw new RangeError(`bytes ${offset} to ${end} of ${bytes.length}`);
    }
    // Node's Buffer has a slice of its own that does not copy.
    this.#bytes =
      bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offset = offset;
    this.#end = end;
  }

  /** The offset of the next byte to be read. */
  get offset(): number {
    return this.#offset;
  }

  /** How many bytes are left. */
  get remaining(): number {
    return this.#end - this.#offset;
  }

  /** An error that names the place where the next item would be read. */
  error(reason: string, offset: number = this.#offset): XdrError {
    return new XdrError(reason, offset);
  }

  #take(length: number): number {
    const at = this.#offset;
    if (length > this.#end - at) throw this.error(`${length} bytes needed, ${this.#end - at} left`);
    this.#offset = at + length;
    return at;
  }

  int(): number {
    return this.#view.getInt32(this.#take(4));
  }

  uint(): number {
    return this.#view.getUint32(this.#take(4));
  }

  hyper(): bigint {
    return this.#view.getBigInt64(this.#take(8));
  }

  uhyper(): bigint {
    return this.#view.getBigUint64(this.#take(8));
  }

  /** Anything but 0 is true, as C's decoders have it. */
  bool(): boolean {
    return this.int() !== 0;
  }

  /** The count of a variable array whose elements take at least `bytesEach` bytes. */
  count(limit: number, bytesEach: number): number {
    const count = this.uint();
    if (count > limit) throw this.error(`count ${count} is over the limit of ${limit}`, this.#offset - 4);
    if (count * bytesEach > this.remaining) {
      throw this.error(`count ${count} needs ${count * bytesEach} bytes, ${this.remaining} left`, this.#offset - 4);
    }
    return count;
  }

  string(limit: number): string {
    const length = this.count(limit, 1);
    const start = this.#take(length + (-length & 3));
    const plain = decodePlainText(this.#bytes, this.#view, start, start + length);
    if (plain !== undefined) return plain;
    const text = decodeText(this.#bytes, start, start + length);
    if (text.includes('\0')) throw this.error('NUL in a string', start);
    return text;
  }

  /** `opaque name[length]`. */
  fixedOpaque(length: number): Uint8Array {
    const start = this.#take(length + (-length & 3));
    return this.#bytes.slice(start, start + length);
  }

  /** Refuses bytes that are left over. */
  done(): void {
    if (this.remaining !== 0) throw this.error(`${this.remaining} bytes left over`);
  }
}
