/** One thing that every peer does, in a setting that is the same for all. */
export interface Operation {
  readonly title: string;
  /** What the peers call it. */
  readonly name: string;
  readonly calls: number;
  readonly concurrency: number;
}

/** Enough calls of each for just-in-time compilers to be done in the warm-up, which makes half as many. */
export const operations = {
  lookupSequential: { title: 'sequential domainLookupByName', name: 'lookup', calls: 3000, concurrency: 1 },
  lookup64: { title: '64-way domainLookupByName', name: 'lookup', calls: 20_000, concurrency: 64 },
  infoSequential: { title: 'sequential domainGetInfo', name: 'info', calls: 3000, concurrency: 1 },
  info64: { title: '64-way domainGetInfo', name: 'info', calls: 20_000, concurrency: 64 },
  list: { title: 'list of 2,000 domains', name: 'list', calls: 200, concurrency: 1 },
  stats: { title: 'stats of 2,000 domains', name: 'stats', calls: 80, concurrency: 1 },
  xml: { title: '64-way XML of 1.2 KB', name: 'xml', calls: 10_000, concurrency: 64 },
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationKey = keyof typeof operations;

/** The most that we may take of what another peer takes. */
export interface Bar {
  readonly operation: OperationKey;
  readonly measure: 'cpu' | 'wall';
  readonly against: 'go-libvirt' | 'python3-libvirt';
  readonly atMost: number;
}

export const bars: readonly Bar[] = [
  { operation: 'lookup64', measure: 'cpu', against: 'go-libvirt', atMost: 0.6 },
  { operation: 'info64', measure: 'cpu', against: 'go-libvirt', atMost: 0.75 },
  { operation: 'list', measure: 'cpu', against: 'go-libvirt', atMost: 0.35 },
  { operation: 'stats', measure: 'cpu', against: 'go-libvirt', atMost: 0.35 },
  { operation: 'lookupSequential', measure: 'wall', against: 'python3-libvirt', atMost: 1.15 },
  { operation: 'infoSequential', measure: 'wall', against: 'python3-libvirt', atMost: 1.15 },
];

/** The most that calls may take beside a flood of events, of what they take without; and what may be kept of it, in bytes. */
export const eventBars = { calls: 1.5, kept: 2 * 2 ** 20 } as const;

/** The most that quick calls may take beside slow ones, of what they take alone. */
export const wirePolicyBar = 2;

/** What bringing a volume up or down must reach of virsh's throughput, and may take of its CPU time. */
export const volumeBars = { throughput: 0.9, cpu: 2 } as const;

/** How many times faster than js-xdr our codecs must be. */
export const codecBars = { encode: 3, decode: 2.3 } as const;
