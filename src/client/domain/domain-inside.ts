import { UsageError } from '../../errors/usage-error.ts';
import type {
  DomainAgentResponseTimeoutValues,
  DomainBlockJobInfoFlags,
  DomainBlockJobType,
  DomainDiskErrorCode,
  DomainGuestInfoTypes,
  DomainInterfaceAddressesSource,
  DomainMemoryFlags,
  IPAddrType,
} from '../../generated/api-enums.ts';
import {
  domainAgentSetResponseTimeout,
  domainBlockPeek,
  domainGetBlockJobInfo,
  domainGetDiskErrors,
  domainGetGuestInfo,
  domainInterfaceAddresses,
  domainMemoryPeek,
  domainMemoryStats,
} from '../../generated/remote-procedures.ts';
import {
  REMOTE_DOMAIN_BLOCK_PEEK_BUFFER_MAX,
  REMOTE_DOMAIN_MEMORY_PEEK_BUFFER_MAX,
} from '../../generated/remote-types.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { type FlagOptions, flagBits } from '../flag-options.ts';
import type { DomainGuestInfo } from '../generated/typed-parameter-names.ts';
import { parameterTree } from '../parameter-tree.ts';
import { sharedDeadline } from '../shared-deadline.ts';
import { toBigInt } from '../to-bigint.ts';
import { unexpectedReply } from '../unexpected-reply.ts';
import { DomainCpus } from './domain-cpus.ts';
import { type DomainMemoryStats, memoryStatsByName } from './memory-stats.ts';

/** A job of a disk, as {@link Domain.getBlockJobInfo} tells it. */
export interface DomainBlockJobInfo {
  readonly type: DomainBlockJobType;
  /** The most that it may copy, in MiB/s, or in bytes/s by flag; 0 for no limit. */
  readonly bandwidth: bigint;
  /** How far it is: the units are the driver's, the end is `end`. */
  readonly cur: bigint;
  readonly end: bigint;
}

/** A disk on which the guest met an error. */
export interface DomainDiskError {
  /** The disk's target, as `vda`. */
  readonly disk: string;
  readonly error: DomainDiskErrorCode;
}

/** A network interface of a guest, with its addresses. */
export interface DomainInterface {
  readonly name: string;
  /** Its MAC address; null where there is none. */
  readonly hwaddr: string | null;
  readonly addrs: readonly DomainIPAddress[];
}

/** An address of a network interface in the guest. */
export interface DomainIPAddress {
  readonly type: IPAddrType;
  /** As `192.168.122.17` or `fe80::5054:ff:fe12:3456`. */
  readonly addr: string;
  /** How many bits of the address are the network's. */
  readonly prefix: number;
}

/** What a domain tells of its inside: memory, disks, the guest. */
export abstract class DomainInside extends DomainCpus {
  /**
   * Tells how the guest uses its memory, as far as its balloon driver and the host know.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainMemoryStats, since libvirt 0.7.5
   */
  async memoryStats(options: CallOptions = {}): Promise<DomainMemoryStats> {
    // Room for more than there are today.
    const args = { dom: this.reference, maxStats: 64, flags: 0 };
    return memoryStatsByName((await this.connection.session.call(domainMemoryStats, args, options)).stats);
  }

  /**
   * Reads a piece of the guest's memory. Needs a connection that may write.
   *
   * @example
   * const bytes = await domain.memoryPeek(0xb8000, 4000, { flags: DomainMemoryFlags.PHYSICAL });
   *
   * @param start the address of the first byte: as the flags say a virtual or a physical one, and they must say
   * @param size how many bytes, 4 MiB at most
   * @throws UsageError when that is more
   * @see virDomainMemoryPeek, since libvirt 0.4.2
   */
  async memoryPeek(
    start: number | bigint,
    size: number,
    options: CallOptions & FlagOptions<DomainMemoryFlags> = {},
  ): Promise<Uint8Array> {
    checkPeek(size, REMOTE_DOMAIN_MEMORY_PEEK_BUFFER_MAX);
    const args = { dom: this.reference, offset: toBigInt(start), size, flags: flagBits(options) };
    const { buffer } = await this.connection.session.call(domainMemoryPeek, args, options);
    return wholePeek(domainMemoryPeek.name, buffer, size);
  }

