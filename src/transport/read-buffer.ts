import type { OnReadOpts } from 'node:net';

/**
 * Where a socket puts what it reads: one buffer for all of it, as whoever takes the bytes is done with them on return.
 * Otherwise Node makes 64 KiB for each read, however little comes.
 */
export class ReadBuffer {
  static readonly size: number = 64 * 1024;
  readonly #bytes = new Uint8Array(ReadBuffer.size);
  /** Takes what has been read. */
  onBytes: (bytes: Uint8Array) => void = () => undefined;
  /** To be given to the socket when it is made; there is no way to do so later. */
  readonly onread: OnReadOpts = {
    buffer: this.#bytes,
    callback: (length) => {
      this.onBytes(this.#bytes.subarray(0, length));
      return true;
    },
  };
}
