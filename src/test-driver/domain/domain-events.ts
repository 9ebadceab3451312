import { DomainEventID, type DomainEventType } from '../../generated/api-enums.ts';
import {
  domainEventCallbackLifecycle,
  domainEventCallbackMetadataChange,
  domainEventLifecycle,
} from '../../generated/remote-procedures.ts';
import { eventMessage, type HostEvent } from '../event/host-event.ts';
import type { Domain } from './domain.ts';
import { domainReference } from './domain-reference.ts';

/** A domain was defined or undefined, or runs, waits or stops; `detail` says why, by a number that depends on `event`. */
export function domainLifecycle(domain: Domain, event: DomainEventType, detail: number): HostEvent {
  const msg = { dom: domainReference(domain), event, detail };
  return {
    family: 'domain',
    eventID: DomainEventID.LIFECYCLE,
    key: domain.uuid,
    message: (callbackID) => eventMessage(domainEventCallbackLifecycle, { callbackID, msg }),
    legacyMessage: eventMessage(domainEventLifecycle, msg),
  };
}

/** Somebody has written something down with a domain, or taken it away. */
export function domainMetadataChange(domain: Domain, type: number, nsuri: string | null): HostEvent {
  const payload = { dom: domainReference(domain), type, nsuri };
  return {
    family: 'domain',
    eventID: DomainEventID.METADATA_CHANGE,
    key: domain.uuid,
    message: (callbackID) => eventMessage(domainEventCallbackMetadataChange, { callbackID, ...payload }),
  };
}
