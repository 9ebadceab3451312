import type { NodeAllocPagesFlags } from '../../generated/api-enums.ts';
import {
  connectIsSecure,
  nodeAllocPages,
  nodeGetCPUMap,
  nodeGetCPUStats,
  nodeGetFreePages,
  nodeGetMemoryStats,
  nodeGetSEVInfo,
} from '../../generated/remote-procedures.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { readCpuMap } from '../cpu-map.ts';
import { type FlagOptions, flagBits } from '../flag-options.ts';
import { ConnectionMethods } from '../generated/connection-methods.ts';
import type { NodeSEVParameters } from '../generated/typed-parameter-names.ts';
import { sharedDeadline } from '../shared-deadline.ts';
import { toBigInt } from '../to-bigint.ts';
import { parametersOf, withStrings } from '../typed-parameters.ts';
import { unexpectedReply } from '../unexpected-reply.ts';

/** What CPUs of the host have spent their time with since it started: those that it counts, in nanoseconds. */
export interface NodeCPUStats {
  readonly kernel?: bigint;
  readonly user?: bigint;
  readonly idle?: bigint;
  readonly iowait?: bigint;
  /** Interrupts. */
  readonly intr?: bigint;
  /** Guests, which other hosts count as user. */
  readonly guest?: bigint;
  /** How busy they are, in percent; where a hypervisor tells that instead. */
  readonly utilization?: bigint;
  readonly [name: string]: bigint | undefined;
}

/** The memory of the host: what it tells of it, in KiB. */
export interface NodeMemoryStats {
  readonly total?: bigint;
  readonly free?: bigint;
  /** What programs could get, since some of what is taken would be given up for them. */
  readonly available?: bigint;
  readonly buffers?: bigint;
  readonly cached?: bigint;
  readonly [name: string]: bigint | undefined;
}

/** What {@link ConnectionHost.getCPUMap} tells. */
export interface NodeCPUMap {
  /** How many CPUs the host has, online or not. */
  readonly cpus: number;
  /** The numbers of the CPUs that are online, in order. */
  readonly online: readonly number[];
}

/** The methods of a connection that are about the host, and irregular. */
export abstract class ConnectionHost extends ConnectionMethods {
  /**
   * Tells what the CPUs of the host have spent their time with.
   * @throws LibvirtError VIR_ERR_INVALID_ARG when there is no such CPU
   * @see virNodeGetCPUStats, since libvirt 0.9.3
   */
  async getCPUStats(
    options: CallOptions & {
      /** The number of one CPU; without it all of them together. */
      readonly cpuNum?: number | undefined;
    } = {},
  ): Promise<NodeCPUStats> {
    const { cpuNum = -1 } = options;
    const next = sharedDeadline(options);
    // The host insists on the exact number of statistics that it has, which it tells who asks for none.
    const { nparams } = await this.session.call(nodeGetCPUStats, { cpuNum, nparams: 0, flags: 0 }, next());
    const { params } = await this.session.call(nodeGetCPUStats, { cpuNum, nparams, flags: 0 }, next());
    return Object.fromEntries(params.map(({ field, value }) => [field, value]));
  }

  /**
   * Tells how much memory the host has, and how much of it is free.
   * @throws LibvirtError VIR_ERR_INVALID_ARG when there is no such NUMA cell
   * @see virNodeGetMemoryStats, since libvirt 0.9.3
   */
  async getMemoryStats(
    options: CallOptions & {
      /** The number of one NUMA cell; without it all of them together. */
      readonly cellNum?: number | undefined;
    } = {},
  ): Promise<NodeMemoryStats> {
    const { cellNum = -1 } = options;
    const next = sharedDeadline(options);
    const { nparams } = await this.session.call(nodeGetMemoryStats, { cellNum, nparams: 0, flags: 0 }, next());
    const { params } = await this.session.call(nodeGetMemoryStats, { cellNum, nparams, flags: 0 }, next());
    return Object.fromEntries(params.map(({ field, value }) => [field, value]));
  }

  /**
   * Tells which CPUs of the host are online.
   * @see virNodeGetCPUMap, since libvirt 1.0.0
   */
  async getCPUMap(options: CallOptions = {}): Promise<NodeCPUMap> {
    const args = { need_map: 1, need_online: 1, flags: 0 };
    const { cpumap, ret } = await this.session.call(nodeGetCPUMap, args, options);
    return { cpus: ret, online: readCpuMap(cpumap) };
  }

