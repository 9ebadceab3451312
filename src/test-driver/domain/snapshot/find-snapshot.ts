import { DomainSnapshotListFlags, ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import type { NonnullDomain, NonnullDomainSnapshot } from '../../../generated/remote-types.ts';
import { allFlags } from '../../all-flags.ts';
import { type Fault, fault } from '../../fault.ts';
import { passesFlags } from '../../flag-filter.ts';
import type { Host } from '../../host.ts';
import type { Domain } from '../domain.ts';
import { domainReference } from '../domain-reference.ts';
import { isOfActive, type Snapshot } from './snapshot.ts';

const Flags = DomainSnapshotListFlags;

/** All flags that choose among snapshots. */
export const snapshotListFlags: number = allFlags(Flags);

export function noSnapshot(detail: string): Fault {
  return fault(ErrorNumber.ERR_NO_DOMAIN_SNAPSHOT, ErrorDomain.TEST, detail);
}

/** The snapshot of that name. Throws a Fault when there is none. */
export function snapshotNamed({ snapshots }: Domain, name: string): Snapshot {
  const snapshot = snapshots.byName(name);
  if (snapshot === undefined) throw noSnapshot(`no domain snapshot with matching name '${name}'`);
  return snapshot;
}

/** The snapshot of which a client speaks, and its domain. */
export function referredSnapshot(
  { domains }: Host,
  { dom, name }: NonnullDomainSnapshot,
): { readonly domain: Domain; readonly snapshot: Snapshot } {
  const domain = domains.referredBy(dom);
  return { domain, snapshot: snapshotNamed(domain, name) };
}

/** How the protocol speaks of a snapshot. */
export function snapshotReference(domain: Domain, { name }: Snapshot): NonnullDomainSnapshot {
  const dom: NonnullDomain = domainReference(domain);
  return { name, dom };
}

/** Those of a domain's snapshots, or of what has come of one of them, that the flags mean; in the order of their names. */
export function chooseSnapshots({ snapshots }: Domain, flags: number, of?: Snapshot): Snapshot[] {
  return startingSet()
    .filter((snapshot) => {
      const leaf = snapshots.isLeaf(snapshot);
      const active = isOfActive(snapshot);
      return [
        passesFlags(flags, [
          [Flags.METADATA, true],
          [Flags.NO_METADATA, false],
        ]),
        passesFlags(flags, [
          [Flags.LEAVES, leaf],
          [Flags.NO_LEAVES, !leaf],
        ]),
        passesFlags(flags, [
          [Flags.INACTIVE, !active],
          [Flags.ACTIVE, active],
          [Flags.DISK_ONLY, false],
        ]),
        passesFlags(flags, [
          [Flags.INTERNAL, true],
          [Flags.EXTERNAL, false],
        ]),
      ].every(Boolean);
    })
    .sort((left, right) => ((flags & Flags.TOPOLOGICAL) === 0 && left.name < right.name ? -1 : 0));

  function startingSet(): Snapshot[] {
    if (of !== undefined)
      return (flags & Flags.DESCENDANTS) === 0 ? snapshots.childrenOf(of) : snapshots.descendantsOf(of);
    return snapshots.all().filter(({ parent }) => (flags & Flags.ROOTS) === 0 || parent === undefined);
  }
}
