import { badXml } from './domain-errors.ts';
import type { Row } from './row.ts';

/** A domain's snapshots and checkpoints. */
export const domainHistoryRows: readonly Row[] = [
  {
    method: 'createSnapshotXML',
    procedure: 'domainSnapshotCreateXML',
    doc: 'Makes a snapshot of disks and, where it can, memory.',
    args: { xml_desc: { name: 'xml', doc: 'what it is to be: `<domainsnapshot/>` for one that libvirt names' } },
    result: { field: 'snap', as: { handle: 'DomainSnapshot' } },
    throws: [badXml],
  },
  {
    method: 'hasCurrentSnapshot',
    procedure: 'domainHasCurrentSnapshot',
    doc: 'Tells whether one of its snapshots is the one that it goes on from.',
    result: { field: 'result', as: 'boolean' },
  },
  {
    method: 'snapshotCurrent',
    procedure: 'domainSnapshotCurrent',
    doc: 'Finds the snapshot that it goes on from.',
    result: { field: 'snap', as: { handle: 'DomainSnapshot' } },
    throws: ['VIR_ERR_NO_DOMAIN_SNAPSHOT when there is none'],
  },
  {
    method: 'snapshotLookupByName',
    procedure: 'domainSnapshotLookupByName',
    doc: 'Finds a snapshot by its name.',
    args: { name: { doc: 'its name' } },
    result: { field: 'snap', as: { handle: 'DomainSnapshot' } },
    throws: ['VIR_ERR_NO_DOMAIN_SNAPSHOT when there is none'],
  },
  {
    method: 'snapshotNum',
    procedure: 'domainSnapshotNum',
    doc: 'Counts its snapshots: all of them, or those that the flags ask for.',
    result: { field: 'num' },
  },
  {
    method: 'snapshotListNames',
    procedure: 'domainSnapshotListNames',
    counted: 'domainSnapshotNum',
    doc: 'Lists the names of its snapshots: of all, or of those that the flags ask for.',
    result: { field: 'names' },
  },
  {
    method: 'createCheckpointXML',
    procedure: 'domainCheckpointCreateXML',
    doc: 'Marks a moment, from which on the disks keep track of what changes: for backups of the difference.',
    args: { xml_desc: { name: 'xml', doc: 'what it is to be: `<domaincheckpoint/>` for one that libvirt names' } },
    result: { field: 'checkpoint', as: { handle: 'DomainCheckpoint' } },
    throws: [badXml],
  },
  {
    method: 'listAllCheckpoints',
    procedure: 'domainListAllCheckpoints',
    doc: 'Lists its checkpoints: all of them, or those that the flags ask for.',
    result: { field: 'checkpoints', as: { handle: 'DomainCheckpoint' } },
  },
  {
    method: 'checkpointLookupByName',
    procedure: 'domainCheckpointLookupByName',
    doc: 'Finds a checkpoint by its name.',
    args: { name: { doc: 'its name' } },
    result: { field: 'checkpoint', as: { handle: 'DomainCheckpoint' } },
    throws: ['VIR_ERR_NO_DOMAIN_CHECKPOINT when there is none'],
  },
];