  /**
   * Reads a piece of a disk as it lies on the host. Needs a connection that may write.
   * @param disk the disk, by its target (`vda`) or its source
   * @param offset where the first byte is
   * @param size how many bytes, 4 MiB at most
   * @throws UsageError when that is more
   * @throws LibvirtError VIR_ERR_INVALID_ARG when it has no such disk
   * @see virDomainBlockPeek, since libvirt 0.4.2
   */
  async blockPeek(disk: string, offset: number | bigint, size: number, options: CallOptions = {}): Promise<Uint8Array> {
    checkPeek(size, REMOTE_DOMAIN_BLOCK_PEEK_BUFFER_MAX);
    const args = { dom: this.reference, path: disk, offset: toBigInt(offset), size, flags: 0 };
    const { buffer } = await this.connection.session.call(domainBlockPeek, args, options);
    return wholePeek(domainBlockPeek.name, buffer, size);
  }

  /**
   * Tells how far a disk's job is.
   * @param disk the disk, by its target (`vda`) or its source
   * @returns null when there is none
   * @see virDomainGetBlockJobInfo, since libvirt 0.9.4
   */
  async getBlockJobInfo(
    disk: string,
    options: CallOptions & FlagOptions<DomainBlockJobInfoFlags> = {},
  ): Promise<DomainBlockJobInfo | null> {
    const args = { dom: this.reference, path: disk, flags: flagBits(options) };
    const { found, ...info } = await this.connection.session.call(domainGetBlockJobInfo, args, options);
    return found === 0 ? null : info;
  }

  /**
   * Lists the disks on which the guest met errors since it was last resumed.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainGetDiskErrors, since libvirt 0.9.10
   */
  async getDiskErrors(options: CallOptions = {}): Promise<readonly DomainDiskError[]> {
    const { session } = this.connection;
    const next = sharedDeadline(options);
    const ask = (maxerrors: number) =>
      session.call(domainGetDiskErrors, { dom: this.reference, maxerrors, flags: 0 }, next());
    const { nerrors } = await ask(0);
    return nerrors === 0 ? [] : (await ask(nerrors)).errors;
  }

  /**
   * Lists the guest's network interfaces and their addresses, from DHCP leases, the agent in the guest or the host's
   * ARP table. To ask the agent needs a connection that may write.
   * @param source which of them to ask
   * @throws LibvirtError VIR_ERR_AGENT_UNRESPONSIVE when the agent in the guest does not answer
   * @see virDomainInterfaceAddresses, since libvirt 1.2.14
   */
  async listAllInterfaceAddresses(
    source: DomainInterfaceAddressesSource,
    options: CallOptions = {},
  ): Promise<readonly DomainInterface[]> {
    const args = { dom: this.reference, source, flags: 0 };
    return (await this.connection.session.call(domainInterfaceAddresses, args, options)).ifaces;
  }

  /**
   * Has the agent in the guest tell about users, system, time zone, file systems, disks, interfaces and so on. Needs a
   * connection that may write.
   *
   * @example
   * const { os, fs = [] } = await domain.getGuestInfo({ types: [DomainGuestInfoTypes.OS, DomainGuestInfoTypes.FILESYSTEM] });
   *
   * @throws LibvirtError VIR_ERR_AGENT_UNRESPONSIVE when the agent in the guest does not answer
   * @see virDomainGetGuestInfo, since libvirt 5.7.0
   */
  async getGuestInfo(
    options: CallOptions & {
      /** What to tell about; without it all that the agent can, and with it an error for what it cannot. */
      readonly types?: DomainGuestInfoTypes | readonly DomainGuestInfoTypes[] | undefined;
    } = {},
  ): Promise<DomainGuestInfo> {
    const args = { dom: this.reference, types: flagBits({ flags: options.types }), flags: 0 };
    const { params } = await this.connection.session.call(domainGetGuestInfo, args, options);
    return parameterTree<DomainGuestInfo>(params);
  }

  /**
   * Sets how long the daemon waits for the agent in the guest when a call needs it. Needs a connection that may write.
   * @param timeout seconds, or one of the values
   * @see virDomainAgentSetResponseTimeout, since libvirt 5.10.0
   */
  async agentSetResponseTimeout(timeout: DomainAgentResponseTimeoutValues, options: CallOptions = {}): Promise<void> {
    const args = { dom: this.reference, timeout, flags: 0 };
    await this.connection.session.call(domainAgentSetResponseTimeout, args, options);
  }
}

/** The daemon refuses what does not fit in its reply; that can be told before it is asked. */
function checkPeek(size: number, most: number): void {
  if (!(size >= 0 && size <= most)) throw new UsageError(`${String(size)} bytes cannot be read at once, only ${most}`);
}

function wholePeek(procedure: string, buffer: Uint8Array, size: number): Uint8Array {
  if (buffer.length !== size) throw unexpectedReply(procedure, `has ${buffer.length} bytes instead of ${size}`);
  return buffer;
}
