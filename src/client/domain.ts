import type {
  DomainCreateFlags,
  DomainDestroyFlagsValues,
  DomainMetadataType,
  DomainModificationImpact,
  DomainRebootFlagValues,
  DomainShutdownFlagValues,
  DomainState,
  DomainUndefineFlagsValues,
  DomainXMLFlags,
} from '../generated/api-enums.ts';
import {
  domainCreateWithFlags,
  domainDestroy,
  domainDestroyFlags,
  domainGetAutostart,
  domainGetInfo,
  domainGetMetadata,
  domainGetState,
  domainGetXMLDesc,
  domainIsActive,
  domainIsPersistent,
  domainReboot,
  domainReset,
  domainResume,
  domainSetAutostart,
  domainSetMetadata,
  domainShutdown,
  domainShutdownFlags,
  domainSuspend,
  domainUndefine,
  domainUndefineFlags,
} from '../generated/remote-procedures.ts';
import type { NonnullDomain } from '../generated/remote-types.ts';
import type { CallOptions } from '../rpc/rpc-client.ts';
import type { Connection } from './connection.ts';
import { type FlagOptions, flagBits, givenFlags } from './flag-options.ts';
import { inspectSymbol } from './inspect-symbol.ts';
import { formatUuid } from './uuid.ts';

/** What {@link Domain.getInfo} tells. */
export interface DomainInfo {
  readonly state: DomainState;
  /** The most memory it may have, in KiB. */
  readonly maxMem: bigint;
  /** The memory it has, in KiB. */
  readonly memory: bigint;
  /** How many virtual CPUs it has. */
  readonly nrVirtCpu: number;
  /** The CPU time it has used, in nanoseconds. */
  readonly cpuTime: bigint;
}

/** What {@link Domain.getState} tells. */
export interface DomainStateAndReason {
  readonly state: DomainState;
  /** Why it is in that state: by the state, DomainRunningReason, DomainPausedReason, DomainShutoffReason and so on. */
  readonly reason: number;
}

/**
 * A virtual machine: a value that names it, with nothing to free. It stays good for as long as its connection lives,
 * across restarts of the domain.
 */
export class Domain {
  readonly connection: Connection;
  readonly name: string;
  /** As text: `c7a5fdbd-edaf-9455-926a-d65c16db1809`. */
  readonly uuid: string;
  readonly #uuidBytes: Uint8Array;
  #id: number;

  /** Domains come from a connection: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { name, uuid, id }: NonnullDomain) {
    this.connection = connection;
    this.name = name;
    this.uuid = formatUuid(uuid);
    this.#uuidBytes = uuid;
    this.#id = id;
  }

  /**
   * The id it runs under, -1 when it does not run: what this handle last saw, when it was made and after its own
   * `create` and `destroy`.
   */
  get id(): number {
    return this.#id;
  }

