import type { Clock } from './clock.ts';

/** When a silent daemon counts as gone. */
export interface KeepAliveOptions {
  /** Milliseconds of silence after which the daemon is asked for a sign of life, and then between the questions. */
  readonly interval: number;
  /** How many questions may stay unanswered. The connection ends `interval` x (`count` + 1) after the last sign of life. */
  readonly count: number;
}

export interface KeepaliveWatchOptions extends KeepAliveOptions {
  readonly clock: Clock;
  readonly sendPing: () => void;
  /** Silent for too long. */
  readonly onDead: (silence: number) => void;
}

/**
 * Watches for a daemon that has fallen silent. Any byte is a sign of life. What makes silence honest is the wire
 * policy: with no more calls on the wire than the daemon takes, it always reads soon, and answers.
 */
export class KeepaliveWatch {
  readonly #options: KeepaliveWatchOptions;
  #heardAt: number;
  #unanswered = 0;
  #paused = false;
  #stopTimer: (() => void) | undefined;

  constructor(options: KeepaliveWatchOptions) {
    this.#options = options;
    this.#heardAt = options.clock.now();
    this.#wait(options.interval);
  }

  /** The daemon has given a sign of life. */
  heard(): void {
    this.#heardAt = this.#options.clock.now();
    this.#unanswered = 0;
  }

  /** While we read nothing ourselves, silence says nothing, and answers would only pile up. */
  set paused(paused: boolean) {
    this.#paused = paused;
    if (!paused) this.heard();
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #wait(delay: number): void {
    this.#stopTimer = this.#options.clock.after(delay, () => this.#look(), 'background');
  }

  #look(): void {
    const { clock, interval, count, sendPing } = this.#options;
    const silence = clock.now() - this.#heardAt;
    if (silence < interval) return this.#wait(interval - silence);
    if (this.#paused) return this.#wait(interval);
    if (this.#unanswered >= count) return this.#confirm();
    this.#unanswered++;
    this.#wait(interval);
    sendPing();
  }

  /** A program that was busy itself has bytes waiting that it has not read: they get their turn first. */
  #confirm(): void {
    const { clock, interval, onDead } = this.#options;
    const lastWord = this.#heardAt;
    this.#stopTimer = clock.after(
      0,
      () => {
        if (this.#heardAt === lastWord && !this.#paused) onDead(clock.now() - lastWord);
        else this.#wait(interval);
      },
      'background',
    );
  }
}
