import { nodeDeviceDetachFlags, nodeDeviceDettach } from '../generated/remote-procedures.ts';
import type { NonnullNodeDevice } from '../generated/remote-types.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Connection } from './connection.ts';
import { NodeDeviceMethods } from './generated/node-device-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** A device of the host: a value that names it, with nothing to free. */
export class NodeDevice extends NodeDeviceMethods {
  readonly connection: Connection;
  readonly name: string;

  /** Devices come from a connection: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { name }: NonnullNodeDevice) {
    super();
    this.connection = connection;
    this.name = name;
  }

  /** The device as the protocol refers to it. */
  get reference(): NonnullNodeDevice {
    return { name: this.name };
  }

  /**
   * Takes it away from the host's own driver, so that it can be given to a domain. Needs a connection that may write,
   * and to a hypervisor: the driver of devices alone does not do it.
   * @throws LibvirtError VIR_ERR_INVALID_ARG when it is no PCI device
   * @throws LibvirtError VIR_ERR_ARGUMENT_UNSUPPORTED for a driver that the host has not got
   * @see virNodeDeviceDettach, since libvirt 0.6.1; with a driver virNodeDeviceDetachFlags, since libvirt 1.0.5
   */
  async detach(
    options: CallOptions & {
      /** Who gets it instead, as `vfio`; without it the driver that domains need by default. */
      readonly driverName?: string | undefined;
    } = {},
  ): Promise<void> {
    const { driverName } = options;
    const { session } = this.connection;
    if (driverName === undefined) await session.call(nodeDeviceDettach, { name: this.name }, options);
    else await session.call(nodeDeviceDetachFlags, { name: this.name, driverName, flags: 0 }, options);
  }

  /** Whether the other handle stands for the same device on the same connection. */
  equals(other: NodeDevice): boolean {
    return this.connection === other.connection && this.name === other.name;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string } {
    return this.reference;
  }

  [inspectSymbol](): string {
    return `NodeDevice { name: ${JSON.stringify(this.name)} }`;
  }
}
