import type { NetworkUpdateCommand, NetworkUpdateFlags, NetworkUpdateSection } from '../generated/api-enums.ts';
import { networkUpdate } from '../generated/remote-procedures.ts';
import type { NonnullNetwork } from '../generated/remote-types.ts';
import { formatUuid } from '../protocol/uuid.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Connection } from './connection.ts';
import { type FlagOptions, flagBits } from './flag-options.ts';
import { NetworkMethods } from './generated/network-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';
import { sharedDeadline } from './shared-deadline.ts';

/** VIR_DRV_FEATURE_NETWORK_UPDATE_HAS_CORRECT_ORDER. */
const networkUpdateHasCorrectOrder = 16;

/** A virtual network: a value that names it, with nothing to free. */
export class Network extends NetworkMethods {
  readonly connection: Connection;
  readonly name: string;
  /** As text: `c7a5fdbd-edaf-9455-926a-d65c16db1809`. */
  readonly uuid: string;
  readonly #uuidBytes: Uint8Array;

  /** Networks come from a connection: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { name, uuid }: NonnullNetwork) {
    super();
    this.connection = connection;
    this.name = name;
    this.uuid = formatUuid(uuid);
    this.#uuidBytes = uuid;
  }

  /** The network as the protocol refers to it. */
  get reference(): NonnullNetwork {
    return { name: this.name, uuid: this.#uuidBytes };
  }

  /**
   * Changes one thing in it without defining the whole anew. Needs a connection that may write.
   *
   * @example
   * await network.update(NetworkUpdateCommand.MODIFY, NetworkUpdateSection.IP_DHCP_HOST, xml, {
   *   flags: [NetworkUpdateFlags.LIVE, NetworkUpdateFlags.CONFIG],
   * });
   *
   * @param command what to do with the thing
   * @param section what kind of thing it is
   * @param xml the thing itself, as `<host mac='52:54:00:00:00:09' ip='192.168.5.20'/>`
   * @throws LibvirtError VIR_ERR_OPERATION_INVALID when there is no such thing to change, or one already
   * @throws LibvirtError VIR_ERR_CONFIG_UNSUPPORTED for a kind of thing that cannot be changed so
   * @see virNetworkUpdate, since libvirt 0.10.2
   */
  async update(
    command: NetworkUpdateCommand,
    section: NetworkUpdateSection,
    xml: string,
    options: CallOptions &
      FlagOptions<NetworkUpdateFlags> & {
        /** Which of several parents the thing has, as ip elements; -1 by default, for the one that fits. */
        readonly parentIndex?: number | undefined;
      } = {},
  ): Promise<void> {
    const { session } = this.connection;
    const { parentIndex = -1 } = options;
    const flags = flagBits(options);
    const next = sharedDeadline(options);
    const rest = { net: this.reference, parentIndex, xml, flags };
    // Daemons before 1.2.11 had the two mixed up, and their successors say that they have not.
    const inOrder = await session.supportsFeature(networkUpdateHasCorrectOrder, next());
    const args = inOrder ? { ...rest, command, section } : { ...rest, command: section, section: command };
    await session.call(networkUpdate, args, next());
  }

  /** Whether the other handle stands for the same network on the same connection. */
  equals(other: Network): boolean {
    return this.connection === other.connection && this.uuid === other.uuid;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string; uuid: string } {
    return { name: this.name, uuid: this.uuid };
  }

  [inspectSymbol](): string {
    return `Network { name: ${JSON.stringify(this.name)}, uuid: ${this.uuid} }`;
  }
}
