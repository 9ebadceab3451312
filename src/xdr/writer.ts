import { XdrError } from './error.ts';
import { checkBytes, refusal, shown } from './refusal.ts';
import { encodeText } from './text.ts';

/**
 * Writes XDR items (RFC 4506) into a buffer of its own that grows by doubling and can be used again after
 * {@link XdrWriter.reset}. A value that does not fit its type is an {@link XdrError} with the byte offset; the writer
 * then holds half a message and wants a reset. What few protocols have, as `short` and `float`, functions write: see
 * {@link writeShort} and its like.
 */
export class XdrWriter {
  #bytes: Uint8Array;
  #view: DataView;
  #offset = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.#bytes.buffer);
  }

  /** How many bytes have been written. */
  get offset(): number {
    return this.#offset;
  }

  /** Forgets what was written from `offset` on, and keeps the buffer. */
  reset(offset = 0): void {
    this.#offset = Math.min(offset, this.#offset);
  }

  /** A copy of what was written from `offset` on. */
  finish(offset = 0): Uint8Array {
    return this.#bytes.slice(offset, this.#offset);
  }

  /** Writes a word over one that was written at `offset`, as a length that is known only afterwards. */
  replaceUint(offset: number, value: number): void {
    if (!(offset >= 0 && offset + 4 <= this.#offset)) throw this.error(`no word was written at byte ${offset}`);
    this.#checkUint(value);
    this.#view.setUint32(offset, value);
  }

  /** Bytes as they are, without length and padding. */
  raw(bytes: Uint8Array): void {
    checkBytes(this, bytes);
    const at = this.#advance(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** An error that names the place where the next item would be written. */
  error(reason: string): XdrError {
    return new XdrError(reason, this.#offset);
  }

  #ensure(length: number): void {
    const needed = this.#offset + length;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#offset));
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  /** Makes room, which may replace the buffer: so `#bytes` and `#view` must be looked up after it, not before. */
  #advance(length: number): number {
    this.#ensure(length);
    const at = this.#offset;
    this.#offset = at + length;
    return at;
  }

  int(value: number): void {
    if (typeof value !== 'number' || (value | 0) !== value) throw refusal(this, value, 'int');
    const at = this.#advance(4);
    this.#view.setInt32(at, value);
  }

  uint(value: number): void {
    this.#checkUint(value);
    const at = this.#advance(4);
    this.#view.setUint32(at, value);
  }

  hyper(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw refusal(this, value, 'hyper');
    const at = this.#advance(8);
    this.#view.setBigInt64(at, value);
  }

  uhyper(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value) {
      throw refusal(this, value, 'unsigned hyper');
    }
    const at = this.#advance(8);
    this.#view.setBigUint64(at, value);
  }

  bool(value: boolean): void {
    if (typeof value !== 'boolean') throw refusal(this, value, 'boolean');
    this.int(value ? 1 : 0);
  }

  /** The count of a variable array. */
  count(count: number, limit: number): void {
    if (!(count <= limit)) throw this.error(`count ${shown(count)} is over the limit of ${limit}`);
    this.uint(count);
  }

  string(text: string, limit: number): void {
    if (typeof text !== 'string') throw this.error('not a string');
    // UTF-8 never takes fewer bytes than the text has UTF-16 units, nor more than three for one.
    if (text.length > limit)
      throw this.error(`string of ${text.length} characters is over the limit of ${limit} bytes`);
    this.#ensure(4 + text.length * 3 + 3);
    const start = this.#offset + 4;
    const end = encodeText(text, this.#bytes, start);
    if (end < 0) throw this.error('NUL or a lone surrogate in a string');
    const length = end - start;
    if (length > limit) throw this.error(`string of ${length} bytes is over the limit of ${limit}`);
    this.#view.setUint32(this.#offset, length);
    this.#offset = end + (-length & 3);
    this.#zero(end);
  }

  /** `opaque name[length]`. */
  fixedOpaque(bytes: Uint8Array, length: number): void {
    checkBytes(this, bytes, length);
    const at = this.#advance(length + (-length & 3));
    this.#bytes.set(bytes, at);
    this.#zero(at + length);
  }

  #checkUint(value: unknown): void {
    if (typeof value !== 'number' || value >>> 0 !== value) throw refusal(this, value, 'unsigned int');
  }

  /** Fills up to the end. */
  #zero(from: number): void {
    for (let at = from; at < this.#offset; at++) this.#bytes[at] = 0;
  }
}
