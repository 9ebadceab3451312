import { DomainSnapshotXMLFlags, ErrorDomain } from '../../../generated/api-enums.ts';
import {
  domainHasCurrentSnapshot,
  domainListAllSnapshots,
  domainSnapshotCurrent,
  domainSnapshotGetParent,
  domainSnapshotGetXMLDesc,
  domainSnapshotHasMetadata,
  domainSnapshotIsCurrent,
  domainSnapshotListAllChildren,
  domainSnapshotListChildrenNames,
  domainSnapshotListNames,
  domainSnapshotLookupByName,
  domainSnapshotNum,
  domainSnapshotNumChildren,
} from '../../../generated/remote-procedures.ts';
import { type NonnullDomainSnapshot, REMOTE_DOMAIN_SNAPSHOT_LIST_MAX } from '../../../generated/remote-types.ts';
import { firstNames, type Listing, listing } from '../../bounded-list.ts';
import { checkFlags, forbidden } from '../../fault.ts';
import { type HandledProcedure, handle, handleOpen } from '../../handle.ts';
import type { Domain } from '../domain.ts';
import {
  chooseSnapshots,
  noSnapshot,
  referredSnapshot,
  snapshotListFlags,
  snapshotNamed,
  snapshotReference,
} from './find-snapshot.ts';
import { formatSnapshot, type Snapshot } from './snapshot.ts';

function references(domain: Domain, chosen: readonly Snapshot[], wanted: number): Listing<NonnullDomainSnapshot> {
  const all = chosen.map((snapshot) => snapshotReference(domain, snapshot));
  return listing(all, wanted, REMOTE_DOMAIN_SNAPSHOT_LIST_MAX, 'domain snapshots');
}

/** Which snapshots domains have, and what they are. */
export const snapshotHandlers: readonly HandledProcedure[] = [
  handle(domainSnapshotNum, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainSnapshotNum', flags, snapshotListFlags);
    return { num: chooseSnapshots(domains.referredBy(dom), flags).length };
  }),
  handle(domainSnapshotListNames, ({ domains }, { dom, maxnames, flags }) => {
    checkFlags('testDomainSnapshotListNames', flags, snapshotListFlags);
    return { names: firstNames(chooseSnapshots(domains.referredBy(dom), flags), maxnames) };
  }),
  handle(domainListAllSnapshots, ({ domains }, { dom, need_results, flags }) => {
    checkFlags('testDomainListAllSnapshots', flags, snapshotListFlags);
    const domain = domains.referredBy(dom);
    const { items, ret } = references(domain, chooseSnapshots(domain, flags), need_results);
    return { snapshots: items, ret };
  }),
  handle(domainSnapshotNumChildren, (host, { snap, flags }) => {
    checkFlags('testDomainSnapshotNumChildren', flags, snapshotListFlags);
    const { domain, snapshot } = referredSnapshot(host, snap);
    return { num: chooseSnapshots(domain, flags, snapshot).length };
  }),
  handle(domainSnapshotListChildrenNames, (host, { snap, maxnames, flags }) => {
    checkFlags('testDomainSnapshotListChildrenNames', flags, snapshotListFlags);
    const { domain, snapshot } = referredSnapshot(host, snap);
    return { names: firstNames(chooseSnapshots(domain, flags, snapshot), maxnames) };
  }),
  handle(domainSnapshotListAllChildren, (host, { snapshot: reference, need_results, flags }) => {
    checkFlags('testDomainSnapshotListAllChildren', flags, snapshotListFlags);
    const { domain, snapshot } = referredSnapshot(host, reference);
    const { items, ret } = references(domain, chooseSnapshots(domain, flags, snapshot), need_results);
    return { snapshots: items, ret };
  }),
  handle(domainSnapshotLookupByName, ({ domains }, { dom, name, flags }) => {
    checkFlags('testDomainSnapshotLookupByName', flags, 0);
    const domain = domains.referredBy(dom);
    return { snap: snapshotReference(domain, snapshotNamed(domain, name)) };
  }),
  handle(domainHasCurrentSnapshot, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainHasCurrentSnapshot', flags, 0);
    return { result: Number(domains.referredBy(dom).snapshots.current !== undefined) };
  }),
  handle(domainSnapshotCurrent, ({ domains }, { dom, flags }) => {
    checkFlags('testDomainSnapshotCurrent', flags, 0);
    const domain = domains.referredBy(dom);
    const { current } = domain.snapshots;
    if (current === undefined) throw noSnapshot('the domain does not have a current snapshot');
    return { snap: snapshotReference(domain, current) };
  }),
  handle(domainSnapshotGetParent, (host, { snap, flags }) => {
    checkFlags('testDomainSnapshotGetParent', flags, 0);
    const { domain, snapshot } = referredSnapshot(host, snap);
    if (snapshot.parent === undefined) throw noSnapshot(`snapshot '${snapshot.name}' does not have a parent`);
    return { snap: snapshotReference(domain, snapshotNamed(domain, snapshot.parent)) };
  }),
  handle(domainSnapshotIsCurrent, (host, { snap, flags }) => {
    checkFlags('testDomainSnapshotIsCurrent', flags, 0);
    const { domain, snapshot } = referredSnapshot(host, snap);
    return { current: Number(domain.snapshots.current === snapshot) };
  }),
  handle(domainSnapshotHasMetadata, (host, { snap, flags }) => {
    checkFlags('testDomainSnapshotHasMetadata', flags, 0);
    referredSnapshot(host, snap);
    return { metadata: 1 };
  }),
  handleOpen(domainSnapshotGetXMLDesc, ({ host, readOnly }, { snap, flags }) => {
    const secure = (flags & DomainSnapshotXMLFlags.SECURE) !== 0;
    if (readOnly && secure) {
      throw forbidden(ErrorDomain.DOMAIN_SNAPSHOT, 'virDomainSnapshotGetXMLDesc with secure flag');
    }
    checkFlags('testDomainSnapshotGetXMLDesc', flags, DomainSnapshotXMLFlags.SECURE);
    return { xml: formatSnapshot(referredSnapshot(host, snap).snapshot, secure) };
  }),
];
