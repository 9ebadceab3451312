import { DomainEventType } from '../../../../src/generated/api-enums.ts';
import type { NonnullDomain } from '../../../../src/generated/remote-types.ts';

/** A domain as the daemon writes it; its UUID ends in the number. */
export function wireDomain(number: number, id = -1): NonnullDomain {
  return { name: `domain-${number}`, uuid: Uint8Array.from({ length: 16 }, (_, at) => (at === 15 ? number : 0)), id };
}

export function uuidOf(number: number): string {
  return `00000000-0000-0000-0000-${number.toString(16).padStart(12, '0')}`;
}

/** The message of a lifecycle event with a callback id. */
export function lifecycle(callbackID: number, dom: NonnullDomain, event: number = DomainEventType.STARTED): unknown {
  return { callbackID, msg: { dom, event, detail: 0 } };
}

/** The names of the domains that events happened to. */
export function namesOf(events: readonly object[]): (string | undefined)[] {
  return events.map((event) => ('domain' in event ? (event.domain as { readonly name: string }).name : undefined));
}
