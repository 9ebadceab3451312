import { notRunning } from './domain-errors.ts';
import type { Row } from './row.ts';

const bytes = (what: string): { doc: string } => ({ doc: `${what}, in bytes.` });

/** Jobs that take long: saving, dumping, migrating, backups. */
export const domainJobRows: readonly Row[] = [
  {
    method: 'getJobInfo',
    procedure: 'domainGetJobInfo',
    doc: 'Tells how far the job is that goes on: DomainJobType.NONE when there is none.',
    result: {
      object: 'DomainJobInfo',
      doc: 'What {@link Domain.getJobInfo} tells; 0 where nothing is known.',
      fields: {
        type: { doc: 'Whether there is one, and whether its end is known.', as: { enum: 'DomainJobType' } },
        timeElapsed: { doc: 'How long it has gone on, in milliseconds.' },
        timeRemaining: { doc: 'How long it will go on, in milliseconds, where its end is known.' },
        dataTotal: bytes('All that is to be sent'),
        dataProcessed: bytes('What has been sent'),
        dataRemaining: bytes('What is still to be sent'),
        memTotal: bytes('Memory to be sent'),
        memProcessed: bytes('Memory that has been sent'),
        memRemaining: bytes('Memory still to be sent'),
        fileTotal: bytes('Disks to be sent'),
        fileProcessed: bytes('Disks that have been sent'),
        fileRemaining: bytes('Disks still to be sent'),
      },
    },
  },
  {
    method: 'abortJob',
    procedure: 'domainAbortJob',
    flagged: 'domainAbortJobFlags',
    doc: 'Has the job that goes on given up; that it ends so is told to whoever waits for it.',
    throws: ['VIR_ERR_OPERATION_INVALID when there is none'],
  },
  {
    method: 'migrateGetMaxDowntime',
    procedure: 'domainMigrateGetMaxDowntime',
    doc: 'Tells for how long a migration may stop it, in milliseconds.',
    result: { field: 'downtime' },
    throws: [notRunning],
  },
  {
    method: 'migrateSetMaxDowntime',
    procedure: 'domainMigrateSetMaxDowntime',
    doc: 'Sets for how long a migration may stop it.',
    args: { downtime: { doc: 'in milliseconds' } },
    throws: [notRunning],
  },
  {
    method: 'migrateGetMaxSpeed',
    procedure: 'domainMigrateGetMaxSpeed',
    doc: 'Tells how fast a migration may copy it, in MiB/s.',
    result: { field: 'bandwidth' },
  },
  {
    method: 'migrateSetMaxSpeed',
    procedure: 'domainMigrateSetMaxSpeed',
    doc: 'Sets how fast a migration may copy it.',
    args: { bandwidth: { doc: 'in MiB/s' } },
  },
  {
    method: 'migrateGetCompressionCache',
    procedure: 'domainMigrateGetCompressionCache',
    doc: 'Tells how large the cache of a compressed migration is, in bytes.',
    result: { field: 'cacheSize' },
    throws: [notRunning],
  },
  {
    method: 'migrateSetCompressionCache',
    procedure: 'domainMigrateSetCompressionCache',
    doc: 'Sets how large the cache of a compressed migration is.',
    args: { cacheSize: { doc: 'in bytes' } },
    throws: [notRunning],
  },
  {
    method: 'migrateStartPostCopy',
    procedure: 'domainMigrateStartPostCopy',
    doc: 'Lets a migration that was begun with DomainMigrateFlags.POSTCOPY go on at the destination, memory to follow.',
    throws: ['VIR_ERR_OPERATION_INVALID when there is no such migration'],
  },
];
