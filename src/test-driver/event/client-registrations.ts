import { ErrorDomain } from '../../generated/api-enums.ts';
import { internalFault, invalidArgument } from '../fault.ts';
import type { EventFamily, EventMessage } from './host-event.ts';
import type { HostEvents, Registration } from './host-events.ts';

/** What a client wants to be told, of everything or of one object. */
export interface Wish {
  readonly family: EventFamily;
  readonly eventID: number;
  readonly key?: string | undefined;
  readonly isLegacy?: boolean;
}

interface Held {
  readonly events: HostEvents;
  readonly registration: Registration;
}

/** The registrations of one client, which end with it. */
export class ClientRegistrations {
  readonly #tell: (message: EventMessage) => void;
  #held: Held[] = [];

  constructor(tell: (message: EventMessage) => void) {
    this.#tell = tell;
  }

  /** Registers, and returns the number under which the client will hear. Throws a Fault when it has that already. */
  add(events: HostEvents, { family, eventID, key, isLegacy = false }: Wish): number {
    const isTracked = this.#held.some(
      ({ registration }) =>
        registration.family === family && registration.eventID === eventID && registration.key === key,
    );
    if (isTracked) throw invalidArgument(ErrorDomain.NONE, 'event callback already tracked');
    const registration = events.register({ family, eventID, key, isLegacy, tell: this.#tell });
    this.#held.push({ events, registration });
    return registration.callbackID;
  }

  /** Ends what has a number. Throws a Fault that calls it by `title` when the client has no such registration. */
  remove(family: EventFamily, callbackID: number, title: string = family): void {
    const missing = `${title} event callback ${callbackID} not registered`;
    this.#remove(missing, (held) => held.family === family && held.callbackID === callbackID);
  }

  /** Ends the first registration for a kind of events of domains, in whatever style it was made, as libvirtd does. */
  removeOfDomains(eventID: number): void {
    const missing = `domain event ${eventID} not registered`;
    this.#remove(missing, (held) => held.family === 'domain' && held.eventID === eventID);
  }

  #remove(missing: string, isMeant: (registration: Registration) => boolean): void {
    const at = this.#held.findIndex(({ registration }) => isMeant(registration));
    const [held] = at < 0 ? [] : this.#held.splice(at, 1);
    if (held === undefined) throw internalFault(ErrorDomain.RPC, missing);
    held.events.deregister(held.registration);
  }

  end(): void {
    for (const { events, registration } of this.#held) events.deregister(registration);
    this.#held = [];
  }
}
