import type { Readable } from 'node:stream';
import type { Hole } from './item-queue.ts';
import type { StreamPort } from './stream-port.ts';

/** How holes are handed on: as items between the bytes, or as the zeros that they stand for. */
export type HoleForm = 'items' | 'zeros';

/** As much as Node reads from a socket at once: of larger pieces, the garbage collector lets more pile up. */
const pieceBytes = 64 * 1024;
const zeros = new Uint8Array(pieceBytes);

/** Brings what comes on a stream to a Node stream as it asks for it. */
export class Incoming {
  readonly #port: StreamPort;
  readonly #readable: Readable;
  readonly #holes: HoleForm;
  #wanted = false;
  #finishing = false;

  constructor(port: StreamPort, readable: Readable, holes: HoleForm) {
    this.#port = port;
    this.#readable = readable;
    this.#holes = holes;
  }

  /** The Node stream asks for more. */
  want(): void {
    this.#wanted = true;
    this.deliver();
  }

  /** Hands on what has come, as far as it is wanted; at the end of it calls `onEnd`, once. */
  deliver(): void {
    while (this.#wanted) {
      const item = this.#port.read();
      if (item === undefined) break;
      if (item instanceof Uint8Array) this.#wanted = this.#pass(item);
      else this.#wanted = this.#holes === 'items' ? this.#readable.push(item) : this.#fill(item);
    }
    if (this.#port.isReadOut && !this.#finishing) {
      this.#finishing = true;
      this.onEnd();
    }
  }

  /** All that the daemon sends has been handed on. */
  onEnd: () => void = () => undefined;

  /** Hands on a copy, so that the memory of what waits is used again. */
  #pass(bytes: Uint8Array): boolean {
    const isLast = bytes.length <= pieceBytes;
    const piece = bytes.slice(0, pieceBytes);
    if (isLast) this.#port.recycle(bytes);
    else this.#port.unread(bytes.subarray(pieceBytes));
    return this.#readable.push(piece);
  }

  #fill({ hole }: Hole): boolean {
    const length = hole < BigInt(zeros.length) ? Number(hole) : zeros.length;
    const rest = hole - BigInt(length);
    if (rest > 0n) this.#port.unread({ hole: rest });
    // Not the one array itself, as it becomes the reader's.
    return this.#readable.push(zeros.slice(0, length));
  }
}
