import type { Readable } from 'node:stream';
import type { Hole } from './item-queue.ts';
import type { StreamPort } from './stream-port.ts';

/** How holes are handed on: as items between the bytes, or as the zeros that they stand for. */
export type HoleForm = 'items' | 'zeros';

const zeros = new Uint8Array(64 * 1024);

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
      this.#wanted =
        item instanceof Uint8Array || this.#holes === 'items' ? this.#readable.push(item) : this.#fill(item);
    }
    if (this.#port.isReadOut && !this.#finishing) {
      this.#finishing = true;
      this.onEnd();
    }
  }

  /** All that the daemon sends has been handed on. */
  onEnd: () => void = () => undefined;

  #fill({ hole }: Hole): boolean {
    const length = hole < BigInt(zeros.length) ? Number(hole) : zeros.length;
    const rest = hole - BigInt(length);
    if (rest > 0n) this.#port.unread({ hole: rest });
    // Not the one array itself, as it becomes the reader's.
    return this.#readable.push(zeros.slice(0, length));
  }
}
