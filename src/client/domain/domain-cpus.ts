import { type DomainModificationImpact, DomainVcpuFlags, type VcpuState } from '../../generated/api-enums.ts';
import {
  domainGetCPUStats,
  domainGetEmulatorPinInfo,
  domainGetGuestVcpus,
  domainGetInfo,
  domainGetSchedulerParameters,
  domainGetSchedulerParametersFlags,
  domainGetSchedulerType,
  domainGetVcpuPinInfo,
  domainGetVcpus,
  domainGetVcpusFlags,
} from '../../generated/remote-procedures.ts';
import { REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX } from '../../generated/remote-types.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { cpuMapLength, readCpuList, readCpuMap, readCpuMaps } from '../cpu-map.ts';
import { type FlagOptions, flagBits, givenFlags } from '../flag-options.ts';
import { DomainMethods } from '../generated/domain-methods.ts';
import type { DomainCPUStats, DomainSchedulerParameters } from '../generated/typed-parameter-names.ts';
import { hostCpuCount } from '../host-cpu-count.ts';
import { sharedDeadline } from '../shared-deadline.ts';
import { parametersOf, withStrings } from '../typed-parameters.ts';
import { unexpectedReply } from '../unexpected-reply.ts';

/** A virtual CPU, as {@link Domain.getVcpus} tells it. */
export interface DomainVcpuInfo {
  /** Its number. */
  readonly number: number;
  readonly state: VcpuState;
  /** The CPU time it has used, in nanoseconds. */
  readonly cpuTime: bigint;
  /** The number of the host CPU that runs it; a VcpuHostCpuState where that is not known. */
  readonly cpu: number;
  /** The numbers of the host CPUs that may run it. */
  readonly cpuMap: readonly number[];
}

/** The virtual CPUs as the guest sees them, by their numbers. */
export interface DomainGuestVcpus {
  /** All that there are. */
  readonly vcpus: readonly number[];
  /** Those that are on. */
  readonly online: readonly number[];
  /** Those that can be turned off. */
  readonly offlinable: readonly number[];
}

/** What a domain tells about CPUs by more than one call, or in maps of bits. */
export abstract class DomainCpus extends DomainMethods {
  /**
   * Tells what its virtual CPUs are doing, and which host CPUs may run them.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainGetVcpus, since libvirt 0.1.4
   */
  async getVcpus(options: CallOptions = {}): Promise<DomainVcpuInfo[]> {
    const { session } = this.connection;
    const next = sharedDeadline(options);
    const dom = this.reference;
    const [cpus, { nrVirtCpu }] = await Promise.all([
      hostCpuCount(session, next),
      session.call(domainGetInfo, { dom }, next()),
    ]);
    const maplen = cpuMapLength(cpus);
    const { info, cpumaps } = await session.call(domainGetVcpus, { dom, maxinfo: nrVirtCpu, maplen }, next());
    const maps = readCpuMaps(cpumaps, maplen, info.length);
    return info.map(({ number, state, cpu_time, cpu }, at) => ({
      number,
      state,
      cpuTime: cpu_time,
      cpu,
      cpuMap: maps[at] ?? [],
    }));
  }

  /**
   * Tells which host CPUs may run each of its virtual CPUs, those too that it has not got at the moment.
   * @returns for each virtual CPU the numbers of host CPUs
   * @see virDomainGetVcpuPinInfo, since libvirt 0.9.3
   */
  async getVcpuPinInfo(options: CallOptions & FlagOptions<DomainModificationImpact> = {}): Promise<number[][]> {
    const { session } = this.connection;
    const flags = flagBits(options);
    const next = sharedDeadline(options);
    const dom = this.reference;
    const [cpus, { num: ncpumaps }] = await Promise.all([
      hostCpuCount(session, next),
      session.call(domainGetVcpusFlags, { dom, flags: flags | DomainVcpuFlags.MAXIMUM }, next()),
    ]);
    const maplen = cpuMapLength(cpus);
    const { cpumaps, num } = await session.call(domainGetVcpuPinInfo, { dom, ncpumaps, maplen, flags }, next());
    return readCpuMaps(cpumaps, maplen, Math.min(num, ncpumaps));
  }

  /**
   * Tells which host CPUs may run the emulator itself.
   * @returns the numbers of host CPUs
   * @see virDomainGetEmulatorPinInfo, since libvirt 0.10.0
   */
  async getEmulatorPinInfo(options: CallOptions & FlagOptions<DomainModificationImpact> = {}): Promise<number[]> {
    const { session } = this.connection;
    const flags = flagBits(options);
    const next = sharedDeadline(options);
    const maplen = cpuMapLength(await hostCpuCount(session, next));
    const { cpumaps } = await session.call(domainGetEmulatorPinInfo, { dom: this.reference, maplen, flags }, next());
    return readCpuMap(cpumaps);
  }

