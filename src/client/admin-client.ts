import type { AdminNonnullClient } from '../generated/admin-types.ts';
import type { ClientTransport } from '../generated/api-enums.ts';
import type { AdminConnection } from './admin-connection.ts';
import { AdminServer } from './admin-server.ts';
import { AdminClientMethods } from './generated/admin-client-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** A client of a server of a daemon: a value that names it, with nothing to free. */
export class AdminClient extends AdminClientMethods {
  readonly connection: AdminConnection;
  /** The server that it is connected to. */
  readonly server: AdminServer;
  /** What no other client of the server has or had. */
  readonly id: bigint;
  /** When it connected, in seconds since 1970. */
  readonly timestamp: bigint;
  /** How it is connected. */
  readonly transport: ClientTransport;

  /** Clients come from a server: from its look-up and its list. */
  constructor(connection: AdminConnection, { srv, id, timestamp, transport }: AdminNonnullClient) {
    super();
    this.connection = connection;
    this.server = new AdminServer(connection, srv);
    this.id = id;
    this.timestamp = timestamp;
    this.transport = transport;
  }

  /** The client as the protocol refers to it. */
  get reference(): AdminNonnullClient {
    const { server, id, timestamp, transport } = this;
    return { srv: server.reference, id, timestamp, transport };
  }

  /** Whether the other handle stands for the same client on the same connection. */
  equals(other: AdminClient): boolean {
    return this.server.equals(other.server) && this.id === other.id;
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { server: { name: string }; id: bigint; timestamp: bigint; transport: ClientTransport } {
    const { server, id, timestamp, transport } = this;
    return { server: server.toJSON(), id, timestamp, transport };
  }

  [inspectSymbol](): string {
    return `AdminClient { server: ${JSON.stringify(this.server.name)}, id: ${this.id} }`;
  }
}
