import { asyncDispose } from '../async-dispose.ts';
import type { ConnectionError } from '../errors/connection-error.ts';
import type { CallInFlight } from '../errors/timeout-error.ts';
import type { SessionState, StateObserver } from '../session/link-keeper.ts';
import type { Session } from '../session/session.ts';
import { inspectSymbol } from './inspect-symbol.ts';

/** What connections of every kind have in common: the session below, and the end of it. */
export abstract class OpenConnection {
  /** The layer below: every procedure of the protocol, without objects. */
  readonly session: Session;
  readonly #uri: string;

  constructor(session: Session, uri: string) {
    this.session = session;
    this.#uri = uri;
  }

  /** What ended the connection; resolves when it has ended, and never rejects. */
  get closed(): Promise<ConnectionError> {
    return this.session.closed;
  }

  /**
   * Whether the connection still stands, as far as this side knows. Asks nobody.
   * @see virConnectIsAlive, since libvirt 0.9.8; virAdmConnectIsAlive, since libvirt 2.0.0
   */
  get isAlive(): boolean {
    return this.session.isAlive;
  }

  /**
   * Whether there is a connection now, and is to be one again: `reconnecting` only where that was asked for. Calls that
   * are made then reject, unless they only read and are to be retried.
   */
  get state(): SessionState {
    return this.session.state;
  }

  /**
   * Tells of every change of {@link state}, with what ended the connection before; the function that it returns ends
   * that. The listener must not throw.
   */
  onStateChange(listener: StateObserver): () => void {
    return this.session.observe(listener);
  }

  /** The calls that wait for the daemon, those too that nobody waits for any more. */
  get inFlight(): CallInFlight[] {
    return this.session.inFlight;
  }

  /**
   * The URI of the connection: the one it was opened with or, if there was none, the daemon's own.
   * @see virConnectGetURI, since libvirt 0.3.0; virAdmConnectGetURI, since libvirt 2.0.0
   */
  getURI(): string {
    return this.#uri;
  }

  /**
   * Says goodbye to the daemon and closes. Calls that are still pending then reject. Safe to repeat; never rejects.
   * @see virConnectClose, since libvirt 0.0.3; virAdmConnectClose, since libvirt 2.0.0
   */
  close(): Promise<void> {
    return this.session.close();
  }

  /** Closes it at the end of a block that begins with `await using`. */
  [asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { uri: string; isAlive: boolean } {
    return { uri: this.#uri, isAlive: this.isAlive };
  }

  [inspectSymbol](): string {
    return `${this.constructor.name} { uri: ${JSON.stringify(this.#uri)}, isAlive: ${this.isAlive} }`;
  }
}
