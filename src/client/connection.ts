import { asyncDispose } from '../async-dispose.ts';
import type { ConnectionError } from '../errors/connection-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import type { Session } from '../session/session.ts';
import { ConnectionLists } from './connection/connection-lists.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/**
 * A connection to a hypervisor. It carries any number of calls side by side; each resolves or rejects for itself.
 * Open one with `connect`, and close it when it is no longer needed: `await using connection = await connect(uri)`.
 */
export class Connection extends ConnectionLists {
  /** The layer below: every procedure of the protocol, without objects. */
  readonly session: Session;
  readonly #uri: string;

  constructor(session: Session, uri: string) {
    super();
    this.session = session;
    this.#uri = uri;
  }

  protected get connection(): Connection {
    return this;
  }

  /** What ended the connection; resolves when it has ended, and never rejects. */
  get closed(): Promise<ConnectionError> {
    return this.session.closed;
  }

  /**
   * Whether the connection still stands, as far as this side knows. Asks nobody.
   * @see virConnectIsAlive, since libvirt 0.9.8
   */
  get isAlive(): boolean {
    return this.session.isAlive;
  }

  /** The calls that wait for the daemon, those too that nobody waits for any more. */
  get inFlight(): CallInFlight[] {
    return this.session.inFlight;
  }

  /**
   * The URI of the connection: the one it was opened with or, if there was none, the daemon's own.
   * @see virConnectGetURI, since libvirt 0.3.0
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
    return `Connection { uri: ${JSON.stringify(this.#uri)}, isAlive: ${this.isAlive} }`;
  }
}
