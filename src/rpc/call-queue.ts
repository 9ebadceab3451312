import type { PendingCall } from './pending-call.ts';
import type { Priority, WirePolicy } from './wire-policy.ts';

interface QueuedCall {
  readonly call: PendingCall<unknown>;
  /** The whole frame: encoded when the call was made, so that later changes to the arguments do not matter. */
  readonly bytes: Uint8Array;
}

/** The calls that wait for a place on the wire: first come, first served within their priority. */
export class CallQueue {
  readonly #policy: WirePolicy;
  readonly #waiting: Readonly<Record<Priority, Set<QueuedCall>>> = { high: new Set(), low: new Set() };

  constructor(policy: WirePolicy) {
    this.#policy = policy;
  }

  /** Takes a place on the wire for a new call, if there is one. */
  take(priority: Priority): boolean {
    return this.#waiting[priority].size === 0 && this.#policy.take(priority);
  }

  push(call: PendingCall<unknown>, bytes: Uint8Array): void {
    this.#waiting[call.facts.priority].add({ call, bytes });
  }

  /** Takes out a call whose caller waits no longer. */
  remove(call: PendingCall<unknown>): void {
    const waiting = this.#waiting[call.facts.priority];
    for (const queued of waiting) if (queued.call === call) waiting.delete(queued);
  }

  /** A reply has come: gives its place to the call that has waited longest, and returns that. */
  release(priority: Priority): QueuedCall | undefined {
    this.#policy.release(priority);
    for (const queued of this.#waiting[priority]) {
      if (!this.#policy.take(priority)) return undefined;
      this.#waiting[priority].delete(queued);
      return queued;
    }
    return undefined;
  }

  clear(): void {
    for (const waiting of Object.values(this.#waiting)) waiting.clear();
  }
}
