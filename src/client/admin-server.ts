import type { AdminNonnullServer } from '../generated/admin-types.ts';
import type { AdminConnection } from './admin-connection.ts';
import { AdminServerMethods } from './generated/admin-server-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** A server of a daemon: its sockets, its workers and its clients. A value that names it, with nothing to free. */
export class AdminServer extends AdminServerMethods {
  readonly connection: AdminConnection;
  /** As `libvirtd` or `admin`. */
  readonly name: string;

  /** Servers come from a connection: from its look-up and its list. */
  constructor(connection: AdminConnection, { name }: AdminNonnullServer) {
    super();
    this.connection = connection;
    this.name = name;
  }

  /** The server as the protocol refers to it. */
  get reference(): AdminNonnullServer {
    return { name: this.name };
  }

  /** Whether the other handle stands for the same server on the same connection. */
  equals(other: AdminServer): boolean {
    return this.connection === other.connection && this.name === other.name;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string } {
    return this.reference;
  }

  [inspectSymbol](): string {
    return `AdminServer { name: ${JSON.stringify(this.name)} }`;
  }
}
