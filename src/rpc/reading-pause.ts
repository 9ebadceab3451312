import type { Caller } from './call-setup.ts';
import { SignsOfLife } from './signs-of-life.ts';

/** What carries a connection, as far as it can be told to stop for a while. */
export interface Carrier {
  pause(): void;
  resume(): void;
  /** Whether the peer asks for signs of life. */
  readonly peerPings: boolean;
}

/**
 * A pause in the reading of a connection: the peer's silence means nothing then, and its questions for signs of life are
 * answered unread.
 */
export class ReadingPause {
  readonly #caller: Caller;
  readonly #carrier: Carrier;
  readonly #signsOfLife: SignsOfLife;
  #isOver = false;

  constructor(caller: Caller, carrier: Carrier) {
    this.#caller = caller;
    this.#carrier = carrier;
    this.#signsOfLife = new SignsOfLife(caller.clock, () => caller.sendPong());
  }

  begin(): void {
    this.#caller.expectSilence(true);
    if (this.#carrier.peerPings && !this.#isOver) this.#signsOfLife.start();
    this.#carrier.pause();
  }

  end(): void {
    this.#caller.expectSilence(false);
    this.#signsOfLife.stop();
    this.#carrier.resume();
  }

  /** The connection has ended, and gives no signs of life any more. */
  close(): void {
    this.#isOver = true;
    this.#signsOfLife.stop();
  }
}