  /** The domain as the protocol refers to it. */
  get reference(): NonnullDomain {
    return { name: this.name, uuid: this.#uuidBytes, id: this.#id };
  }

  /**
   * Tells its state and why it is in it.
   * @throws LibvirtError VIR_ERR_NO_DOMAIN when it is gone
   * @see virDomainGetState, since libvirt 0.9.2
   */
  getState(options: CallOptions = {}): Promise<DomainStateAndReason> {
    return this.connection.session.call(domainGetState, { dom: this.reference, flags: 0 }, options);
  }

  /**
   * Tells its state, memory, virtual CPUs and CPU time. May wait for the guest's monitor.
   * @throws LibvirtError VIR_ERR_NO_DOMAIN when it is gone
   * @see virDomainGetInfo, since libvirt 0.0.3
   */
  getInfo(options: CallOptions = {}): Promise<DomainInfo> {
    return this.connection.session.call(domainGetInfo, { dom: this.reference }, options);
  }

  /**
   * Gives its description as XML. DomainXMLFlags.SECURE, for passwords, needs a connection that may write.
   * @throws LibvirtError VIR_ERR_NO_DOMAIN when it is gone
   * @see virDomainGetXMLDesc, since libvirt 0.0.3
   */
  async getXMLDesc(options: CallOptions & FlagOptions<DomainXMLFlags> = {}): Promise<string> {
    const args = { dom: this.reference, flags: flagBits(options) };
    return (await this.connection.session.call(domainGetXMLDesc, args, options)).xml;
  }

  /**
   * Starts it, and learns the id that it runs under. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it runs already
   * @see virDomainCreateWithFlags, since libvirt 0.8.2
   */
  async create(options: CallOptions & FlagOptions<DomainCreateFlags> = {}): Promise<void> {
    const args = { dom: this.reference, flags: flagBits(options) };
    const { dom } = await this.connection.session.call(domainCreateWithFlags, args, options);
    this.#id = dom.id;
  }

  /**
   * Pauses it; its memory stays. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainSuspend, since libvirt 0.0.3
   */
  suspend(options: CallOptions = {}): Promise<void> {
    return this.connection.session.call(domainSuspend, { dom: this.reference }, options);
  }

  /**
   * Lets it go on after {@link Domain.suspend}. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it is not paused
   * @see virDomainResume, since libvirt 0.0.3
   */
  resume(options: CallOptions = {}): Promise<void> {
    return this.connection.session.call(domainResume, { dom: this.reference }, options);
  }

  /**
   * Asks the guest to shut down, and does not wait until it has. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainShutdown, since libvirt 0.0.3; with flags virDomainShutdownFlags, since 0.9.10
   */
  shutdown(options: CallOptions & FlagOptions<DomainShutdownFlagValues> = {}): Promise<void> {
    const { session } = this.connection;
    const flags = givenFlags(options);
    if (flags === undefined) return session.call(domainShutdown, { dom: this.reference }, options);
    return session.call(domainShutdownFlags, { dom: this.reference, flags }, options);
  }

  /**
   * Asks the guest to restart, and does not wait until it has. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainReboot, since libvirt 0.1.0
   */
  reboot(options: CallOptions & FlagOptions<DomainRebootFlagValues> = {}): Promise<void> {
    const args = { dom: this.reference, flags: flagBits(options) };
    return this.connection.session.call(domainReboot, args, options);
  }

  /**
   * Resets it as the button on a machine does: the guest is not asked. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainReset, since libvirt 0.9.7
   */
  reset(options: CallOptions = {}): Promise<void> {
    return this.connection.session.call(domainReset, { dom: this.reference, flags: 0 }, options);
  }

  /**
   * Ends it at once, as pulling the plug does; a transient domain is gone then. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainDestroy, since libvirt 0.0.3; with flags virDomainDestroyFlags, since 0.9.4
   */
  async destroy(options: CallOptions & FlagOptions<DomainDestroyFlagsValues> = {}): Promise<void> {
    const { session } = this.connection;
    const flags = givenFlags(options);
    if (flags === undefined) await session.call(domainDestroy, { dom: this.reference }, options);
    else await session.call(domainDestroyFlags, { dom: this.reference, flags }, options);
    this.#id = -1;
  }

  /**
   * Forgets its definition; if it runs, it runs on as a transient domain. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it has none, or when flags must say what becomes of its files
   * @see virDomainUndefine, since libvirt 0.1.1; with flags virDomainUndefineFlags, since 0.9.4
   */
  undefine(options: CallOptions & FlagOptions<DomainUndefineFlagsValues> = {}): Promise<void> {
    const { session } = this.connection;
    const flags = givenFlags(options);
    if (flags === undefined) return session.call(domainUndefine, { dom: this.reference }, options);
    return session.call(domainUndefineFlags, { dom: this.reference, flags }, options);
  }

  /**
   * Tells whether it starts together with the host.
   * @see virDomainGetAutostart, since libvirt 0.2.1
   */
  async getAutostart(options: CallOptions = {}): Promise<boolean> {
    const { autostart } = await this.connection.session.call(domainGetAutostart, { dom: this.reference }, options);
    return autostart !== 0;
  }

  /**
   * Says whether it is to start together with the host. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID for a transient domain
   * @see virDomainSetAutostart, since libvirt 0.2.1
   */
  setAutostart(autostart: boolean, options: CallOptions = {}): Promise<void> {
    const args = { dom: this.reference, autostart: autostart ? 1 : 0 };
    return this.connection.session.call(domainSetAutostart, args, options);
  }

  /**
   * Gives its title, its description or the metadata element of an XML namespace, whose `uri` is needed then.
   * @throws LibvirtError VIR_ERR_NO_DOMAIN_METADATA when it has none
   * @see virDomainGetMetadata, since libvirt 0.9.10
   */
  async getMetadata(
    type: DomainMetadataType,
    options: CallOptions & FlagOptions<DomainModificationImpact> & { readonly uri?: string | undefined } = {},
  ): Promise<string> {
    const args = { dom: this.reference, type, uri: options.uri ?? null, flags: flagBits(options) };
    return (await this.connection.session.call(domainGetMetadata, args, options)).metadata;
  }

  /**
   * Sets its title, its description or the metadata element of an XML namespace; `null` takes it away. An element
   * needs the namespace's `uri` and, to be set, the prefix `key`. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_INVALID_ARG or VIR_ERR_XML_ERROR when it is malformed
   * @see virDomainSetMetadata, since libvirt 0.9.10
   */
  setMetadata(
    type: DomainMetadataType,
    metadata: string | null,
    options: CallOptions &
      FlagOptions<DomainModificationImpact> & {
        readonly key?: string | undefined;
        readonly uri?: string | undefined;
      } = {},
  ): Promise<void> {
    const args = {
      dom: this.reference,
      type,
      metadata,
      key: options.key ?? null,
      uri: options.uri ?? null,
      flags: flagBits(options),
    };
    return this.connection.session.call(domainSetMetadata, args, options);
  }

  /**
   * Tells whether it runs, paused or not.
   * @see virDomainIsActive, since libvirt 0.7.3
   */
  async isActive(options: CallOptions = {}): Promise<boolean> {
    return (await this.connection.session.call(domainIsActive, { dom: this.reference }, options)).active !== 0;
  }

  /**
   * Tells whether it has a definition that outlives its run.
   * @see virDomainIsPersistent, since libvirt 0.7.3
   */
  async isPersistent(options: CallOptions = {}): Promise<boolean> {
    return (await this.connection.session.call(domainIsPersistent, { dom: this.reference }, options)).persistent !== 0;
  }

  /** Whether the other handle stands for the same domain on the same connection. */
  equals(other: Domain): boolean {
    return this.connection === other.connection && this.uuid === other.uuid;
  }

  toJSON(): { name: string; uuid: string; id: number } {
    return { name: this.name, uuid: this.uuid, id: this.#id };
  }

  [inspectSymbol](): string {
    return `Domain { name: ${JSON.stringify(this.name)}, uuid: ${this.uuid}, id: ${this.#id} }`;
  }
}
