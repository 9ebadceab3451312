import type { PendingCall } from './pending-call.ts';
import type { Priority, WirePolicy } from './wire-policy.ts';

/** A call that has waited for a place on the wire and has it now. */
export interface QueuedCall {
  readonly call: PendingCall<unknown>;
  /** The whole frame: encoded when the call was made, so that later changes to the arguments do not matter. */
  readonly bytes: Uint8Array;
}

/** The calls on the wire, and those that wait for a place there: first come, first served within their priority. */
export class CallQueue {
  readonly #policy: WirePolicy;
  readonly #onWire = new Set<PendingCall<unknown>>();
  readonly #waiting: Readonly<Record<Priority, Map<PendingCall<unknown>, Uint8Array>>> = {
    high: new Map(),
    low: new Map(),
  };

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
    this.#onWire.add(call);
    call.state = 'sent';
    return true;
  }

  push(call: PendingCall<unknown>, bytes: Uint8Array): void {
    this.#waiting[call.facts.priority].set(call, bytes);
  }

  /** Takes out a call whose caller waits no longer. */
  remove(call: PendingCall<unknown>): void {
    this.#waiting[call.facts.priority].delete(call);
  }

  /** The call's reply has come: gives its place to the call that has waited longest, and returns that. */
  release(call: PendingCall<unknown>): QueuedCall | undefined {
    const { priority } = call.facts;
    this.#onWire.delete(call);
    this.#policy.release(priority);
    const waiting = this.#waiting[priority];
    for (const [next, bytes] of waiting) {
      if (!this.take(next)) return undefined;
      waiting.delete(next);
      return { call: next, bytes };
    }
    return undefined;
  }

  clear(): void {
    this.#onWire.clear();
    for (const waiting of Object.values(this.#waiting)) waiting.clear();
  }
}
