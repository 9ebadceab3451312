import { ConnectionError } from '../errors/connection-error.ts';
import { closedHere, type Link } from './link.ts';

/** Where a session is in its life: only one that reconnects is ever without a connection before it is closed. */
export type SessionState = 'connected' | 'reconnecting' | 'closed';

/** Is told each time the state changes, with what ended the connection before. It must not throw. */
export type StateObserver = (state: SessionState, cause: ConnectionError | undefined) => void;

/** Opens the connection that follows a lost one; rejects when there is to be none. */
export type Reopen = (lost: ConnectionError, signal: AbortSignal) => Promise<Link>;

/** The connection of a session: the one there is, and those that follow it when it is lost. */
export class LinkKeeper {
  /** What ended the last of them; resolves when there is to be no other, and never rejects. */
  readonly closed: Promise<ConnectionError>;
  readonly #observers = new Set<StateObserver>();
  readonly #end = new AbortController();
  #link: Link;
  #state: SessionState = 'connected';
  #reopen: Reopen | undefined;
  #resolveClosed!: (error: ConnectionError) => void;

  constructor(link: Link) {
    this.#link = link;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
    void this.#follow(link);
  }

  /** The connection there is, or the last there was. */
  get link(): Link {
    return this.#link;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Whether this side has said that it is over. */
  get isEnding(): boolean {
    return this.#end.signal.aborted;
  }

  /** Lets every connection that is lost from now on be followed by another. */
  keepOpen(reopen: Reopen): void {
    this.#reopen = reopen;
  }

  /** Tells of every change of the state until the function that it returns is called. */
  observe(observer: StateObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** It is over: no other connection follows. */
  end(): void {
    this.#end.abort();
  }

  /** Waits for the end of a connection, and for what is to come behind it. */
  async #follow(link: Link): Promise<void> {
    const lost = await link.closed;
    if (this.#reopen === undefined || this.isEnding) return this.#close(lost);
    this.#become('reconnecting', lost);
    try {
      const next = await this.#reopen(lost, this.#end.signal);
      if (this.isEnding) {
        next.destroy();
        return this.#close(closedHere());
      }
      this.#link = next;
      this.#become('connected', lost);
      void this.#follow(next);
    } catch (cause) {
      this.#close(this.isEnding ? closedHere() : new ConnectionError(lost.message, lost.reason, { cause }));
    }
  }

  #close(cause: ConnectionError): void {
    this.#become('closed', cause);
    this.#observers.clear();
    this.#resolveClosed(cause);
  }

  #become(state: SessionState, cause: ConnectionError): void {
    this.#state = state;
    for (const observer of [...this.#observers]) observer(state, cause);
  }
}
