/** So many bytes of nothing. */
export interface Hole {
  /** In bytes. */
  readonly hole: bigint;
}

/** What comes on a stream: bytes, the receiver's to keep, or a hole. */
export type StreamItem = Uint8Array | Hole;

/** Even a hole costs memory, though it has no bytes. */
const holeCost = 64;

/** What has come on a stream and waits for its reader. */
export class ItemQueue {
  #items: StreamItem[] = [];
  /** Where the next one is: to take the first out of many thousand holes would move all the others. */
  #next = 0;
  #cost = 0;

  /** About how much memory it takes, in bytes. */
  get cost(): number {
    return this.#cost;
  }

  get isEmpty(): boolean {
    return this.#next === this.#items.length;
  }

  push(item: StreamItem): void {
    this.#items.push(item);
    this.#cost += costOf(item);
  }

  shift(): StreamItem | undefined {
    const item = this.#items[this.#next];
    if (item === undefined) return undefined;
    this.#next++;
    if (this.#next === this.#items.length || this.#next >= 1024) {
      this.#items = this.#items.slice(this.#next);
      this.#next = 0;
    }
    this.#cost -= costOf(item);
    return item;
  }

  /** Puts back what could not be used as a whole; it is the next again. */
  unshift(item: StreamItem): void {
    this.#items = [item, ...this.#items.slice(this.#next)];
    this.#next = 0;
    this.#cost += costOf(item);
  }

  clear(): void {
    this.#items = [];
    this.#next = 0;
    this.#cost = 0;
  }
}

function costOf(item: StreamItem): number {
  return item instanceof Uint8Array ? item.length : holeCost;
}
