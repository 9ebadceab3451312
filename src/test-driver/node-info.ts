/** What the machine is made of. */
export interface NodeInfo {
  readonly model: string;
  /** In KiB. */
  readonly memory: bigint;
  readonly cpus: number;
  readonly mhz: number;
  readonly nodes: number;
  readonly sockets: number;
  readonly cores: number;
  readonly threads: number;
}

/** The machine that libvirt's test driver plays. */
export const defaultNodeInfo: NodeInfo = {
  model: 'i686',
  memory: 3145728n,
  cpus: 16,
  mhz: 1400,
  nodes: 2,
  sockets: 2,
  cores: 2,
  threads: 2,
};

/** The CPUs that the machine could have, turned on or not. */
export function hostCpus({ nodes, sockets, cores, threads }: NodeInfo): number[] {
  return Array.from({ length: nodes * sockets * cores * threads }, (_, cpu) => cpu);
}
