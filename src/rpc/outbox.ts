import { type XdrEncoder, XdrWriter } from '@xdr-ts/runtime';
import { beginFrame, endFrame, type FrameHeader } from './frame.ts';

/** Frames waiting for the end of the turn are sent at once beyond this many bytes. */
const flushBytes = 64 * 1024;

/** The frames on their way out, gathered until the turn of work is over: calls made side by side go out in one piece. */
export class Outbox {
  readonly #send: (bytes: Uint8Array) => void;
  #writer = new XdrWriter(4096);
  /** The most that the writer has held. */
  #most = 0;
  #flushPending = false;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /** Writes a frame behind the others; returns where it begins. Nothing stays of one that cannot be written. */
  write<T>(header: FrameHeader, payload: XdrEncoder<T>, value: T): number {
    const writer = this.#writer;
    const start = writer.offset;
    let whole = false;
    try {
      beginFrame(writer, header);
      payload.write(writer, value);
      endFrame(writer, start);
      whole = true;
    } finally {
      this.#most = Math.max(this.#most, writer.offset);
      if (!whole) writer.reset(start);
    }
    return start;
  }

  /** Takes the last frame, which begins at `start`, out again. */
  takeBack(start: number): Uint8Array {
    const bytes = this.#writer.finish(start);
    this.#writer.reset(start);
    return bytes;
  }

  /** Puts a frame back that was taken out. */
  putBack(frame: Uint8Array): void {
    this.#writer.raw(frame);
    this.#most = Math.max(this.#most, this.#writer.offset);
  }

  /** Sends what has gathered when the current turn of work is over. */
  flushSoon(): void {
    if (this.#writer.offset >= flushBytes) this.flush();
    else if (!this.#flushPending) {
      this.#flushPending = true;
      queueMicrotask(() => this.flush());
    }
  }

  /** Forgets what has gathered. */
  clear(): void {
    this.#writer = new XdrWriter(0);
    this.#most = 0;
  }

  /** Sends what has gathered. */
  flush(): void {
    this.#flushPending = false;
    if (this.#writer.offset === 0) return;
    const bytes = this.#writer.finish();
    // One large request must not keep its memory for the life of the connection.
    if (this.#most > flushBytes) {
      this.#writer = new XdrWriter(4096);
      this.#most = 0;
    } else this.#writer.reset();
    this.#send(bytes);
  }
}
