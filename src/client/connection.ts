import { ConnectionEvents } from './connection/connection-events.ts';

/**
 * A connection to a hypervisor. It carries any number of calls side by side; each resolves or rejects for itself.
 * Open one with `connect`, and close it when it is no longer needed: `await using connection = await connect(uri)`.
 */
export class Connection extends ConnectionEvents {
  protected get connection(): Connection {
    return this;
  }
}
