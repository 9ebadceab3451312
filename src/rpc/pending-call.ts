import type { XdrDecoder, XdrReader } from '@xdr-ts/runtime';
import { XdrError } from '@xdr-ts/runtime';
import type { CallInFlight } from '../errors/timeout-error.ts';
import { readNetMessageError } from '../generated/net-types.ts';
import type { CallList } from './call-list.ts';
import type { CallOutcome } from './call-outcome.ts';
import type { Priority } from './wire-policy.ts';

/** What identifies a call on the wire and in messages. */
export interface CallFacts {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly name: string;
  readonly priority: Priority;
  /** The driver beside the hypervisor's own that it is for. */
  readonly driver?: string | undefined;
}

/** A call from the moment it is made until its reply has come. It outlives its caller's wait: see {@link abandon}. */
export class PendingCall<Result> {
  readonly facts: CallFacts;
  readonly serial: number;
  readonly startedAt: number;
  readonly outcome: Promise<CallOutcome<Result>>;
  state: CallInFlight['state'] = 'queued';
  /** What is to be written, as long as it waits for a place on the wire. */
  frame: Uint8Array | undefined;
  /** Its neighbours in a CallList, which alone sets them. */
  before: PendingCall<unknown> | undefined;
  after: PendingCall<unknown> | undefined;
  /** The list that it waits in for its place on the wire, which the queue sets. */
  waitsIn: CallList | undefined;
  readonly #codec: XdrDecoder<Result>;
  #settle!: (outcome: CallOutcome<Result>) => void;
  /** Ends the timer and the signal listener. */
  #release: (() => void) | undefined;

  constructor(facts: CallFacts, serial: number, startedAt: number, codec: XdrDecoder<Result>) {
    this.facts = facts;
    this.serial = serial;
    this.startedAt = startedAt;
    this.#codec = codec;
    this.outcome = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** To be called when the wait ends, however it ends. */
  onSettled(release: () => void): void {
    this.#release = release;
  }

  /** Settles the call with the result in a reply. */
  reply(body: XdrReader): CallOutcome<Result> {
    return this.#settleWith(() => ({ kind: 'result', result: this.#codec.read(body) }));
  }

  /** Settles the call with the error in a reply. */
  fail(body: XdrReader): CallOutcome<Result> {
    return this.#settleWith(() => ({ kind: 'error', error: readNetMessageError(body), serial: this.serial }));
  }

  /** The caller waits no longer; the daemon still works, so serial number and place on the wire stay taken. */
  abandon(outcome: CallOutcome<Result>): void {
    this.state = 'abandoned';
    this.settle(outcome);
  }

  settle(outcome: CallOutcome<Result>): void {
    this.#release?.();
    this.#release = undefined;
    this.#settle(outcome);
  }

  describe(now: number): CallInFlight {
    const { facts, serial, state, startedAt } = this;
    return { procedure: facts.name, serial, elapsed: now - startedAt, state };
  }

  #settleWith(read: () => CallOutcome<Result>): CallOutcome<Result> {
    let outcome: CallOutcome<Result>;
    try {
      outcome = read();
    } catch (cause) {
      if (!(cause instanceof XdrError)) throw cause;
      outcome = { kind: 'undecodable', cause, serial: this.serial };
    }
    this.settle(outcome);
    return outcome;
  }
}
