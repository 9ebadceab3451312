import { decodeText } from '@xdr-ts/runtime';
import { asyncDispose } from '../async-dispose.ts';
import type { ConnectionError } from '../errors/connection-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import type { ConnectListAllDomainsFlags, DomainCreateFlags, DomainDefineFlags } from '../generated/api-enums.ts';
import {
  connectGetCapabilities,
  connectGetHostname,
  connectGetLibVersion,
  connectGetMaxVcpus,
  connectGetType,
  connectGetVersion,
  connectListAllDomains,
  domainCreateXML,
  domainDefineXML,
  domainDefineXMLFlags,
  domainLookupByID,
  domainLookupByName,
  domainLookupByUUID,
  nodeGetInfo,
} from '../generated/remote-procedures.ts';
import type { CallOptions } from '../rpc/rpc-client.ts';
import type { Session } from '../session/session.ts';
import { Domain } from './domain.ts';
import { type FlagOptions, flagBits, givenFlags } from './flag-options.ts';
import { inspectSymbol } from './inspect-symbol.ts';
import { parseUuid } from './uuid.ts';

/** The hardware of the host, as {@link Connection.getNodeInfo} tells it. */
export interface NodeInfo {
  /** The CPU's model, as `x86_64`. */
  readonly model: string;
  /** In KiB. */
  readonly memory: bigint;
  /** How many CPUs are active. */
  readonly cpus: number;
  /** The CPUs' frequency in MHz, 0 where it is not known. */
  readonly mhz: number;
  /** How many NUMA nodes there are, 1 where memory is uniform. */
  readonly nodes: number;
  /** CPU sockets for each node. */
  readonly sockets: number;
  /** Cores for each socket. */
  readonly cores: number;
  /** Threads for each core. */
  readonly threads: number;
}

/**
 * A connection to a hypervisor. It carries any number of calls side by side; each resolves or rejects for itself.
 * Open one with `connect`, and close it when it is no longer needed: `await using connection = await connect(uri)`.
 */
export class Connection {
  /** The layer below: every procedure of the protocol, without objects. */
  readonly session: Session;
  readonly #uri: string;

  constructor(session: Session, uri: string) {
    this.session = session;
    this.#uri = uri;
  }

  /** What ended the connection; resolves when it has ended, and never rejects. */
  get closed(): Promise<ConnectionError> {
    return this.session.closed;
  }

  /**
   * Whether the connection still stands, as far as this side knows. Asks nobody.
   * @see virConnectIsAlive, since libvirt 0.9.8
   */
  get isAlive(): boolean {
    return this.session.isAlive;
  }

  /** The calls that wait for the daemon, those too that nobody waits for any more. */
  get inFlight(): CallInFlight[] {
    return this.session.inFlight;
  }

  /**
   * The URI of the connection: the one it was opened with or, if there was none, the daemon's own.
   * @see virConnectGetURI, since libvirt 0.3.0
   */
  getURI(): string {
    return this.#uri;
  }

  /**
   * Tells the driver's name, as `QEMU` or `TEST`.
   * @see virConnectGetType, since libvirt 0.0.3
   */
  async getType(options: CallOptions = {}): Promise<string> {
    return (await this.session.call(connectGetType, undefined, options)).type;
  }

  /**
   * Tells the hypervisor's version, as 1000000 × major + 1000 × minor + release; 0 where the driver knows none.
   * @see virConnectGetVersion, since libvirt 0.0.3
   */
  async getVersion(options: CallOptions = {}): Promise<bigint> {
    return (await this.session.call(connectGetVersion, undefined, options)).hv_ver;
  }

  /**
   * Tells the version of libvirt in the daemon, as 1000000 × major + 1000 × minor + release.
   * @see virConnectGetLibVersion, since libvirt 0.7.3
   */
  async getLibVersion(options: CallOptions = {}): Promise<bigint> {
    return (await this.session.call(connectGetLibVersion, undefined, options)).lib_ver;
  }

  /**
   * Tells the name of the host.
   * @see virConnectGetHostname, since libvirt 0.3.0
   */
  async getHostname(options: CallOptions = {}): Promise<string> {
    return (await this.session.call(connectGetHostname, undefined, options)).hostname;
  }

  /**
   * Describes what host and hypervisor can do, as XML.
   * @see virConnectGetCapabilities, since libvirt 0.2.1
   */
  async getCapabilities(options: CallOptions = {}): Promise<string> {
    return (await this.session.call(connectGetCapabilities, undefined, options)).capabilities;
  }

