import type {
  DomainCreateFlags,
  DomainDestroyFlagsValues,
  DomainMigrateFlags,
  DomainSaveRestoreFlags,
} from '../generated/api-enums.ts';
import {
  domainCreateWithFlags,
  domainDestroy,
  domainDestroyFlags,
  domainManagedSave,
  domainRename,
  domainSave,
  domainSaveFlags,
  domainSaveParams,
} from '../generated/remote-procedures.ts';
import type { NonnullDomain } from '../generated/remote-types.ts';
import { formatUuid } from '../protocol/uuid.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Connection } from './connection.ts';
import { DomainStreams } from './domain/domain-streams.ts';
import { type FlagOptions, flagBits, givenFlags } from './flag-options.ts';
import {
  type DomainMigrateParametersInput,
  type DomainSaveParametersInput,
  domainMigrateParameters,
  domainSaveParameters,
} from './generated/typed-parameter-names.ts';
import { inspectSymbol } from './inspect-symbol.ts';
import { migrateDomain } from './migration/migrate-domain.ts';
import { wireParameters } from './typed-parameters.ts';

/**
 * A virtual machine: a value that names it, with nothing to free. It stays good for as long as its connection lives,
 * across restarts of the domain.
 */
export class Domain extends DomainStreams {
  readonly connection: Connection;
  /** Its own 16 bytes, or those of all domains of a list, of which it takes its own when it first needs them. */
  #uuids: Uint8Array;
  /** Where in them its own begin. */
  #uuidAt: number;
  /** Made when it is first asked for: who lists thousands of domains looks at few of their UUIDs. */
  #uuidText: string | undefined;
  #name: string;
  #id: number;

  /**
   * Domains come from a connection: from its look-ups, lists and definitions.
   * @param uuidAt where in `uuid` the 16 bytes begin, as the domains of a list share one array for all of them
   */
  constructor(connection: Connection, { name, uuid, id }: NonnullDomain, uuidAt = 0) {
    super();
    this.connection = connection;
    this.#name = name;
    this.#uuids = uuid;
    this.#uuidAt = uuidAt;
    this.#id = id;
  }

  /** What it was called when this handle was made, or was renamed to by it. */
  get name(): string {
    return this.#name;
  }

  /** As text: `c7a5fdbd-edaf-9455-926a-d65c16db1809`. */
  get uuid(): string {
    this.#uuidText ??= formatUuid(this.reference.uuid);
    return this.#uuidText;
  }

  /**
   * The id it runs under, -1 when it does not run: what this handle last saw, when it was made and after its own
   * `create`, `destroy`, `save`, `saveParams` and `managedSave`.
   */
  get id(): number {
    return this.#id;
  }

  /** The domain as the protocol refers to it. */
  get reference(): NonnullDomain {
    if (this.#uuids.length > 16) {
      this.#uuids = this.#uuids.slice(this.#uuidAt, this.#uuidAt + 16);
      this.#uuidAt = 0;
    }
    return { name: this.#name, uuid: this.#uuids, id: this.#id };
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
   * Writes its memory to a file on the host and stops it; {@link Connection.domainRestore} lets it go on. Needs a
   * connection that may write.
   * @param to the file's path on the host
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainSave, since libvirt 0.0.3; with flags virDomainSaveFlags, since libvirt 0.9.4
   */
  async save(
    to: string,
    options: CallOptions &
      FlagOptions<DomainSaveRestoreFlags> & {
        /** A definition to go with it in place of its own: what the host sees may differ. */
        readonly dxml?: string | undefined;
      } = {},
  ): Promise<void> {
    const { session } = this.connection;
    const flags = givenFlags(options);
    const { dxml } = options;
    const args = { dom: this.reference, to };
    if (flags === undefined && dxml === undefined) await session.call(domainSave, args, options);
    else await session.call(domainSaveFlags, { ...args, dxml: dxml ?? null, flags: flags ?? 0 }, options);
    this.#id = -1;
  }

  /**
   * Writes its memory to a file on the host and stops it; {@link Connection.domainRestoreParams} lets it go on. Needs a
   * connection that may write.
   * @param params the file, and how to write it
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run
   * @see virDomainSaveParams, since libvirt 8.4.0
   */
  async saveParams(
    params: DomainSaveParametersInput,
    options: CallOptions & FlagOptions<DomainSaveRestoreFlags> = {},
  ): Promise<void> {
    const args = {
      dom: this.reference,
      params: wireParameters(domainSaveParameters, params),
      flags: flagBits(options),
    };
    await this.connection.session.call(domainSaveParams, args, options);
    this.#id = -1;
  }

  /**
   * Keeps its memory where libvirt chooses and stops it: when it is next started it goes on from there. Needs a
   * connection that may write.
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it does not run or is transient
   * @see virDomainManagedSave, since libvirt 0.8.0
   */
  async managedSave(options: CallOptions & FlagOptions<DomainSaveRestoreFlags> = {}): Promise<void> {
    const args = { dom: this.reference, flags: flagBits(options) };
    await this.connection.session.call(domainManagedSave, args, options);
    this.#id = -1;
  }

  /**
   * Gives it another name, which this handle then has too. Needs a connection that may write.
   * @param newName what no other domain is called
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when it runs or has what keeps its name, as snapshots
   * @see virDomainRename, since libvirt 1.2.19
   */
  async rename(newName: string, options: CallOptions = {}): Promise<void> {
    const args = { dom: this.reference, new_name: newName, flags: 0 };
    await this.connection.session.call(domainRename, args, options);
    this.#name = newName;
  }

  /**
   * Moves it to the host of another connection, by way of this client: each daemon talks to the client alone, and the
   * source sends the domain to the destination. Resolves with the domain there; {@link Domain.getJobStats} tells how far
   * it is. Needs connections that may write.
   *
   * An abort of the signal aborts the job, and the domain goes on where it was; if it comes too late the domain moves.
   * There is no timeout, the connection's own neither, for a step that nobody waits for would leave the domain between
   * the hosts.
   *
   * @example
   * const moved = await domain.migrate(destination, {}, { flags: DomainMigrateFlags.LIVE });
   *
   * @param params names, limits and addresses at the destination
   * @throws AbortError when it was aborted; LibvirtError VIR_ERR_OPERATION_FAILED and others when it stays where it is;
   * UsageError for flags that exclude each other, that a daemon is too old for, or that are of a migration peer to peer,
   * which {@link Domain.migrateToURI} is
   * @see virDomainMigrate3, since libvirt 1.1.0
   */
  async migrate(
    destination: Connection,
    params: DomainMigrateParametersInput = {},
    options: FlagOptions<DomainMigrateFlags> & { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Domain> {
    const ends = { source: this.connection.session, destination: destination.session, dom: this.reference };
    const given = wireParameters(domainMigrateParameters, params);
    return new Domain(destination, await migrateDomain(ends, given, flagBits(options), options.signal));
  }

  /** Whether the other handle stands for the same domain on the same connection. */
  equals(other: Domain): boolean {
    return this.connection === other.connection && this.uuid === other.uuid;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string; uuid: string; id: number } {
    return { name: this.name, uuid: this.uuid, id: this.#id };
  }

  [inspectSymbol](): string {
    return `Domain { name: ${JSON.stringify(this.name)}, uuid: ${this.uuid}, id: ${this.#id} }`;
  }
}
