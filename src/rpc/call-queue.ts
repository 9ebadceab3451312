import { CallList } from './call-list.ts';
import type { PendingCall } from './pending-call.ts';
import type { Priority, WirePolicy } from './wire-policy.ts';

/** The calls on the wire, and those that wait for a place there: first come, first served within their priority. */
export class CallQueue {
  readonly #policy: WirePolicy;
  readonly #onWire = new CallList();
  readonly #waiting: Readonly<Record<Priority, CallList>> = { high: new CallList(), low: new CallList() };

  constructor(policy: WirePolicy) {
    this.#policy = policy;
  }

  /** The calls that the daemon has been sent and has not answered: few, by the policy. */
  get onWire(): Iterable<PendingCall<unknown>> {
    return this.#onWire;
  }

  /** Takes a place on the wire for a call, if there is one: never while others of its priority wait. */
  take(call: PendingCall<unknown>): boolean {
    if (!this.#policy.take(call.facts.priority)) return false;
    this.#onWire.push(call);
    call.state = 'sent';
    return true;
  }

  /** `frame` is the whole of it, encoded when the call was made: later changes to the arguments do not matter. */
  push(call: PendingCall<unknown>, frame: Uint8Array): void {
    call.frame = frame;
    this.#waiting[call.facts.priority].push(call);
  }

  /** Takes out a call whose caller waits no longer. */
  remove(call: PendingCall<unknown>): void {
    call.frame = undefined;
    this.#waiting[call.facts.priority].remove(call);
  }

  /** The call's reply has come: gives its place to the call that has waited longest, and returns that call's frame. */
  release(call: PendingCall<unknown>): Uint8Array | undefined {
    const { priority } = call.facts;
    this.#onWire.remove(call);
    this.#policy.release(priority);
    const { first } = this.#waiting[priority];
    if (first === undefined) return undefined;
    const { frame } = first;
    this.remove(first);
    this.take(first);
    return frame;
  }

  /** All calls: those on the wire, then those that wait. */
  *[Symbol.iterator](): Iterator<PendingCall<unknown>> {
    yield* this.#onWire;
    for (const waiting of Object.values(this.#waiting)) yield* waiting;
  }

  clear(): void {
    this.#onWire.clear();
    for (const waiting of Object.values(this.#waiting)) waiting.clear();
  }
}
