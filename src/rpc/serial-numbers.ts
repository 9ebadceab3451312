/** Hands out serial numbers: one counter for a connection, 32 bits wide, that leaves out those still in use. */
export class SerialNumbers {
  #next: number;

  constructor(first = 0) {
    this.#next = first >>> 0;
  }

  take(inUse: (serial: number) => boolean): number {
    let serial = this.#next;
    while (inUse(serial)) serial = (serial + 1) >>> 0;
    this.#next = (serial + 1) >>> 0;
    return serial;
  }
}
