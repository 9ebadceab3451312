import { CallList } from './call-list.ts';
import { DriverTurns } from './driver-turns.ts';
import type { PendingCall } from './pending-call.ts';
import type { Priority, WirePolicy } from './wire-policy.ts';

/** The calls on the wire, and those that wait for a place there: first come, first served within their priority. */
export class CallQueue {
  readonly #policy: WirePolicy;
  readonly #onWire = new CallList();
  readonly #waiting: Readonly<Record<Priority, CallList>> = { high: new CallList(), low: new CallList() };
  /** Calls that wait for the first one for their driver. */
  readonly #held = new CallList();
  readonly #turns = new DriverTurns();

  constructor(policy: WirePolicy) {
    this.#policy = policy;
  }

  /** The calls that the daemon has been sent and has not answered: few, by the policy. */
  get onWire(): Iterable<PendingCall<unknown>> {
    return this.#onWire;
  }

  /** Takes a place on the wire for a call, if there is one: never while others of its priority wait. */
  take(call: PendingCall<unknown>): boolean {
    if (this.#turns.mustWait(call) || !this.#policy.take(call.facts.priority)) return false;
    this.#send(call);
    return true;
  }

  /** `frame` is the whole of it, encoded when the call was made: later changes to the arguments do not matter. */
  push(call: PendingCall<unknown>, frame: Uint8Array): void {
    call.frame = frame;
    this.#wait(call, this.#turns.mustWait(call) ? this.#held : this.#waiting[call.facts.priority]);
  }

  /** Takes out a call whose caller waits no longer. */
  remove(call: PendingCall<unknown>): void {
    call.frame = undefined;
    call.waitsIn?.remove(call);
    call.waitsIn = undefined;
  }

  /** The call's reply has come: its place is free, and what waited for it waits no longer. See {@link next}. */
  release(call: PendingCall<unknown>): void {
    this.#onWire.remove(call);
    this.#policy.release(call.facts.priority);
    const reached = this.#turns.ended(call);
    if (reached === undefined) return;
    for (const held of [...this.#held]) {
      if (held.facts.driver === reached) this.#move(held, this.#waiting[held.facts.priority]);
    }
  }

  /** Gives a place to a call that waits, if there are both, and returns its frame: to be asked until there is none. */
  next(): Uint8Array | undefined {
    return this.#nextOf(this.#waiting.high) ?? this.#nextOf(this.#waiting.low);
  }

  #nextOf(waiting: CallList): Uint8Array | undefined {
    for (let { first } = waiting; first !== undefined; { first } = waiting) {
      if (this.#turns.mustWait(first)) {
        this.#move(first, this.#held);
        continue;
      }
      if (!this.#policy.take(first.facts.priority)) return undefined;
      const { frame } = first;
      this.remove(first);
      this.#send(first);
      return frame;
    }
    return undefined;
  }

  #send(call: PendingCall<unknown>): void {
    this.#turns.goes(call);
    this.#onWire.push(call);
    call.state = 'sent';
  }

  #move(call: PendingCall<unknown>, list: CallList): void {
    call.waitsIn?.remove(call);
    this.#wait(call, list);
  }

  #wait(call: PendingCall<unknown>, list: CallList): void {
    call.waitsIn = list;
    list.push(call);
  }

  /** All calls: those on the wire, then those that wait. */
  *[Symbol.iterator](): Iterator<PendingCall<unknown>> {
    yield* this.#onWire;
    for (const waiting of Object.values(this.#waiting)) yield* waiting;
    yield* this.#held;
  }

  clear(): void {
    this.#onWire.clear();
    for (const waiting of Object.values(this.#waiting)) waiting.clear();
    this.#held.clear();
  }
}
