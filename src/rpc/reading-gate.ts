/**
 * Stops the reading of a connection while a stream's reader is slow, but never while a call waits for its reply, or a
 * stream for its end: that may be what the reader waits for.
 */
export class ReadingGate {
  readonly #pause: () => void;
  readonly #resume: () => void;
  readonly #full = new Set<object>();
  readonly #ending = new Set<object>();
  #callsPending = false;
  #paused = false;

  constructor(pause: () => void, resume: () => void) {
    this.#pause = pause;
    this.#resume = resume;
  }

  /** Whether calls wait for their replies. */
  set callsPending(pending: boolean) {
    this.#callsPending = pending;
    this.#decide();
  }

  /** The stream has as much as it wants to keep. */
  full(stream: object): void {
    this.#full.add(stream);
    this.#decide();
  }

  /** The stream has room. */
  roomy(stream: object): void {
    if (this.#full.delete(stream)) this.#decide();
  }

  /** The stream takes nothing any more, and waits for the daemon to agree. */
  ending(stream: object): void {
    this.#full.delete(stream);
    this.#ending.add(stream);
    this.#decide();
  }

  /** The stream is no more. */
  ended(stream: object): void {
    this.#full.delete(stream);
    this.#ending.delete(stream);
    this.#decide();
  }

  #decide(): void {
    const paused = this.#full.size > 0 && this.#ending.size === 0 && !this.#callsPending;
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (paused) this.#pause();
    else this.#resume();
  }
}
