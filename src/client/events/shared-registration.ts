import { ConnectionError } from '../../errors/connection-error.ts';
import type { EventSink } from '../../rpc/event-router.ts';
import type { EventSource, SourceEvent } from './event-source.ts';
import type { ResyncEvent } from './event-types.ts';

/** Who takes the events of a registration. Its methods never throw. */
export interface Taker {
  push(event: SourceEvent | Omit<ResyncEvent, 'lost'>): void;
  /** So many events have come that could not be taken, or cannot be read. */
  missed(count: number): void;
  end(error?: Error): void;
}

/** Ends a registration with the daemon; may reject. */
type End = () => Promise<void>;

/** One registration with the daemon and all who take its events. */
export class SharedRegistration {
  readonly #source: EventSource;
  readonly #takers = new Map<Taker, EventSource['wants']>();
  readonly #onEmpty: (ended: Promise<void>) => void;
  #registered: Promise<End>;
  /** Ends the registration that stands: known at once, so that it is never asked of a later connection. */
  #end: End | undefined;
  /** What ended the last connection, as long as nobody has been told that there is another. */
  #resync: ConnectionError | undefined;

  /**
   * Registers, when `free` has resolved if that is given. `onEmpty` is called once nobody takes its events any more,
   * with what resolves when the daemon has ended the registration.
   */
  constructor(source: EventSource, free: Promise<void> | undefined, onEmpty: (ended: Promise<void>) => void) {
    this.#source = source;
    this.#onEmpty = onEmpty;
    this.#registered = this.#register(free);
  }

  /** Resolves when the daemon has confirmed; rejects when it has refused. */
  async ready(): Promise<void> {
    await this.#registered;
  }

  /** Takes part in the events from now on; `wants` picks those that are meant. */
  add(taker: Taker, wants: EventSource['wants']): void {
    this.#takers.set(taker, wants);
  }

  /** Takes no part any more. Resolves when the daemon has ended a registration that nobody uses. Never rejects. */
  async remove(taker: Taker): Promise<void> {
    if (!this.#takers.delete(taker) || this.#takers.size > 0) return;
    const ended = this.#finish();
    this.#onEmpty(ended);
    await ended;
  }

  /** There is another connection: registers there, and tells the takers that they may have missed some. */
  renew(lost: ConnectionError): void {
    this.#resync = lost;
    this.#registered = this.#register();
    this.#registered.then(
      () => this.#tellResync(),
      (error: unknown) => {
        // Lost again: either there will be yet another connection, or all is over, and that is told elsewhere.
        if (error instanceof ConnectionError) return;
        this.#endTakers(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  /** The connection has ended for good. */
  close(cause: ConnectionError): void {
    const { atEnd } = this.#source;
    if (atEnd !== undefined) this.#pushToAll(atEnd(cause));
    // Who closes the connection knows that no more events come.
    this.#endTakers(atEnd !== undefined || cause.reason === 'client' ? undefined : cause);
  }

  #register(free?: Promise<void>): Promise<End> {
    this.#end = undefined;
    const registered = this.#registerWhen(free);
    // Whoever waits for it is told; nobody may.
    registered.catch(() => undefined);
    return registered;
  }

  async #registerWhen(free: Promise<void> | undefined): Promise<End> {
    if (free !== undefined) await free;
    const end = await this.#source.register(
      (frame) => this.#take(frame),
      (count) => this.#miss(count),
    );
    this.#end = end;
    return end;
  }

  async #finish(): Promise<void> {
    try {
      const end = this.#end ?? (await this.#registered);
      await end();
    } catch {
      // There was no registration, or it ended with the connection.
    }
  }

  #take(frame: Parameters<EventSink>[0]): void {
    this.#tellResync();
    let event: SourceEvent;
    try {
      event = this.#source.read(frame);
    } catch {
      // As in C, an event that cannot be read is no reason to end the connection; but it is told.
      return this.#miss(1);
    }
    this.#pushToAll(event);
    if (event.type === 'closed') this.#endTakers(undefined);
  }

  #miss(count: number): void {
    for (const taker of this.#takers.keys()) taker.missed(count);
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
