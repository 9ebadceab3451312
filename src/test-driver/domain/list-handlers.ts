import { ConnectListAllDomainsFlags, DomainState, ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import {
  connectListAllDomains,
  connectListDefinedDomains,
  connectListDomains,
  connectNumOfDefinedDomains,
  connectNumOfDomains,
  domainLookupByID,
  domainLookupByName,
  domainLookupByUUID,
} from '../../generated/remote-procedures.ts';
import { type NonnullDomain, REMOTE_DOMAIN_LIST_MAX } from '../../generated/remote-types.ts';
import { formatUuid } from '../../protocol/uuid.ts';
import { allFlags } from '../all-flags.ts';
import { firstNames, listing } from '../bounded-list.ts';
import { badArgument, checkFlags, fault } from '../fault.ts';
import { passesFlags } from '../flag-filter.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { passesLifeFlags } from '../life-flags.ts';
import type { Domain } from './domain.ts';
import { domainReference } from './domain-reference.ts';

const Flags = ConnectListAllDomainsFlags;
const knownFlags = allFlags(Flags);

/** Whether the flags that choose among domains mean this one. */
export function passesListFlags(domain: Domain, flags: number): boolean {
  const { state, hasManagedSave, snapshots, checkpoints } = domain;
  const hasSnapshot = snapshots.all().length > 0;
  const hasCheckpoint = checkpoints.all().length > 0;
  const isPaused = state === DomainState.PAUSED;
  const isOther = state !== DomainState.RUNNING && !isPaused && state !== DomainState.SHUTOFF;
  return [
    passesLifeFlags(flags, Flags, domain),
    passesFlags(flags, [
      [Flags.RUNNING, state === DomainState.RUNNING],
      [Flags.PAUSED, isPaused],
      [Flags.SHUTOFF, state === DomainState.SHUTOFF],
      [Flags.OTHER, isOther],
    ]),
    passesFlags(flags, [
      [Flags.MANAGEDSAVE, hasManagedSave],
      [Flags.NO_MANAGEDSAVE, !hasManagedSave],
    ]),
    passesFlags(flags, [
      [Flags.HAS_SNAPSHOT, hasSnapshot],
      [Flags.NO_SNAPSHOT, !hasSnapshot],
    ]),
    passesFlags(flags, [
      [Flags.HAS_CHECKPOINT, hasCheckpoint],
      [Flags.NO_CHECKPOINT, !hasCheckpoint],
    ]),
  ].every(Boolean);
}

function found(domain: Domain | undefined): { dom: NonnullDomain } {
  if (domain === undefined) throw fault(ErrorNumber.ERR_NO_DOMAIN, ErrorDomain.TEST);
  return { dom: domainReference(domain) };
}

/** Which domains there are. */
export const domainListHandlers: readonly HandledProcedure[] = [
  handle(connectNumOfDomains, ({ domains }) => ({ num: domains.all().filter(({ isActive }) => isActive).length })),
  handle(connectNumOfDefinedDomains, ({ domains }) => ({
    num: domains.all().filter(({ isActive }) => !isActive).length,
  })),
  handle(connectListDomains, ({ domains }, { maxids }) => ({
    ids: domains
      .all()
      .filter(({ isActive }) => isActive)
      .slice(0, maxids)
      .map(({ id }) => id),
  })),
  handle(connectListDefinedDomains, ({ domains }, { maxnames }) => {
    const inactive = domains.all().filter(({ isActive }) => !isActive);
    return { names: firstNames(inactive, maxnames) };
  }),
  handle(connectListAllDomains, ({ domains }, { need_results, flags }) => {
    checkFlags('testConnectListAllDomains', flags, knownFlags);
    const matching = domains.all().filter((domain) => passesListFlags(domain, flags));
    const { items, ret } = listing(matching.map(domainReference), need_results, REMOTE_DOMAIN_LIST_MAX, 'domains');
    return { domains: items, ret };
  }),
  handle(domainLookupByName, ({ domains }, { name }) => found(domains.byName(name))),
  handle(domainLookupByUUID, ({ domains }, { uuid }) => found(domains.byUuid(formatUuid(uuid)))),
  handle(domainLookupByID, ({ domains }, { id }) => {
    if (id < 0) {
      const message = 'id in virDomainLookupByID must be zero or greater';
      throw badArgument(ErrorDomain.DOMAIN, 'virDomainLookupByID', 'id', message);
    }
    return found(domains.byId(id));
  }),
];
