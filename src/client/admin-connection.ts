import { asyncDispose } from '../async-dispose.ts';
import type { ConnectionError } from '../errors/connection-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import type { Session } from '../session/session.ts';
import { AdminConnectionMethods } from './generated/admin-connection-methods.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/**
 * A connection to the part of a daemon that manages the daemon itself: its servers, their clients and what it logs.
 * Open one with `connectAdmin`, and close it when it is no longer needed.
 */
export class AdminConnection extends AdminConnectionMethods {
  /** The layer below: every procedure of the admin protocol, without objects. */
  readonly session: Session;
  readonly #uri: string;

  constructor(session: Session, uri: string) {
    super();
    this.session = session;
    this.#uri = uri;
  }

  protected get connection(): AdminConnection {
    return this;
  }

  /** What ended the connection; resolves when it has ended, and never rejects. */
  get closed(): Promise<ConnectionError> {
    return this.session.closed;
  }

  /**
   * Whether the connection still stands, as far as this side knows. Asks nobody.
   * @see virAdmConnectIsAlive, since libvirt 2.0.0
   */
  get isAlive(): boolean {
    return this.session.isAlive;
  }

  /** The calls that wait for the daemon, those too that nobody waits for any more. */
  get inFlight(): CallInFlight[] {
    return this.session.inFlight;
  }

  /**
   * The URI that the connection was opened with.
   * @see virAdmConnectGetURI, since libvirt 2.0.0
   */
  getURI(): string {
    return this.#uri;
  }

  /** Says goodbye to the daemon and closes. Calls that are still pending then reject. Safe to repeat; never rejects. */
  close(): Promise<void> {
    return this.session.close();
  }

  [asyncDispose](): Promise<void> {
    return this.close();
  }

  toJSON(): { uri: string; isAlive: boolean } {
    return { uri: this.#uri, isAlive: this.isAlive };
  }

  [inspectSymbol](): string {
    return `AdminConnection { uri: ${JSON.stringify(this.#uri)}, isAlive: ${this.isAlive} }`;
  }
}
