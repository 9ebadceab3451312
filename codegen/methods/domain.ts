import { domainCpuRows } from './domain-cpus.ts';
import { domainDeviceRows } from './domain-devices.ts';
import { domainDiskRows } from './domain-disks.ts';
import { domainFactRows } from './domain-facts.ts';
import { domainGuestRows } from './domain-guest.ts';
import { domainHistoryRows } from './domain-history.ts';
import { domainJobRows } from './domain-jobs.ts';
import { domainLifeRows } from './domain-life.ts';
import { domainMemoryRows } from './domain-memory.ts';
import type { ObjectClass } from './row.ts';

export const domain: ObjectClass = {
  name: 'Domain',
  reference: 'remote_nonnull_domain',
  rows: [
    ...domainFactRows,
    ...domainLifeRows,
    ...domainCpuRows,
    ...domainMemoryRows,
    ...domainDiskRows,
    ...domainDeviceRows,
    ...domainGuestRows,
    ...domainJobRows,
    ...domainHistoryRows,
  ],
};
