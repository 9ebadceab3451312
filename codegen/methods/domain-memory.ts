import { notRunning } from './domain-errors.ts';
import type { Row } from './row.ts';

/** Memory: how much, on which NUMA nodes, how it is limited. */
export const domainMemoryRows: readonly Row[] = [
  {
    method: 'getMaxMemory',
    procedure: 'domainGetMaxMemory',
    doc: 'Tells the most memory it may have, in KiB.',
    result: { field: 'memory' },
  },
  {
    method: 'setMaxMemory',
    procedure: 'domainSetMaxMemory',
    doc: 'Sets the most memory it may have; most drivers cannot while it runs.',
    args: { memory: { doc: 'in KiB' } },
  },
  {
    method: 'setMemory',
    procedure: 'domainSetMemory',
    flagged: 'domainSetMemoryFlags',
    doc: 'Sets how much memory it has: without flags while it runs, with flags as they say.',
    args: { memory: { doc: 'in KiB' } },
    throws: [`${notRunning}, unless the flags ask for its definition`],
  },
  {
    method: 'setMemoryStatsPeriod',
    procedure: 'domainSetMemoryStatsPeriod',
    doc: "Sets how often the guest's balloon driver tells memory statistics.",
    args: { period: { doc: 'in seconds; 0 for never' } },
  },
  {
    method: 'getMemoryParameters',
    procedure: 'domainGetMemoryParameters',
    doc: 'Tells the limits on its memory, in KiB.',
    result: { params: 'DomainMemoryParameters', strings: true },
  },
  {
    method: 'setMemoryParameters',
    procedure: 'domainSetMemoryParameters',
    doc: 'Sets limits on its memory; those that are not given stay.',
    args: { params: { doc: 'the limits, in KiB', as: { params: 'DomainMemoryParameters' } } },
    example: 'await domain.setMemoryParameters({ hard_limit: 4_194_304 }, { flags: DomainModificationImpact.LIVE });',
  },
  {
    method: 'getNumaParameters',
    procedure: 'domainGetNumaParameters',
    doc: 'Tells which NUMA nodes of the host its memory comes from, and how strictly.',
    result: { params: 'DomainNumaParameters', strings: true },
  },
  {
    method: 'setNumaParameters',
    procedure: 'domainSetNumaParameters',
    doc: 'Sets which NUMA nodes of the host its memory comes from, and how strictly.',
    args: { params: { doc: 'what changes', as: { params: 'DomainNumaParameters' } } },
  },
  {
    method: 'startDirtyRateCalc',
    procedure: 'domainStartDirtyRateCalc',
    doc: 'Begins to measure how fast it writes to memory; {@link Connection.getAllDomainStats} tells the result.',
    args: { seconds: { doc: 'for how many seconds, 1 to 60' } },
    throws: [notRunning],
  },
];
