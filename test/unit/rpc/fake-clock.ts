import type { Clock } from '../../../src/rpc/clock.ts';

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
  #now = 1000;
  readonly #timers = new Set<{ readonly due: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(delay: number, callback: () => void): () => void {
    const timer = { due: this.#now + delay, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are set. */
  get timers(): number {
    return this.#timers.size;
  }

  /** How long it is until the timer that is due first. */
  get untilNext(): number {
    const next = Math.min(...[...this.#timers].map(({ due }) => due));
    if (next === Number.POSITIVE_INFINITY) throw new Error('no timer is set');
    return Math.max(0, next - this.#now);
  }

  /** Goes on, and fires nothing: the program was busy. */
  skip(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Fires the timer that is due first, late. */
  fireNext(): void {
    const [next] = [...this.#timers].sort((a, b) => a.due - b.due);
    if (next === undefined) throw new Error('no timer is set');
    this.#timers.delete(next);
    next.callback();
  }

  /** Goes on, and fires what is due in the order of its time. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.due);
      next.callback();
    }
    this.#now = end;
  }
}
