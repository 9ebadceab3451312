import { networkPortGetParameters } from '../generated/remote-procedures.ts';
import type { NonnullNetworkPort } from '../generated/remote-types.ts';
import { formatUuid } from '../protocol/uuid.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Connection } from './connection.ts';
import { NetworkPortMethods } from './generated/network-port-methods.ts';
import type { NetworkPortParameters } from './generated/typed-parameter-names.ts';
import { inspectSymbol } from './inspect-symbol.ts';
import { Network } from './network.ts';
import { parametersOf } from './typed-parameters.ts';

/** A port of a virtual network, through which a domain is attached to it: a value that names it, with nothing to free. */
export class NetworkPort extends NetworkPortMethods {
  readonly connection: Connection;
  /** The network that it belongs to. */
  readonly network: Network;
  /** As text: `c7a5fdbd-edaf-9455-926a-d65c16db1809`. */
  readonly uuid: string;
  readonly #uuidBytes: Uint8Array;

  /** Ports come from a network: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { net, uuid }: NonnullNetworkPort) {
    super();
    this.connection = connection;
    this.network = new Network(connection, net);
    this.uuid = formatUuid(uuid);
    this.#uuidBytes = uuid;
  }

  /** The port as the protocol refers to it. */
  get reference(): NonnullNetworkPort {
    return { net: this.network.reference, uuid: this.#uuidBytes };
  }

  /**
   * Tells the limits on its bandwidth: averages, peaks and floors in KiB/s, bursts in KiB.
   * @throws LibvirtError VIR_ERR_NO_NETWORK_PORT when it is gone
   * @see virNetworkPortGetParameters, since libvirt 5.5.0
   */
  async getParameters(options: CallOptions = {}): Promise<NetworkPortParameters> {
    // The daemon tells all of them, however many it is asked for.
    const args = { port: this.reference, nparams: 0, flags: 0 };
    return parametersOf((await this.connection.session.call(networkPortGetParameters, args, options)).params);
  }

  /** Whether the other handle stands for the same port on the same connection. */
  equals(other: NetworkPort): boolean {
    return this.connection === other.connection && this.uuid === other.uuid;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { network: { name: string; uuid: string }; uuid: string } {
    return { network: this.network.toJSON(), uuid: this.uuid };
  }

  [inspectSymbol](): string {
    return `NetworkPort { network: ${JSON.stringify(this.network.name)}, uuid: ${this.uuid} }`;
  }
}
