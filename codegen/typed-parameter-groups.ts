import type { TypedParameterKind } from './import/api-facts.ts';

/** Typed parameters that are read or set together. */
export interface ParameterGroup {
  /** The type of what is read; what is given is `…Input`. */
  readonly name: string;
  /** Some method sets them. */
  readonly sets?: true;
  /** What the names of their constants begin with. */
  readonly prefix: string;
  /** Kinds that the API description does not tell. */
  readonly kinds?: Readonly<Record<string, TypedParameterKind | 'strings'>>;
}

/** Longer prefixes before those that they begin with. */
export const parameterGroups: readonly ParameterGroup[] = [
  { name: 'DomainSchedulerParameters', sets: true, prefix: 'VIR_DOMAIN_SCHEDULER_' },
  { name: 'DomainMemoryParameters', sets: true, prefix: 'VIR_DOMAIN_MEMORY_' },
  { name: 'DomainNumaParameters', sets: true, prefix: 'VIR_DOMAIN_NUMA_' },
  { name: 'DomainBlkioParameters', sets: true, prefix: 'VIR_DOMAIN_BLKIO_' },
  { name: 'DomainBlockIoTune', sets: true, prefix: 'VIR_DOMAIN_BLOCK_IOTUNE_' },
  { name: 'DomainBlockCopyParameters', sets: true, prefix: 'VIR_DOMAIN_BLOCK_COPY_' },
  { name: 'DomainBlockStatsParameters', prefix: 'VIR_DOMAIN_BLOCK_STATS_' },
  { name: 'DomainInterfaceParameters', sets: true, prefix: 'VIR_DOMAIN_BANDWIDTH_' },
  { name: 'DomainCPUStats', prefix: 'VIR_DOMAIN_CPU_STATS_' },
  { name: 'DomainIOThreadParameters', sets: true, prefix: 'VIR_DOMAIN_IOTHREAD_' },
  { name: 'DomainPerfEvents', sets: true, prefix: 'VIR_PERF_PARAM_' },
  { name: 'DomainJobStats', prefix: 'VIR_DOMAIN_JOB_' },
  { name: 'DomainLaunchSecurity', sets: true, prefix: 'VIR_DOMAIN_LAUNCH_SECURITY_' },
  { name: 'DomainSaveParameters', sets: true, prefix: 'VIR_DOMAIN_SAVE_PARAM_' },
  {
    name: 'DomainMigrateParameters',
    sets: true,
    prefix: 'VIR_MIGRATE_PARAM_',
    // One for each disk; libvirt's description does not say which may stand several times.
    kinds: {
      migrate_disks: 'strings',
      migrate_disks_detect_zeroes: 'strings',
      migrate_disks_target_zero: 'strings',
    },
  },
  {
    name: 'DomainAnnounceInterfaceParameters',
    sets: true,
    prefix: 'VIR_DOMAIN_ANNOUNCE_INTERFACE_',
    // As virsh 12.8.0 sends them, recorded in test/golden.
    kinds: { initial: 'uint', max: 'uint', rounds: 'uint', step: 'uint' },
  },
  { name: 'NodeMemoryParameters', sets: true, prefix: 'VIR_NODE_MEMORY_SHARED_' },
  { name: 'NodeSEVParameters', prefix: 'VIR_NODE_SEV_' },
  { name: 'NetworkPortParameters', sets: true, prefix: 'VIR_NETWORK_PORT_' },
  { name: 'AdmServerThreadPoolParameters', sets: true, prefix: 'VIR_THREADPOOL_' },
  { name: 'AdmServerClientLimits', sets: true, prefix: 'VIR_SERVER_CLIENTS_' },
  { name: 'AdmClientInfo', prefix: 'VIR_CLIENT_INFO_' },
];

/** Groups whose names have numbers in them: they are sorted into objects. */
export interface ParameterTree {
  /** The type of the object. */
  readonly name: string;
  /** The type of the parameters by their names, where the caller gets these too. */
  readonly flat?: string;
  /** What is numbered by id instead of one after the other, so that its members make no array. */
  readonly byId: readonly string[];
}

export const parameterTrees: readonly (ParameterTree & { readonly prefix: string })[] = [
  {
    name: 'DomainStats',
    flat: 'DomainStatsParameters',
    prefix: 'VIR_DOMAIN_STATS_',
    byId: ['vcpu', 'iothread', 'dirtyrate.vcpu'],
  },
  { name: 'DomainGuestInfo', prefix: 'VIR_DOMAIN_GUEST_INFO_', byId: [] },
];

export const withoutGroup = [
  { prefix: 'VIR_DOMAIN_TUNABLE_', reason: 'come with events only' },
  { prefix: 'VIR_CONNECT_IDENTITY_', reason: 'are for daemons among themselves' },
  { prefix: 'VIR_NODE_CPU_STATS_', reason: 'are a structure of their own on the wire' },
  { prefix: 'VIR_NODE_MEMORY_STATS_', reason: 'are a structure of their own on the wire' },
] as const;
