import { AdminConnectionMethods } from './generated/admin-connection-methods.ts';

/**
 * A connection to the part of a daemon that manages the daemon itself: its servers, their clients and what it logs.
 * Open one with `connectAdmin`, and close it when it is no longer needed.
 */
export class AdminConnection extends AdminConnectionMethods {
  protected get connection(): AdminConnection {
    return this;
  }
}
