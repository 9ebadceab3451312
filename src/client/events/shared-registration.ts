import type { ConnectionError } from '../../errors/connection-error.ts';
import type { EventSink } from '../../rpc/event-router.ts';
import type { EventSource, SourceEvent } from './event-source.ts';
import type { ResyncEvent } from './event-types.ts';

/** Who takes the events of a registration. Its methods never throw. */
export interface Taker {
  push(event: SourceEvent | Omit<ResyncEvent, 'lost'>): void;
  /** An event has come that cannot be read. */
  missed(): void;
  end(error?: Error): void;
}

/** One registration with the daemon and all who take its events. */
export class SharedRegistration {
  readonly #source: EventSource;
  readonly #takers = new Map<Taker, EventSource['wants']>();
  readonly #onEmpty: () => void;
  /** Ends the registration that stands, once it stands. */
  #end: Promise<() => Promise<void>>;
  /** What ended the last connection, as long as nobody has been told that there is another. */
  #resync: ConnectionError | undefined;

  /** Registers at once. `onEmpty` is called when nobody takes its events any more. */
  constructor(source: EventSource, onEmpty: () => void) {
    this.#source = source;
    this.#onEmpty = onEmpty;
    this.#end = this.#register();
  }

  /** Resolves when the daemon has confirmed; rejects when it has refused. */
  async ready(): Promise<void> {
    await this.#end;
  }

  /** Takes part in the events from now on; `wants` picks those that are meant. */
  add(taker: Taker, wants: EventSource['wants']): void {
    this.#takers.set(taker, wants);
  }

  /** Takes no part any more. Resolves when the daemon has ended a registration that nobody uses. Never rejects. */
  async remove(taker: Taker): Promise<void> {
    if (!this.#takers.delete(taker) || this.#takers.size > 0) return;
    this.#onEmpty();
    try {
      const end = await this.#end;
      await end();
    } catch {
      // There was no registration, or it ended with the connection.
    }
  }

  /** There is another connection: registers there, and tells the takers that they may have missed some. */
  renew(lost: ConnectionError): void {
    this.#resync = lost;
    this.#end = this.#register();
    this.#end.then(
      () => this.#tellResync(),
      (error: unknown) => this.#endTakers(error instanceof Error ? error : new Error(String(error))),
    );
  }

  /** The connection has ended for good. */
  close(cause: ConnectionError): void {
    const { atEnd } = this.#source;
    if (atEnd !== undefined) this.#pushToAll(atEnd(cause));
    // Who closes the connection knows that no more events come.
    this.#endTakers(atEnd !== undefined || cause.reason === 'client' ? undefined : cause);
  }

  #register(): Promise<() => Promise<void>> {
    const registered = this.#source.register((frame) => this.#take(frame));
    // Whoever waits for it is told; nobody may.
    registered.catch(() => undefined);
    return registered;
  }

  #take(frame: Parameters<EventSink>[0]): void {
    this.#tellResync();
    let event: SourceEvent;
    try {
      event = this.#source.read(frame);
    } catch {
      // As in C, an event that cannot be read is no reason to end the connection; but it is told.
      for (const taker of this.#takers.keys()) taker.missed();
      return;
    }
    this.#pushToAll(event);
    if (event.type === 'closed') this.#endTakers(undefined);
  }

  #tellResync(): void {
    const cause = this.#resync;
    if (cause === undefined) return;
    this.#resync = undefined;
    for (const taker of this.#takers.keys()) taker.push({ type: 'resync', cause });
  }

  #pushToAll(event: SourceEvent): void {
    for (const [taker, wants] of this.#takers) if (wants === undefined || wants(event)) taker.push(event);
  }

  #endTakers(error: Error | undefined): void {
    for (const taker of [...this.#takers.keys()]) {
      taker.end(error);
      void this.remove(taker);
    }
  }
}
