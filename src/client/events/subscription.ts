import { asyncDispose } from '../../async-dispose.ts';
import { AbortError } from '../../errors/abort-error.ts';
import { OverflowError } from '../../errors/overflow-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { watchAbort } from '../../rpc/abort-watch.ts';
import type { QueueOptions } from './event-options.ts';
import { EventQueue } from './event-queue.ts';

const defaultLimit = 1000;

interface Waiter<Event> {
  resolve(result: IteratorResult<Event, undefined>): void;
  reject(error: Error): void;
}

/**
 * Events on their way to one consumer, who takes them by `for await`. It keeps a limited number of them for a consumer
 * that is slow; others never wait for it. Leaving the loop ends the subscription, as `close` and `await using` do.
 *
 * The loop ends when the subscription is closed, or the connection by this side. It throws the ConnectionError that
 * ended the connection otherwise, an AbortError when the signal was aborted, an OverflowError when that was asked for;
 * what had come before is yielded first.
 */
export class Subscription<Event extends { readonly lost: number }> implements AsyncIterable<Event> {
  readonly #name: string;
  readonly #limit: number;
  readonly #overflow: 'drop-oldest' | 'error';
  readonly #queue = new EventQueue<Event>();
  #waiters: Waiter<Event>[] = [];
  #lost = 0;
  /** How many of them were dropped in front of the first in the queue, beside what that says itself. */
  #lostInFront = 0;
  /** How many were lost behind the last that has come. */
  #lostBehind = 0;
  #end: { readonly error: Error | undefined } | undefined;
  #leave: (() => Promise<void>) | undefined;
  #stopWatch: (() => void) | undefined;

  /** Subscriptions come from `connection.events`. */
  constructor(name: string, { limit = defaultLimit, overflow = 'drop-oldest' }: QueueOptions = {}) {
    if (!(Number.isInteger(limit) && limit >= 1)) {
      throw new UsageError(`${name}: limit is a whole number of events from 1, not ${String(limit)}`);
    }
    if (overflow !== 'drop-oldest' && overflow !== 'error') {
      throw new UsageError(`${name}: overflow is drop-oldest or error, not ${String(overflow)}`);
    }
    this.#name = name;
    this.#limit = limit;
    this.#overflow = overflow;
  }

  /** How many events this subscription has dropped so far, as its consumer was slower than they came. */
  get lost(): number {
    return this.#lost;
  }

  /** Connects it with where its events come from: `leave` is called once, when no more of them are wanted. */
  start(leave: () => Promise<void>, signal?: AbortSignal): void {
    this.#leave = leave;
    // More may have come by now than there is room for.
    if (this.#end !== undefined) void this.#release();
    if (signal === undefined) return;
    const onAbort = (): void => {
      this.end(new AbortError(this.#name, signal));
      void this.#release();
    };
    if (signal.aborted) onAbort();
    else this.#stopWatch = watchAbort(signal, onAbort);
  }

  /** Takes an event. */
  push(event: Omit<Event, 'lost'>): void {
    if (this.#end !== undefined) return;
    const whole = { ...event, lost: this.#lostBehind } as Event;
    this.#lostBehind = 0;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) return waiter.resolve({ value: this.#deliver(whole), done: false });
    if (this.#queue.length === this.#limit) {
      if (this.#overflow === 'error') {
        this.end(new OverflowError(`${this.#name}: more than ${this.#limit} events wait for their consumer`));
        void this.#release();
        return;
      }
      const oldest = this.#queue.shift();
      this.#lost++;
      this.#lostInFront += 1 + (oldest?.lost ?? 0);
    }
    this.#queue.push(whole);
  }

  /** Counts events that could not be taken. */
  missed(count: number): void {
    this.#lost += count;
    this.#lostBehind += count;
  }

  /** No more events come; what is in the queue is still delivered, and then the error, if there is one. */
  end(error?: Error): void {
    if (this.#end !== undefined) return;
    this.#end = { error };
    const waiters = this.#waiters;
    this.#waiters = [];
    // There are waiters only where the queue is empty.
    for (const waiter of waiters) {
      if (error !== undefined && waiter === waiters[0]) waiter.reject(error);
      else waiter.resolve({ value: undefined, done: true });
    }
    if (error !== undefined && waiters.length > 0) this.#end = { error: undefined };
  }

  /**
   * Ends the subscription, and forgets what was not taken. Resolves when the daemon sends no more. Never rejects.
   * @see virConnectDomainEventDeregisterAny, since libvirt 0.8.0; virConnectNetworkEventDeregisterAny, since libvirt 1.2.1;
   * virConnectStoragePoolEventDeregisterAny, since libvirt 2.0.0; virConnectNodeDeviceEventDeregisterAny, since libvirt
   * 2.2.0; virConnectSecretEventDeregisterAny, since libvirt 3.0.0; virConnectDomainQemuMonitorEventDeregister, since
   * libvirt 1.2.3; virConnectUnregisterCloseCallback, since libvirt 0.10.0
   */
  async close(): Promise<void> {
    this.end();
    this.#end = { error: undefined };
    this.#queue.clear();
    await this.#release();
  }

  /** Ends it at the end of a block that begins with `await using`. */
  [asyncDispose](): Promise<void> {
    return this.close();
  }

  [Symbol.asyncIterator](): AsyncIterator<Event, undefined> {
    return {
      next: () => this.#next(),
      return: async () => {
        await this.close();
        return { value: undefined, done: true };
      },
    };
  }

  #next(): Promise<IteratorResult<Event, undefined>> {
    const event = this.#queue.shift();
    if (event !== undefined) return Promise.resolve({ value: this.#deliver(event), done: false });
    if (this.#end === undefined) return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
    const { error } = this.#end;
    if (error === undefined) return Promise.resolve({ value: undefined, done: true });
    // It is told once.
    this.#end = { error: undefined };
    return Promise.reject(error);
  }

  #deliver(event: Event): Event {
    if (this.#lostInFront === 0) return event;
    const lost = this.#lostInFront + event.lost;
    this.#lostInFront = 0;
    return { ...event, lost };
  }

  async #release(): Promise<void> {
    this.#stopWatch?.();
    const leave = this.#leave;
    this.#leave = undefined;
    await leave?.();
  }
}