  /**
   * Tells how many virtual CPUs a domain may have; `type` is a domain type as `kvm`.
   * @see virConnectGetMaxVcpus, since libvirt 0.2.1
   */
  async getMaxVcpus(type: string | null = null, options: CallOptions = {}): Promise<number> {
    return (await this.session.call(connectGetMaxVcpus, { type }, options)).max_vcpus;
  }

  /**
   * Describes the hardware of the host.
   * @see virNodeGetInfo, since libvirt 0.1.0
   */
  async getNodeInfo(options: CallOptions = {}): Promise<NodeInfo> {
    const { model, ...numbers } = await this.session.call(nodeGetInfo, undefined, options);
    const end = model.indexOf(0);
    return { model: decodeText(model, 0, end < 0 ? model.length : end), ...numbers };
  }

  /**
   * Lists domains: all of them, or those that the flags ask for.
   *
   * @example
   * const running = await connection.listAllDomains({ flags: ConnectListAllDomainsFlags.ACTIVE });
   *
   * @see virConnectListAllDomains, since libvirt 0.9.13
   */
  async listAllDomains(options: CallOptions & FlagOptions<ConnectListAllDomainsFlags> = {}): Promise<Domain[]> {
    const args = { need_results: 1, flags: flagBits(options) };
    const { domains } = await this.session.call(connectListAllDomains, args, options);
    return domains.map((domain) => new Domain(this, domain));
  }

  /**
   * Finds a domain by its name.
   * @throws LibvirtError VIR_ERR_NO_DOMAIN when there is none
   * @see virDomainLookupByName, since libvirt 0.0.3
   */
  async lookupDomainByName(name: string, options: CallOptions = {}): Promise<Domain> {
    return new Domain(this, (await this.session.call(domainLookupByName, { name }, options)).dom);
  }

  /**
   * Finds a running domain by its id.
   * @throws LibvirtError VIR_ERR_NO_DOMAIN when there is none
   * @see virDomainLookupByID, since libvirt 0.0.3
   */
  async lookupDomainById(id: number, options: CallOptions = {}): Promise<Domain> {
    return new Domain(this, (await this.session.call(domainLookupByID, { id }, options)).dom);
  }

  /**
   * Finds a domain by its UUID, given as text or as 16 bytes.
   * @throws LibvirtError VIR_ERR_NO_DOMAIN when there is none
   * @throws UsageError when it is no UUID
   * @see virDomainLookupByUUID, since libvirt 0.0.5
   */
  async lookupDomainByUUID(uuid: string | Uint8Array, options: CallOptions = {}): Promise<Domain> {
    return new Domain(this, (await this.session.call(domainLookupByUUID, { uuid: parseUuid(uuid) }, options)).dom);
  }

  /**
   * Defines a domain, or replaces the definition of the one that has the name and UUID in the XML. Does not start it.
   * Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_XML_ERROR and others when the definition is wrong
   * @see virDomainDefineXML, since libvirt 0.1.1; with flags virDomainDefineXMLFlags, since 1.2.12
   */
  async domainDefineXML(xml: string, options: CallOptions & FlagOptions<DomainDefineFlags> = {}): Promise<Domain> {
    const flags = givenFlags(options);
    const { dom } =
      flags === undefined
        ? await this.session.call(domainDefineXML, { xml }, options)
        : await this.session.call(domainDefineXMLFlags, { xml, flags }, options);
    return new Domain(this, dom);
  }

  /**
   * Starts a domain that is gone when it ends. Needs a connection that may write.
   * @throws LibvirtError VIR_ERR_XML_ERROR and others when the definition is wrong
   * @see virDomainCreateXML, since libvirt 0.5.0
   */
  async domainCreateXML(xml: string, options: CallOptions & FlagOptions<DomainCreateFlags> = {}): Promise<Domain> {
    const args = { xml_desc: xml, flags: flagBits(options) };
    return new Domain(this, (await this.session.call(domainCreateXML, args, options)).dom);
  }

  /** Says goodbye to the daemon and closes. Calls that are still pending then reject. Safe to repeat; never rejects. */
  close(): Promise<void> {
    return this.session.close();
  }

  [asyncDispose](): Promise<void> {
    return this.close();
  }

  toJSON(): { uri: string; isAlive: boolean } {
    return { uri: this.#uri, isAlive: this.isAlive };
  }

  [inspectSymbol](): string {
    return `Connection { uri: ${JSON.stringify(this.#uri)}, isAlive: ${this.isAlive} }`;
  }
}
