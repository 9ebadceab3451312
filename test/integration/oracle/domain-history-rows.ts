import {
  domainCheckpointCreateXML,
  domainCheckpointDelete,
  domainCheckpointGetParent,
  domainCheckpointGetXMLDesc,
  domainCheckpointListAllChildren,
  domainCheckpointLookupByName,
  domainCreateWithFlags,
  domainDestroy,
  domainHasCurrentSnapshot,
  domainListAllCheckpoints,
  domainListAllSnapshots,
  domainRevertToSnapshot,
  domainSnapshotCreateXML,
  domainSnapshotCurrent,
  domainSnapshotDelete,
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
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';
import { mail, web } from './node-state.ts';
import { asks, does, type Row } from './row.ts';
import { anyOrder, creationTime } from './rules.ts';

const flags = 0;
const all = { need_results: 1, flags };
const first = { name: 'first', dom: web };
const second = { name: 'second', dom: web };
/** What the daemon is told of a checkpoint's domain it tells back, so that the id that it runs under is needed. */
const running = { ...mail, id: 3 };
const early = { name: 'early', dom: running };
const late = { name: 'late', dom: running };

/** Snapshots of the one domain, checkpoints of the other: a domain has the one or the other. */
export const domainHistoryRows: readonly Row<Session>[] = [
  asks(domainHasCurrentSnapshot, { dom: web, flags }, 'web.hasCurrentSnapshot()', ({ result }) => result),
  asks(
    domainSnapshotCreateXML,
    { dom: web, xml_desc: '<domainsnapshot><name>first</name></domainsnapshot>', flags },
    "(first := web.snapshotCreateXML('<domainsnapshot><name>first</name></domainsnapshot>', 0))",
    ({ snap }) => snap,
  ),
  asks(
    domainSnapshotCreateXML,
    { dom: web, xml_desc: '<domainsnapshot><name>second</name></domainsnapshot>', flags },
    "(second := web.snapshotCreateXML('<domainsnapshot><name>second</name></domainsnapshot>', 0))",
    ({ snap }) => snap,
  ),
  asks(domainSnapshotGetXMLDesc, { snap: second, flags }, 'second.getXMLDesc()', ({ xml }) => xml, creationTime),
  asks(domainSnapshotNum, { dom: web, flags }, 'web.snapshotNum()', ({ num }) => num),
  asks(
    domainSnapshotListNames,
    { dom: web, maxnames: 100, flags },
    'web.snapshotListNames()',
    ({ names }) => names,
    anyOrder,
  ),
  asks(domainListAllSnapshots, { dom: web, ...all }, 'web.listAllSnapshots()', (result) => result.snapshots, anyOrder),
  asks(
    domainSnapshotLookupByName,
    { dom: web, name: 'first', flags },
    "web.snapshotLookupByName('first')",
    ({ snap }) => snap,
  ),
  asks(domainHasCurrentSnapshot, { dom: web, flags }, 'web.hasCurrentSnapshot()', ({ result }) => result),
  asks(domainSnapshotCurrent, { dom: web, flags }, 'web.snapshotCurrent()', ({ snap }) => snap),
  asks(domainSnapshotIsCurrent, { snap: second, flags }, 'second.isCurrent()', ({ current }) => current),
  asks(domainSnapshotHasMetadata, { snap: first, flags }, 'first.hasMetadata()', ({ metadata }) => metadata),
  asks(domainSnapshotGetParent, { snap: second, flags }, 'second.getParent()', ({ snap }) => snap),
  asks(domainSnapshotNumChildren, { snap: first, flags }, 'first.numChildren()', ({ num }) => num),
  asks(
    domainSnapshotListChildrenNames,
    { snap: first, maxnames: 100, flags },
    'first.listChildrenNames()',
    ({ names }) => names,
  ),
  asks(
    domainSnapshotListAllChildren,
    { snapshot: first, ...all },
    'first.listAllChildren()',
    ({ snapshots }) => snapshots,
  ),
  does(domainRevertToSnapshot, { snap: first, flags }, 'web.revertToSnapshot(first)'),
  asks(domainSnapshotIsCurrent, { snap: first, flags }, 'first.isCurrent()', ({ current }) => current),
  does(domainSnapshotDelete, { snap: first, flags }, 'first.delete()'),
  asks(domainListAllSnapshots, { dom: web, ...all }, 'web.listAllSnapshots()', ({ snapshots }) => snapshots),

  asks(domainCreateWithFlags, { dom: mail, flags }, '(mail.create(), mail)[1]', ({ dom }) => dom),
  asks(
    domainCheckpointCreateXML,
    { dom: running, xml_desc: '<domaincheckpoint><name>early</name></domaincheckpoint>', flags },
    "(early := mail.checkpointCreateXML('<domaincheckpoint><name>early</name></domaincheckpoint>'))",
    ({ checkpoint }) => checkpoint,
  ),
  asks(
    domainCheckpointCreateXML,
    { dom: running, xml_desc: '<domaincheckpoint><name>late</name></domaincheckpoint>', flags },
    "(late := mail.checkpointCreateXML('<domaincheckpoint><name>late</name></domaincheckpoint>'))",
    ({ checkpoint }) => checkpoint,
  ),
  asks(domainCheckpointGetXMLDesc, { checkpoint: late, flags }, 'late.getXMLDesc()', ({ xml }) => xml, creationTime),
  asks(
    domainListAllCheckpoints,
    { dom: running, ...all },
    'mail.listAllCheckpoints()',
    ({ checkpoints }) => checkpoints,
    anyOrder,
  ),
  asks(
    domainCheckpointListAllChildren,
    { checkpoint: early, ...all },
    'early.listAllChildren()',
    ({ checkpoints }) => checkpoints,
  ),
  asks(
    domainCheckpointLookupByName,
    { dom: running, name: 'early', flags },
    "mail.checkpointLookupByName('early')",
    ({ checkpoint }) => checkpoint,
  ),
  asks(domainCheckpointGetParent, { checkpoint: late, flags }, 'late.getParent()', ({ parent }) => parent),
  does(domainCheckpointDelete, { checkpoint: late, flags }, 'late.delete()'),
  does(domainCheckpointDelete, { checkpoint: early, flags }, 'early.delete()'),
  asks(
    domainListAllCheckpoints,
    { dom: running, ...all },
    'mail.listAllCheckpoints()',
    ({ checkpoints }) => checkpoints,
  ),
  does(domainDestroy, { dom: running }, 'mail.destroy()'),
];
