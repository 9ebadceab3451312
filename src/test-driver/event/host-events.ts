import type { EventFamily, EventMessage, HostEvent } from './host-event.ts';

/** Who wants to be told of what. */
export interface Interest {
  readonly family: EventFamily;
  readonly eventID: number;
  /** The one object of which to tell, or `undefined` for all. */
  readonly key: string | undefined;
  /** Whether it was registered as clients did before there were numbers. */
  readonly isLegacy: boolean;
  readonly tell: (message: EventMessage) => void;
}

/** An interest that somebody has, and its number. */
export interface Registration extends Interest {
  readonly callbackID: number;
}

/** Tells those who have registered what happens on a host. Numbers are never given twice, whoever registers. */
export class HostEvents {
  readonly #registrations = new Set<Registration>();
  #nextId = 0;

  register(interest: Interest): Registration {
    const registration = { ...interest, callbackID: this.#nextId++ };
    this.#registrations.add(registration);
    return registration;
  }

  deregister(registration: Registration): void {
    this.#registrations.delete(registration);
  }

  emit({ family, eventID, key, message, legacyMessage }: HostEvent): void {
    for (const registration of this.#registrations) {
      if (registration.family !== family || registration.eventID !== eventID) continue;
      if (registration.key !== undefined && registration.key !== key) continue;
      if (!registration.isLegacy) registration.tell(message(registration.callbackID));
      else if (legacyMessage !== undefined) registration.tell(legacyMessage);
    }
  }
}
