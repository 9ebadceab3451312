import type { DomainMemoryStat } from '../../generated/remote-types.ts';

/** By the numbers of DomainMemoryStatTags, as libvirt's own tools call them. */
const names = [
  'swap_in',
  'swap_out',
  'major_fault',
  'minor_fault',
  'unused',
  'available',
  'actual',
  'rss',
  'usable',
  'last_update',
  'disk_caches',
  'hugetlb_pgalloc',
  'hugetlb_pgfail',
] as const;

/** How a guest uses its memory: what is known of it. */
export interface DomainMemoryStats {
  /** Read back from swap, in KiB. */
  readonly swap_in?: bigint;
  /** Written to swap, in KiB. */
  readonly swap_out?: bigint;
  /** Page faults that had to wait for a disk. */
  readonly major_fault?: bigint;
  /** Page faults that had not. */
  readonly minor_fault?: bigint;
  /** What the guest makes no use of, in KiB. */
  readonly unused?: bigint;
  /** What the guest could use, in KiB. */
  readonly available?: bigint;
  /** The size of the balloon: the memory it has, in KiB. */
  readonly actual?: bigint;
  /** What its process takes of the host's memory, in KiB. */
  readonly rss?: bigint;
  /** What could be taken away without the guest swapping, in KiB. */
  readonly usable?: bigint;
  /** When the guest last told, in seconds since 1970. */
  readonly last_update?: bigint;
  /** What could be had back from caches of disks, in KiB. */
  readonly disk_caches?: bigint;
  /** Huge pages that it got. */
  readonly hugetlb_pgalloc?: bigint;
  /** Huge pages that it asked for and did not get. */
  readonly hugetlb_pgfail?: bigint;
  /** What this release has no name for, by its number. */
  readonly [tag: number]: bigint;
}

export function memoryStatsByName(stats: readonly DomainMemoryStat[]): DomainMemoryStats {
  return Object.fromEntries(stats.map(({ tag, val }) => [names[tag] ?? tag, val]));
}
