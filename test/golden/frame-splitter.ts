import { largestFrame, smallestFrame } from './recording.ts';

const callWithFds = 4;
const replyWithFds = 5;

/** Cuts one direction of a connection into frames. */
export class FrameSplitter {
  #pending = Buffer.alloc(0);
  #toSkip = 0;
  readonly #onFrame: (frame: Uint8Array) => void;

  constructor(onFrame: (frame: Uint8Array) => void) {
    this.#onFrame = onFrame;
  }

  push(chunk: Uint8Array): void {
    this.#pending = Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const skipped = Math.min(this.#toSkip, this.#pending.length);
      this.#toSkip -= skipped;
      this.#pending = this.#pending.subarray(skipped);
      if (this.#pending.length < 4) {
        return;
      }
      const length = this.#pending.readUInt32BE(0);
      if (length < smallestFrame || length > largestFrame) {
        throw new RangeError(`a frame of ${length} bytes`);
      }
      if (this.#pending.length < length) {
        return;
      }
      const frame = this.#pending.subarray(0, length);
      this.#pending = this.#pending.subarray(length);
      const type = frame.readInt32BE(16);
      if ((type === callWithFds || type === replyWithFds) && length >= smallestFrame + 4) {
        // each descriptor travels with a byte of its own after the frame, which the length does not count
        this.#toSkip = frame.readUInt32BE(28);
      }
      this.#onFrame(Uint8Array.from(frame));
    }
  }

  /** Bytes of a frame that has not ended. */
  get incomplete(): number {
    return this.#pending.length;
  }
}
