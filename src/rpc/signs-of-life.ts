import type { Clock } from './clock.ts';

/** Milliseconds: daemons count in seconds, so that none expects them sooner. */
const interval = 1000;

/**
 * Tells a daemon that we live while we read nothing, and with that none of its questions. The answers that it gets
 * unasked ask nothing of it in turn.
 */
export class SignsOfLife {
  readonly #clock: Clock;
  readonly #send: () => void;
  #stopTimer: (() => void) | undefined;

  constructor(clock: Clock, send: () => void) {
    this.#clock = clock;
    this.#send = send;
  }

  start(): void {
    this.#stopTimer ??= this.#clock.after(interval, () => this.#again(), 'background');
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #again(): void {
    this.#stopTimer = undefined;
    this.start();
    // Last, as sending may find the connection at its end.
    this.#send();
  }
}
