import { asyncDispose } from '../../async-dispose.ts';
import type { Subscription } from './subscription.ts';

/** Takes an event. Where it returns a promise, the next event waits for that. */
export type EventListener<Event> = (event: Event) => void | Promise<void>;

/**
 * A listener at work. What it throws is reported as an uncaught exception, as Node does with listeners, and the events
 * go on.
 */
export class Listening<Event extends { readonly lost: number }> {
  /**
   * Resolves when no more events come: with what ended them, or with nothing when this side did, by `close` or by
   * closing the connection. Never rejects.
   */
  readonly ended: Promise<Error | undefined>;
  readonly #subscription: Subscription<Event>;

  /** Listeners are put to work by `connection.on`. */
  constructor(subscription: Subscription<Event>, listener: EventListener<Event>) {
    this.#subscription = subscription;
    this.ended = this.#run(listener);
  }

  /** How many events were dropped so far, as the listener was slower than they came. */
  get lost(): number {
    return this.#subscription.lost;
  }

  /**
   * Ends it. Resolves when the daemon sends no more. Never rejects.
   * @see virConnectDomainEventDeregisterAny, since libvirt 0.8.0; virConnectNetworkEventDeregisterAny, since libvirt 1.2.1;
   * virConnectStoragePoolEventDeregisterAny, since libvirt 2.0.0; virConnectNodeDeviceEventDeregisterAny, since libvirt
   * 2.2.0; virConnectSecretEventDeregisterAny, since libvirt 3.0.0; virConnectDomainQemuMonitorEventDeregister, since
   * libvirt 1.2.3; virConnectUnregisterCloseCallback, since libvirt 0.10.0
   */
  close(): Promise<void> {
    return this.#subscription.close();
  }

  /** Ends it at the end of a block that begins with `await using`. */
  [asyncDispose](): Promise<void> {
    return this.close();
  }

  async #run(listener: EventListener<Event>): Promise<Error | undefined> {
    try {
      for await (const event of this.#subscription) await tell(listener, event);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

async function tell<Event>(listener: EventListener<Event>, event: Event): Promise<void> {
  try {
    await listener(event);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
