import type { NonnullInterface } from '../generated/remote-types.ts';
import type { Connection } from './connection.ts';
import { InterfaceMethods } from './generated/interface-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** A network interface of the host: a value that names it, with nothing to free. */
export class Interface extends InterfaceMethods {
  readonly connection: Connection;
  readonly name: string;
  /** Its hardware address, as `52:54:00:12:34:56`; empty where it has none. */
  readonly mac: string;

  /** Interfaces come from a connection: from its look-ups, lists and definitions. */
  constructor(connection: Connection, { name, mac }: NonnullInterface) {
    super();
    this.connection = connection;
    this.name = name;
    this.mac = mac;
  }

  /** The interface as the protocol refers to it. */
  get reference(): NonnullInterface {
    return { name: this.name, mac: this.mac };
  }

  /** Whether the other handle stands for the same interface on the same connection. */
  equals(other: Interface): boolean {
    return this.connection === other.connection && this.name === other.name;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string; mac: string } {
    return this.reference;
  }

  [inspectSymbol](): string {
    return `Interface { name: ${JSON.stringify(this.name)}, mac: ${JSON.stringify(this.mac)} }`;
  }
}
