import { type FileHandle, open } from 'node:fs/promises';
import { FileError } from '../../errors/file-error.ts';
import { errorReason } from '../../transport/error-reason.ts';

/** A file or block device of this machine; whatever fails is a FileError. */
export class LocalFile {
  readonly path: string;
  readonly #handle: FileHandle;
  /** Whether it can be cut, and what is not written reads as zeros. */
  readonly canHaveHoles: boolean;
  /** In bytes; 0 for a block device, which does not tell. */
  readonly size: bigint;

  private constructor(path: string, handle: FileHandle, canHaveHoles: boolean, size: bigint) {
    this.path = path;
    this.#handle = handle;
    this.canHaveHoles = canHaveHoles;
    this.size = size;
  }

  /** Opens it: `r` to read, `w` to write it anew, `r+` to write on in one that is there. */
  static async open(path: string, flags: 'r' | 'w' | 'r+'): Promise<LocalFile> {
    const handle = await orFileError(path, () => open(path, flags));
    try {
      const stats = await orFileError(path, () => handle.stat({ bigint: true }));
      if (!stats.isFile() && !stats.isBlockDevice()) throw new FileError(path, 'it is no file and no block device');
      return new LocalFile(path, handle, stats.isFile(), stats.size);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Fills the buffer; what it returns is a part of that, and less than the whole only at the file's end. */
  async read(buffer: Uint8Array, position: bigint): Promise<Uint8Array> {
    const { length } = buffer;
    let filled = 0;
    while (filled < length) {
      const at = filled;
      const { bytesRead } = await orFileError(this.path, () =>
        this.#handle.read(buffer, at, length - at, Number(position) + at),
      );
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  }

  /** Writes all bytes; what there was no room for throws. */
  async write(bytes: Uint8Array, position: bigint): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      const at = written;
      const { bytesWritten } = await orFileError(this.path, () =>
        this.#handle.write(bytes, at, bytes.length - at, Number(position) + at),
      );
      written += bytesWritten;
    }
  }

  /** {@link write} for pieces that follow each other. */
  async writeAll(pieces: readonly Uint8Array[], position: bigint): Promise<void> {
    let { bytesWritten } = await orFileError(this.path, () => this.#handle.writev(pieces, Number(position)));
    let at = position;
    for (const piece of pieces) {
      const written = Math.min(piece.length, bytesWritten);
      if (written < piece.length) await this.write(piece.subarray(written), at + BigInt(written));
      bytesWritten -= written;
      at += BigInt(piece.length);
    }
  }

  async truncate(length: bigint): Promise<void> {
    await orFileError(this.path, () => this.#handle.truncate(Number(length)));
  }

  /** Closes it; that may tell of a write which failed late. */
  async close(): Promise<void> {
    await orFileError(this.path, () => this.#handle.close());
  }
}

async function orFileError<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new FileError(path, errorReason(cause), { cause });
  }
}