  /**
   * Tells the virtual CPUs as the agent in the guest sees them. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_AGENT_UNRESPONSIVE when the agent in the guest does not answer
   * @see virDomainGetGuestVcpus, since libvirt 2.0.0
   */
  async getGuestVcpus(options: CallOptions = {}): Promise<DomainGuestVcpus> {
    const args = { dom: this.reference, flags: 0 };
    const { params } = await this.connection.session.call(domainGetGuestVcpus, args, options);
    const parameters = parametersOf(params);
    const list = (name: string): number[] => {
      const cpus = readCpuList(String(parameters[name] ?? ''));
      if (cpus === undefined) throw unexpectedReply('domainGetGuestVcpus', `has no list of CPUs in ${name}`);
      return cpus;
    };
    return { vcpus: list('vcpus'), online: list('online'), offlinable: list('offlinable') };
  }

  /**
   * Tells the time that host CPUs have spent on it together: for all of it, and in user and kernel mode, in nanoseconds.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainGetCPUStats, since libvirt 0.9.10
   */
  async getTotalCPUStats(options: CallOptions = {}): Promise<DomainCPUStats> {
    const ask = await cpuStatsOf(this, options);
    const { nparams } = await ask(0, -1, 1);
    return parametersOf<DomainCPUStats>(nparams === 0 ? [] : (await ask(nparams, -1, 1)).params);
  }

  /**
   * Tells the time that each host CPU has spent on it, in nanoseconds. Hosts with cgroup v2 cannot tell.
   * @returns for each host CPU from `startCpu` on; what follows the last one used may be missing
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainGetCPUStats, since libvirt 0.9.10
   */
  async getCPUStats(
    options: CallOptions & {
      /** The number of the first host CPU; 0 by default. */
      readonly startCpu?: number | undefined;
      /** How many host CPUs; without it all there are. */
      readonly ncpus?: number | undefined;
    } = {},
  ): Promise<DomainCPUStats[]> {
    const { startCpu = 0 } = options;
    const ask = await cpuStatsOf(this, options);
    const [{ nparams: cpus }, { nparams }] = await Promise.all([ask(0, 0, 0), ask(0, 0, 1)]);
    const end = Math.min(startCpu + (options.ncpus ?? cpus), cpus);
    const stats: DomainCPUStats[] = [];
    for (let start = startCpu; nparams > 0 && start < end; start += REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX) {
      const reply = await ask(nparams, start, Math.min(end - start, REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX));
      // One CPU's parameters behind the other's.
      if (reply.params.length % reply.nparams !== 0) {
        throw unexpectedReply(
          'domainGetCPUStats',
          `has ${reply.params.length} parameters, ${reply.nparams} for each CPU`,
        );
      }
      for (let at = 0; at < reply.params.length; at += reply.nparams) {
        stats.push(parametersOf<DomainCPUStats>(reply.params.slice(at, at + reply.nparams)));
      }
    }
    return stats;
  }

  /**
   * Tells its share of the host CPUs: without flags while it runs, with flags as they say.
   * @see virDomainGetSchedulerParameters, since libvirt 0.2.3; with flags virDomainGetSchedulerParametersFlags, since libvirt 0.9.2
   */
  async getSchedulerParameters(
    options: CallOptions & FlagOptions<DomainModificationImpact> = {},
  ): Promise<DomainSchedulerParameters> {
    const { session } = this.connection;
    const given = givenFlags(options);
    const next = sharedDeadline(options);
    const dom = this.reference;
    const { nparams } = await session.call(domainGetSchedulerType, { dom }, next());
    if (nparams === 0) return {};
    if (given === undefined) {
      const { params } = await session.call(domainGetSchedulerParameters, { dom, nparams }, next());
      return parametersOf<DomainSchedulerParameters>(params);
    }
    const flags = await withStrings(session, given, next());
    const { params } = await session.call(domainGetSchedulerParametersFlags, { dom, nparams, flags }, next());
    return parametersOf<DomainSchedulerParameters>(params);
  }
}

/** How to ask for statistics of its CPUs. A private method would cost every domain of a list time and memory. */
async function cpuStatsOf({ connection: { session }, reference: dom }: DomainCpus, options: CallOptions) {
  const next = sharedDeadline(options);
  const flags = await withStrings(session, 0, next());
  return (nparams: number, start_cpu: number, ncpus: number) =>
    session.call(domainGetCPUStats, { dom, nparams, start_cpu, ncpus, flags }, next());
}