  /**
   * Tells how many memory pages are free in NUMA cells that follow one another.
   *
   * @example
   * const [cell] = await connection.getFreePages([4, 2048], 0, 1);   // { 4: 61440n, 2048: 12n }
   *
   * @param pageSizes the sizes of pages to count, in KiB
   * @param startCell the number of the first cell
   * @param cellCount how many cells
   * @returns the counts by page size, cell by cell; for fewer cells where there are fewer
   * @throws LibvirtError VIR_ERR_INTERNAL_ERROR when there is no such cell, VIR_ERR_OPERATION_FAILED for no such size
   * @see virNodeGetFreePages, since libvirt 1.2.6
   */
  async getFreePages(
    pageSizes: readonly number[],
    startCell: number,
    cellCount: number,
    options: CallOptions = {},
  ): Promise<Readonly<Record<number, bigint>>[]> {
    const args = { pages: pageSizes, startCell, cellCount, flags: 0 };
    const { counts } = await this.session.call(nodeGetFreePages, args, options);
    const sizes = pageSizes.length;
    if (counts.length % sizes !== 0) {
      throw unexpectedReply(nodeGetFreePages.name, `has ${counts.length} counts for cells of ${sizes} each`);
    }
    return Array.from({ length: counts.length / sizes }, (_, cell) =>
      Object.fromEntries(pageSizes.map((size, at) => [size, counts[cell * sizes + at] ?? 0n])),
    );
  }

  /**
   * Reserves memory pages in NUMA cells that follow one another. Needs a connection that may write.
   *
   * @example
   * await connection.allocPages({ 2048: 64 }, 0, 1, { flags: NodeAllocPagesFlags.SET });
   *
   * @param pageCounts by page size in KiB, how many more pages; with NodeAllocPagesFlags.SET, how many in all
   * @param startCell the number of the first cell
   * @param cellCount how many cells, each of which gets the pages
   * @returns for how many cells and sizes the reserve is now as asked
   * @throws LibvirtError VIR_ERR_INTERNAL_ERROR when there is no such cell, VIR_ERR_OPERATION_FAILED for no such size or
   * too little memory, VIR_ERR_OPERATION_UNSUPPORTED for ordinary pages, which need no reserve
   * @see virNodeAllocPages, since libvirt 1.2.9
   */
  async allocPages(
    pageCounts: Readonly<Record<number, number | bigint>>,
    startCell: number,
    cellCount: number,
    options: CallOptions & FlagOptions<NodeAllocPagesFlags> = {},
  ): Promise<number> {
    const args = {
      pageSizes: Object.keys(pageCounts).map(Number),
      pageCounts: Object.values(pageCounts).map(toBigInt),
      startCell,
      cellCount,
      flags: flagBits(options),
    };
    return (await this.session.call(nodeAllocPages, args, options)).ret;
  }

  /**
   * Tells what the host can do, with AMD SEV, to keep the memory of guests from itself.
   * Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_NO_SUPPORT or VIR_ERR_CONFIG_UNSUPPORTED where it has no such thing
   * @see virNodeGetSEVInfo, since libvirt 4.5.0
   */
  async getSEVInfo(options: CallOptions = {}): Promise<NodeSEVParameters> {
    const next = sharedDeadline(options);
    const flags = await withStrings(this.session, 0, next());
    // The daemon tells all of them, however many it is asked for.
    return parametersOf((await this.session.call(nodeGetSEVInfo, { nparams: 0, flags }, next())).params);
  }

  /**
   * Tells whether nobody on the way to the hypervisor can read or change what passes: from here to the daemon, and from
   * there on.
   * @see virConnectIsSecure, since libvirt 0.7.3
   */
  async isSecure(options: CallOptions = {}): Promise<boolean> {
    return this.session.isSecure && (await this.#isSecureBeyond(options));
  }

  /**
   * Tells whether the connection itself encrypts what passes, and it stays secure from the daemon on. What else lies on
   * the way, as ssh, does not count.
   * @see virConnectIsEncrypted, since libvirt 0.7.3
   */
  async isEncrypted(options: CallOptions = {}): Promise<boolean> {
    return this.session.isEncrypted && (await this.#isSecureBeyond(options));
  }

  async #isSecureBeyond(options: CallOptions): Promise<boolean> {
    return (await this.session.call(connectIsSecure, undefined, options)).secure !== 0;
  }
}
