import {
  DomainEventStartedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventType,
  DomainPausedReason,
  DomainRunningReason,
  DomainShutoffReason,
  DomainSnapshotCreateFlags,
  DomainSnapshotDeleteFlags,
  DomainSnapshotRevertFlags,
  DomainState,
  ErrorDomain,
  ErrorNumber,
} from '../../../generated/api-enums.ts';
import {
  domainRevertToSnapshot,
  domainSnapshotCreateXML,
  domainSnapshotDelete,
} from '../../../generated/remote-procedures.ts';
import { mutuallyExclusive, requiredBy } from '../../arguments.ts';
import { checkFlags, fault, invalidOperation } from '../../fault.ts';
import { type HandledProcedure, handle } from '../../handle.ts';
import type { Host } from '../../host.ts';
import { copyDefinition } from '../definition/parse-domain.ts';
import type { Domain } from '../domain.ts';
import { referredSnapshot, snapshotReference } from './find-snapshot.ts';
import { parseSnapshot } from './parse-snapshot.ts';
import { isOfActive } from './snapshot.ts';

const Create = DomainSnapshotCreateFlags;
const Revert = DomainSnapshotRevertFlags;
const Delete = DomainSnapshotDeleteFlags;
const { DOMAIN_SNAPSHOT } = ErrorDomain;

const createFlags =
  Create.REDEFINE | Create.CURRENT | Create.HALT | Create.QUIESCE | Create.ATOMIC | Create.LIVE | Create.VALIDATE;

function tellReverted({ domains }: Host, domain: Domain, pauses: boolean): void {
  domains.tell(domain, DomainEventType.STARTED, DomainEventStartedDetailType.FROM_SNAPSHOT);
  if (pauses) domains.tell(domain, DomainEventType.SUSPENDED, DomainEventSuspendedDetailType.FROM_SNAPSHOT);
}

/** What makes snapshots, takes domains back to them, and takes them away. */
export const snapshotLifeHandlers: readonly HandledProcedure[] = [
  handle(domainSnapshotCreateXML, ({ domains }, { dom, xml_desc, flags }) => {
    const redefines = (flags & Create.REDEFINE) !== 0;
    if ((flags & Create.CURRENT) !== 0 && !redefines) {
      const names = ['VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE', 'VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT'] as const;
      throw requiredBy(DOMAIN_SNAPSHOT, 'virDomainSnapshotCreateXML', ...names);
    }
    checkFlags('testDomainSnapshotCreateXML', flags, createFlags);
    const domain = domains.referredBy(dom);
    const halts = (flags & Create.HALT) !== 0;
    if (!domain.persistent && halts) {
      throw invalidOperation(ErrorDomain.TEST, 'cannot halt after transient domain snapshot');
    }
    if (domain.checkpoints.all().length > 0) {
      const detail = 'cannot create snapshot while checkpoint exists';
      throw fault(ErrorNumber.ERR_OPERATION_UNSUPPORTED, ErrorDomain.TEST, detail);
    }
    const snapshot = parseSnapshot(domain, xml_desc, redefines);
    if (!redefines && domain.snapshots.byName(snapshot.name) !== undefined) {
      const detail = `domain moment ${snapshot.name} already exists`;
      throw fault(ErrorNumber.ERR_OPERATION_FAILED, ErrorDomain.DOMAIN, detail);
    }
    domain.snapshots.add(snapshot);
    if (!redefines || (flags & Create.CURRENT) !== 0) domain.snapshots.makeCurrent(snapshot);
    if (halts && !redefines && domain.isActive) domains.stop(domain, DomainShutoffReason.FROM_SNAPSHOT);
    return { snap: snapshotReference(domain, snapshot) };
  }),
  handle(domainRevertToSnapshot, (host, { snap, flags }) => {
    if ((flags & Revert.RUNNING) !== 0 && (flags & Revert.PAUSED) !== 0) {
      const names = ['VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING', 'VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED'] as const;
      throw mutuallyExclusive(DOMAIN_SNAPSHOT, 'virDomainRevertToSnapshot', ...names);
    }
    checkFlags('testDomainRevertToSnapshot', flags, Revert.RUNNING | Revert.PAUSED | Revert.FORCE);
    const { domain, snapshot } = referredSnapshot(host, snap);
    const asked = (flags & (Revert.RUNNING | Revert.PAUSED)) !== 0;
    if (!domain.persistent && !isOfActive(snapshot) && !asked) {
      const detail = 'transient domain needs to request run or pause to revert to inactive snapshot';
      throw invalidOperation(ErrorDomain.TEST, detail);
    }
    const definition = copyDefinition(snapshot.definition);
    domain.snapshots.makeCurrent(snapshot);
    if (!isOfActive(snapshot)) {
      if (domain.isActive) host.domains.stop(domain, DomainShutoffReason.FROM_SNAPSHOT);
      domain.definition = definition;
      // Whoever asks for it to run or to wait is told that it does.
      if (asked) tellReverted(host, domain, (flags & Revert.PAUSED) !== 0);
      return;
    }
    // One that runs begins anew, under another number.
    if (domain.isActive) host.domains.halt(domain, DomainShutoffReason.FROM_SNAPSHOT);
    domain.definition = definition;
    host.domains.start(domain, DomainRunningReason.FROM_SNAPSHOT);
    const pauses =
      (flags & Revert.PAUSED) !== 0 || ((flags & Revert.RUNNING) === 0 && snapshot.state === DomainState.PAUSED);
    if (pauses) {
      domain.setState(DomainState.PAUSED, DomainPausedReason.FROM_SNAPSHOT);
      host.domains.tell(domain, DomainEventType.SUSPENDED, DomainEventSuspendedDetailType.FROM_SNAPSHOT);
    } else domain.setState(DomainState.RUNNING, DomainRunningReason.FROM_SNAPSHOT);
  }),
  handle(domainSnapshotDelete, (host, { snap, flags }) => {
    if ((flags & Delete.CHILDREN) !== 0 && (flags & Delete.CHILDREN_ONLY) !== 0) {
      const names = ['VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN', 'VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY'] as const;
      throw mutuallyExclusive(DOMAIN_SNAPSHOT, 'virDomainSnapshotDelete', ...names);
    }
    checkFlags('testDomainSnapshotDelete', flags, Delete.CHILDREN | Delete.CHILDREN_ONLY);
    const {
      domain: { snapshots },
      snapshot,
    } = referredSnapshot(host, snap);
    if ((flags & (Delete.CHILDREN | Delete.CHILDREN_ONLY)) !== 0) snapshots.removeDescendants(snapshot);
    if ((flags & Delete.CHILDREN_ONLY) === 0) snapshots.remove(snapshot);
  }),
];
