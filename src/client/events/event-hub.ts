import type { ConnectionError } from '../../errors/connection-error.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import type { Session } from '../../session/session.ts';
import type { EventSource } from './event-source.ts';
import { SharedRegistration, type Taker } from './shared-registration.ts';
import { waitFor } from './wait-for.ts';

const hubs = new WeakMap<Session, EventHub>();

/** The one hub of a session. */
export function hubOf(session: Session): EventHub {
  let hub = hubs.get(session);
  if (hub === undefined) {
    hub = new EventHub(session);
    hubs.set(session, hub);
  }
  return hub;
}

/** The registrations of a connection: who subscribes to the same shares one of them. */
export class EventHub {
  readonly #registrations = new Map<string, SharedRegistration>();
  /**
   * Registrations that the daemon is asked to end. It works on calls side by side, and refuses one that is the same as
   * one that it still has.
   */
  readonly #ending = new Map<string, Promise<void>>();

  constructor(session: Session) {
    session.observe((state, cause) => {
      if (cause === undefined) return;
      if (state === 'connected') this.#renew(cause);
      else if (state === 'closed') this.#close(cause);
    });
  }

  /**
   * Lets a taker have the events of a source. Resolves when the daemon has confirmed, with what ends it again; what came
   * until then has been taken, too. Rejects when the daemon refuses, or within the limits of the caller.
   */
  async subscribe(source: EventSource, taker: Taker, options: CallOptions): Promise<() => Promise<void>> {
    const { key, wants } = source;
    const registration = this.#registrations.get(key) ?? this.#open(source);
    registration.add(taker, wants);
    try {
      await waitFor(registration.ready(), `subscribing to ${key.trim()}`, options);
      return () => registration.remove(taker);
    } catch (error) {
      void registration.remove(taker);
      throw error;
    }
  }

  #open(source: EventSource): SharedRegistration {
    const { key } = source;
    const registration: SharedRegistration = new SharedRegistration(source, this.#ending.get(key), (ended) => {
      if (this.#registrations.get(key) === registration) this.#registrations.delete(key);
      this.#waitForEnd(key, ended);
    });
    this.#registrations.set(key, registration);
    return registration;
  }

  #waitForEnd(key: string, ended: Promise<void>): void {
    this.#ending.set(key, ended);
    void ended.then(() => {
      if (this.#ending.get(key) === ended) this.#ending.delete(key);
    });
  }

  #renew(lost: ConnectionError): void {
    for (const registration of this.#registrations.values()) registration.renew(lost);
  }

  #close(cause: ConnectionError): void {
    for (const registration of [...this.#registrations.values()]) registration.close(cause);
  }
}
