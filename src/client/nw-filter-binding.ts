import type { NonnullNwfilterBinding } from '../generated/remote-types.ts';
import type { Connection } from './connection.ts';
import { NWFilterBindingMethods } from './generated/nw-filter-binding-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** That a network filter is bound to a network device of the host: a value that names it, with nothing to free. */
export class NWFilterBinding extends NWFilterBindingMethods {
  readonly connection: Connection;
  /** The name of the network device, as `vnet0`. */
  readonly portDev: string;
  /** The name of the filter. */
  readonly filterName: string;

  /** Bindings come from a connection: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { portdev, filtername }: NonnullNwfilterBinding) {
    super();
    this.connection = connection;
    this.portDev = portdev;
    this.filterName = filtername;
  }

  /** The binding as the protocol refers to it. */
  get reference(): NonnullNwfilterBinding {
    return { portdev: this.portDev, filtername: this.filterName };
  }

  /** Whether the other handle stands for the binding of the same device on the same connection. */
  equals(other: NWFilterBinding): boolean {
    return this.connection === other.connection && this.portDev === other.portDev;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { portDev: string; filterName: string } {
    return { portDev: this.portDev, filterName: this.filterName };
  }

  [inspectSymbol](): string {
    const { portDev, filterName } = this;
    return `NWFilterBinding { portDev: ${JSON.stringify(portDev)}, filterName: ${JSON.stringify(filterName)} }`;
  }
}
