import type { DomainCreateFlags, DomainDestroyFlagsValues } from '../generated/api-enums.ts';
import { domainCreateWithFlags, domainDestroy, domainDestroyFlags } from '../generated/remote-procedures.ts';
import type { NonnullDomain } from '../generated/remote-types.ts';
import type { CallOptions } from '../rpc/rpc-client.ts';
import type { Connection } from './connection.ts';
import { type FlagOptions, flagBits, givenFlags } from './flag-options.ts';
import { DomainMethods } from './generated/domain-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';
import { formatUuid } from './uuid.ts';

/**
 * A virtual machine: a value that names it, with nothing to free. It stays good for as long as its connection lives,
 * across restarts of the domain.
 */
export class Domain extends DomainMethods {
  readonly connection: Connection;
  readonly name: string;
  /** As text: `c7a5fdbd-edaf-9455-926a-d65c16db1809`. */
  readonly uuid: string;
  readonly #uuidBytes: Uint8Array;
  #id: number;

  /** Domains come from a connection: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { name, uuid, id }: NonnullDomain) {
    super();
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
