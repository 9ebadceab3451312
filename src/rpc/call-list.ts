import type { PendingCall } from './pending-call.ts';

/**
 * Calls in the order in which they came, linked through themselves; a call stands in one list at most.
 *
 * A Map or a Set would leave its former tables behind as it turns over, each with a way to the next: once the collector
 * takes one for old, all that came later stays until it looks at old memory again.
 */
export class CallList {
  #first: PendingCall<unknown> | undefined;
  #last: PendingCall<unknown> | undefined;

  get first(): PendingCall<unknown> | undefined {
    return this.#first;
  }

  push(call: PendingCall<unknown>): void {
    call.before = this.#last;
    if (this.#last === undefined) this.#first = call;
    else this.#last.after = call;
    this.#last = call;
  }

  /** Takes out a call that is in the list. */
  remove(call: PendingCall<unknown>): void {
    const { before, after } = call;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    call.before = undefined;
    call.after = undefined;
  }

  clear(): void {
    this.#first = undefined;
    this.#last = undefined;
  }

  *[Symbol.iterator](): Iterator<PendingCall<unknown>> {
    for (let call = this.#first; call !== undefined; call = call.after) yield call;
  }
}
