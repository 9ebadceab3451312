import { badXml, noDisk, notRunning } from './domain-errors.ts';
import type { Row } from './row.ts';

const disk = { doc: 'the disk, by its target (`vda`) or its source' };
const bandwidth = { doc: 'The most that it may copy, in MiB/s, or in bytes/s by flag; 0 for no limit.', option: 0 };

/** Disks: counters, limits, jobs, backups. */
export const domainDiskRows: readonly Row[] = [
  {
    method: 'blockStats',
    procedure: 'domainBlockStats',
    doc: 'Tells what a disk has read and written.',
    args: { path: { name: 'disk', doc: 'the disk, by its target (`vda`); empty for all together, where drivers can' } },
    result: {
      object: 'DomainBlockStats',
      doc: 'What {@link Domain.blockStats} tells; -1 where the driver does not know.',
      fields: {
        rd_req: { name: 'rdReq', doc: 'How many reads.' },
        rd_bytes: { name: 'rdBytes', doc: 'Bytes read.' },
        wr_req: { name: 'wrReq', doc: 'How many writes.' },
        wr_bytes: { name: 'wrBytes', doc: 'Bytes written.' },
        errs: { doc: 'How many errors.' },
      },
    },
    throws: [notRunning, noDisk],
  },
  {
    method: 'blockStatsFlags',
    procedure: 'domainBlockStatsFlags',
    doc: 'Tells what a disk has read, written and flushed, and how long that took: bytes, counts and nanoseconds.',
    args: { path: { name: 'disk', doc: 'the disk, by its target (`vda`); empty for all together, where drivers can' } },
    result: { params: 'DomainBlockStatsParameters', strings: true },
    throws: [notRunning, noDisk],
  },
  {
    method: 'getBlockInfo',
    procedure: 'domainGetBlockInfo',
    doc: 'Tells how large a disk is, and how much of the host it takes.',
    args: { path: { name: 'disk', ...disk } },
    result: {
      object: 'DomainBlockInfo',
      doc: 'What {@link Domain.getBlockInfo} tells.',
      fields: {
        allocation: { doc: 'How much of it holds data, in bytes.' },
        capacity: { doc: 'How large it looks to the guest, in bytes.' },
        physical: { doc: 'How large what holds it is, in bytes.' },
      },
    },
    throws: [noDisk],
  },
  {
    method: 'blockResize',
    procedure: 'domainBlockResize',
    doc: 'Makes a disk larger or smaller while the guest runs.',
    args: { disk, size: { doc: 'in KiB, or in bytes with DomainBlockResizeFlags.BYTES' } },
    throws: [notRunning, noDisk],
  },
  {
    method: 'getBlockIoTune',
    procedure: 'domainGetBlockIoTune',
    doc: 'Tells the limits on the I/O of a disk: per second, and in bursts.',
    args: { disk: { doc: 'the disk, by its target (`vda`)' } },
    result: { params: 'DomainBlockIoTune', strings: true },
    throws: [noDisk],
  },
  {
    method: 'setBlockIoTune',
    procedure: 'domainSetBlockIoTune',
    doc: 'Sets limits on the I/O of a disk; those that are not given stay, and 0 takes one away.',
    args: {
      disk: { doc: 'the disk, by its target (`vda`)' },
      params: { doc: 'bytes, operations and seconds by their names', as: { params: 'DomainBlockIoTune' } },
    },
    example: "await domain.setBlockIoTune('vda', { total_iops_sec: 500 });",
    throws: [noDisk],
  },
  {
    method: 'setThrottleGroup',
    procedure: 'domainSetThrottleGroup',
    doc: 'Makes or changes a group of limits that disks can share.',
    args: {
      group: { doc: "the group's name" },
      params: { doc: 'bytes, operations and seconds by their names', as: { params: 'DomainBlockIoTune' } },
    },
  },
  {
    method: 'delThrottleGroup',
    procedure: 'domainDelThrottleGroup',
    doc: 'Takes away a group of limits that no disk uses.',
    args: { group: { doc: "the group's name" } },
  },
  {
    method: 'getBlkioParameters',
    procedure: 'domainGetBlkioParameters',
    doc: 'Tells its weight among others on the devices of the host, and its limits on them.',
    result: { params: 'DomainBlkioParameters', strings: true },
  },
  {
    method: 'setBlkioParameters',
    procedure: 'domainSetBlkioParameters',
    doc: 'Sets its weight among others on the devices of the host, and its limits on them.',
    args: { params: { doc: 'what changes', as: { params: 'DomainBlkioParameters' } } },
  },
  {
    method: 'setBlockThreshold',
    procedure: 'domainSetBlockThreshold',
    doc: 'Asks for an event when the guest has written to a disk as far as this.',
    args: {
      dev: { name: 'disk', doc: 'the disk (`vda`), or one of the images behind it (`vda[2]`)' },
      threshold: { doc: 'in bytes' },
    },
    throws: [notRunning],
  },
  {
    method: 'blockPull',
    procedure: 'domainBlockPull',
    doc: "Begins to copy what lies behind a disk's image into the image itself.",
    args: { path: { name: 'disk', ...disk }, bandwidth },
    throws: [notRunning, noDisk],
  },
  {
    method: 'blockRebase',
    procedure: 'domainBlockRebase',
    doc: "Begins to put a disk's image on another base, or to copy the disk: the flags say which.",
    args: {
      path: { name: 'disk', ...disk },
      base: { doc: 'The image that stays behind it, or the copy.', option: true },
      bandwidth,
    },
    throws: [notRunning, noDisk],
  },
  {
    method: 'blockCommit',
    procedure: 'domainBlockCommit',
    doc: "Begins to write what is in a disk's upper images down into a lower one.",
    args: {
      disk,
      base: { doc: 'The lower image; without it the lowest.', option: true },
      top: { doc: 'The upper image; without it the one that the guest writes to.', option: true },
      bandwidth,
    },
    throws: [notRunning, noDisk],
  },
  {
    method: 'blockCopy',
    procedure: 'domainBlockCopy',
    doc: 'Begins to copy a disk, and to keep the copy the same until {@link Domain.blockJobAbort}.',
    args: {
      path: { name: 'disk', ...disk },
      destxml: { name: 'destXml', doc: 'the copy, as the XML of a disk' },
      params: {
        doc: 'How fast, in bytes/s, and in which steps.',
        as: { params: 'DomainBlockCopyParameters' },
        option: true,
      },
    },
    throws: [notRunning, noDisk, badXml],
  },
  {
    method: 'blockJobAbort',
    procedure: 'domainBlockJobAbort',
    doc: "Ends a disk's job: gives it up or, with DomainBlockJobAbortFlags.PIVOT, moves the guest to the copy.",
    args: { path: { name: 'disk', ...disk } },
    throws: ['VIR_ERR_INVALID_ARG when the disk has no job'],
  },
  {
    method: 'blockJobSetSpeed',
    procedure: 'domainBlockJobSetSpeed',
    doc: "Limits a disk's job.",
    args: {
      path: { name: 'disk', ...disk },
      bandwidth: { doc: 'the most that it may copy, in MiB/s, or in bytes/s by flag; 0 for no limit' },
    },
  },
  {
    method: 'backupBegin',
    procedure: 'domainBackupBegin',
    doc: 'Begins a backup of its disks: into files on the host, or for clients to read over NBD.',
    args: {
      backup_xml: { name: 'backupXml', doc: 'what is saved where' },
      checkpoint_xml: { name: 'checkpointXml', doc: 'A checkpoint to make at the same moment.', option: true },
    },
    throws: [notRunning, badXml],
  },
  {
    method: 'backupGetXMLDesc',
    procedure: 'domainBackupGetXMLDesc',
    doc: 'Gives the description, as XML, of the backup that goes on.',
    result: { field: 'xml' },
    throws: ['VIR_ERR_NO_DOMAIN_BACKUP when there is none'],
  },
];
