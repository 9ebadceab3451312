import { UsageError } from '../errors/usage-error.ts';

/** Whether a call may wait for a guest's monitor (`low`) or never does (`high`). */
export type Priority = 'high' | 'low';

/**
 * How many calls may be on the wire.
 *
 * The daemon stops reading a connection, pings and all, while five requests of it are unanswered. With at most four
 * calls that may block, it soon reads again whatever they wait for; calls of high priority never block, so they only
 * need a limit beyond which pipelining wins nothing. They do where a driver keeps an object locked while it waits, as
 * libvirt's test driver does with a domain that is dumped: many look-ups of that object fall silent with it.
 *
 * Once calls of high priority have taken all their places, half of these must be free again before the next takes one:
 * those that have waited then go in one write, which costs about as much as the write of one.
 */
export class WirePolicy {
  static readonly defaultBlocking = 4;
  static readonly maxQuick = 16;

  readonly #limits: Readonly<Record<Priority, number>>;
  readonly #onWire: Record<Priority, number> = { high: 0, low: 0 };
  /** Whether calls of high priority wait for half of their places. */
  #isDraining = false;

  constructor(maxBlocking: number = WirePolicy.defaultBlocking) {
    // With no place at all every call would wait for ever.
    if (!Number.isInteger(maxBlocking) || maxBlocking < 1) {
      throw new UsageError(`at least one call must be allowed in flight, not ${String(maxBlocking)}`);
    }
    this.#limits = { high: WirePolicy.maxQuick, low: maxBlocking };
  }

  /** Takes a place on the wire, if there is one. */
  take(priority: Priority): boolean {
    const isHigh = priority === 'high';
    if ((isHigh && this.#isDraining) || this.#onWire[priority] >= this.#limits[priority]) return false;
    this.#onWire[priority]++;
    if (isHigh) this.#isDraining = this.#onWire.high === WirePolicy.maxQuick;
    return true;
  }

  /** Gives a place back: the reply has come. */
  release(priority: Priority): void {
    this.#onWire[priority]--;
    if (this.#onWire.high <= WirePolicy.maxQuick / 2) this.#isDraining = false;
  }
}
