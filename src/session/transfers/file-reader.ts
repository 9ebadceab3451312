import { FileError } from '../../errors/file-error.ts';
import type { LocalFile } from './local-file.ts';

/** Whole blocks of a file system, and little less than goes into eight packets. */
const pieceBytes = 511 * 4096;

/** Reads a file piece by piece, always one ahead. */
export class FileReader {
  readonly #file: LocalFile;
  readonly #end: bigint | undefined;
  readonly #spares: ArrayBuffer[] = [];
  #at: bigint;
  #ahead: Promise<Uint8Array>;

  /** Reads from `offset` to `end`, or to where the file ends. */
  constructor(file: LocalFile, offset: bigint, end: bigint | undefined) {
    this.#file = file;
    this.#end = end;
    this.#at = offset;
    this.#ahead = this.#read();
  }

  /** The next piece, the caller's until it is given to {@link recycle}; `undefined` at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const piece = await this.#ahead;
    if (piece.length === 0) {
      if (this.#end !== undefined && this.#at < this.#end) {
        throw new FileError(this.#file.path, `it ends at ${this.#at} by now, and not at ${this.#end}`);
      }
      return undefined;
    }
    this.#at += BigInt(piece.length);
    this.#ahead = this.#read();
    return piece;
  }

  /** Takes a piece that nobody needs any more: its memory is for those that come next. */
  recycle({ buffer }: Uint8Array): void {
    if (buffer instanceof ArrayBuffer) this.#spares.push(buffer);
  }

  /** Resolves when the file is not being read any more. */
  async settled(): Promise<void> {
    await this.#ahead.catch(() => undefined);
  }

  #read(): Promise<Uint8Array> {
    const left = this.#end === undefined ? BigInt(pieceBytes) : this.#end - this.#at;
    const length = left < BigInt(pieceBytes) ? Number(left) : pieceBytes;
    const memory = this.#spares.pop() ?? new ArrayBuffer(pieceBytes);
    const ahead = this.#file.read(new Uint8Array(memory, 0, length), this.#at);
    // What fails is told by `next`, should anyone still ask.
    ahead.catch(() => undefined);
    return ahead;
  }
}
