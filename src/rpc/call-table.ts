import type { PendingCall } from './pending-call.ts';

const fewestPlaces = 32;

/**
 * The calls by their serial numbers. These are handed out in order, so a ring of places serves, which doubles when half
 * of it is taken; a Map turns over so fast here that it costs more than all else (see CallList).
 */
export class CallTable {
  #places = emptyPlaces(fewestPlaces);
  #size = 0;

  get(serial: number): PendingCall<unknown> | undefined {
    const call = this.#places[this.#placeOf(serial)];
    return call?.serial === serial ? call : undefined;
  }

  /** Whether a new call may have the serial number. Some are passed over because an old call has their place. */
  isFree(serial: number): boolean {
    return this.#places[this.#placeOf(serial)] === undefined;
  }

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** Takes in a call whose serial number is free. */
  add(call: PendingCall<unknown>): void {
    this.#size++;
    if (this.#size * 2 > this.#places.length) this.#double();
    this.#places[this.#placeOf(call.serial)] = call;
  }

  remove({ serial }: PendingCall<unknown>): void {
    this.#places[this.#placeOf(serial)] = undefined;
    this.#size--;
    if (this.#size === 0 && this.#places.length > fewestPlaces) this.#places = emptyPlaces(fewestPlaces);
  }

  clear(): void {
    this.#places = emptyPlaces(fewestPlaces);
    this.#size = 0;
  }

  /** Calls that had places of their own keep them apart in a ring of twice the size. */
  #double(): void {
    const before = this.#places;
    this.#places = emptyPlaces(before.length * 2);
    for (const call of before) if (call !== undefined) this.#places[this.#placeOf(call.serial)] = call;
  }

  #placeOf(serial: number): number {
    return serial & (this.#places.length - 1);
  }
}

function emptyPlaces(count: number): (PendingCall<unknown> | undefined)[] {
  return new Array<PendingCall<unknown> | undefined>(count).fill(undefined);
}
