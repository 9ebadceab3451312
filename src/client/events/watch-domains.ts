import { asyncDispose } from '../../async-dispose.ts';
import { ConnectionError } from '../../errors/connection-error.ts';
import { LibvirtError } from '../../errors/libvirt-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import type { Connection } from '../connection.ts';
import type { DomainStatsRecord } from '../domain-stats.ts';
import { sharedDeadline } from '../shared-deadline.ts';
import { chooseSource } from './choose-source.ts';
import { DomainModel, isUnderstood, type Lifecycle } from './domain-model.ts';
import { DomainStatsRounds } from './domain-stats-rounds.ts';
import { hubOf } from './event-hub.ts';
import type { EventName } from './event-types.ts';
import { listWatchedDomains } from './list-watched-domains.ts';
import type { Taker } from './shared-registration.ts';
import { Subscription } from './subscription.ts';
import type { DomainChange, Unnumbered, WatchDomainsOptions, WatchedDomain } from './watch-domains-types.ts';

/** How many events wait for a list of domains; when there are more, what they say is found by another list. */
const mostWaiting = 10_000;

/**
 * The domains of a connection as they are, and what changes. {@link domains} is current however slow its consumer is; of
 * the changes it keeps a limited number, as a {@link Subscription} does, and it ends as such a one does. Leaving the loop
 * ends the watch, as `close` and `await using` do.
 */
export class DomainWatch implements AsyncIterable<DomainChange> {
  /** Resolves when {@link domains} is current, as it is for whom `connection.watchDomains` has resolved. */
  readonly ready: Promise<void>;
  readonly #connection: Connection;
  readonly #changes: Subscription<DomainChange>;
  readonly #model = new DomainModel();
  readonly #rounds: DomainStatsRounds | undefined;
  readonly #leaves: (() => Promise<void>)[] = [];
  readonly #closing = new AbortController();
  #stats: ReadonlyMap<string, DomainStatsRecord> = new Map();
  /** Events that wait for the list that is on its way; `undefined` when there is none. */
  #waiting: Lifecycle[] | undefined = [];
  /** Whether the list that is on its way may be older than what it is for. */
  #isStale = false;

  /** Watches come from `connection.watchDomains`. */
  constructor(connection: Connection, options: WatchDomainsOptions) {
    this.#connection = connection;
    this.#changes = new Subscription<DomainChange>('watchDomains', options);
    const { stats } = options;
    if (stats !== undefined) {
      this.#rounds = new DomainStatsRounds(connection, stats, (round) => {
        if (round.type === 'stats') this.#stats = round.stats;
        this.#report([round]);
      });
    }
    this.ready = this.#start(options);
  }

  /** All domains by their UUIDs, as they are now: a view of what is kept current. */
  get domains(): ReadonlyMap<string, WatchedDomain> {
    return this.#model.domains;
  }

  /** The statistics by the UUIDs of their domains, as last taken; empty where they are not asked for. */
  get stats(): ReadonlyMap<string, DomainStatsRecord> {
    return this.#stats;
  }

  /** How many changes were dropped so far, as their consumer was slower than they came. */
  get lost(): number {
    return this.#changes.lost;
  }

  async #start(options: WatchDomainsOptions): Promise<void> {
    const next = sharedDeadline(options);
    try {
      await this.#listen('domain-lifecycle', this.#lifecycleTaker(), next);
      await this.#listenIfTold('domain-metadata-change', this.#metadataTaker(), next);
      // What came until then is a part of how things are.
      this.#model.replace(await this.#list(next));
    } catch (error) {
      await this.#leave();
      throw error;
    }
    for (const event of this.#takeWaiting()) this.#model.apply(event);
    this.#changes.start(() => this.#leave(), options.signal);
    if (!this.#closing.signal.aborted) this.#rounds?.start();
    if (this.#isStale) void this.#listAgain();
  }

  /**
   * Ends it, and forgets what was not taken. Resolves when the daemon sends no more events. Never rejects.
   * @see virConnectDomainEventDeregisterAny, since libvirt 0.8.0
   */
  close(): Promise<void> {
    return this.#changes.close();
  }

  /** Ends it at the end of a block that begins with `await using`. */
  [asyncDispose](): Promise<void> {
    return this.close();
  }

  [Symbol.asyncIterator](): AsyncIterator<DomainChange, undefined> {
    return this.#changes[Symbol.asyncIterator]();
  }

  async #listen(name: EventName, taker: Taker, next: () => CallOptions): Promise<void> {
    const source = await chooseSource(name, {}, this.#connection, next());
    this.#leaves.push(await hubOf(this.#connection.session).subscribe(source, taker, next()));
  }

  /** Events that the daemon may be too old for. */
  async #listenIfTold(name: EventName, taker: Taker, next: () => CallOptions): Promise<void> {
    try {
      await this.#listen(name, taker, next);
    } catch (error) {
      if (!(error instanceof LibvirtError || error instanceof UsageError)) throw error;
    }
  }

  #lifecycleTaker(): Taker {
    return {
      push: (event) => {
        if (event.type === 'resync') {
          this.#report([event]);
          void this.#listAgain();
        } else if (event.type === 'domain-lifecycle') this.#take(event);
      },
      missed: () => void this.#listAgain(),
      end: (error) => {
        this.#changes.end(error);
        void this.#leave();
      },
    };
  }

  #metadataTaker(): Taker {
    return {
      push: (event) => {
        if (event.type !== 'domain-metadata-change') return;
        const { metadataType, nsuri } = event;
        const current = this.domains.get(event.domain.uuid);
        if (current !== undefined) this.#report([{ type: 'metadata', current, metadataType, nsuri }]);
      },
      missed: (count) => this.#changes.missed(count),
      // The events of their lives end as well, and say why.
      end: () => undefined,
    };
  }

  #take(event: Lifecycle): void {
    if (!isUnderstood(event)) return void this.#listAgain();
    if (this.#waiting === undefined) return this.#report(this.#model.apply(event));
    if (this.#waiting.length < mostWaiting) this.#waiting.push(event);
    else this.#isStale = true;
  }

  /** Lists all domains, until a list is no older than what it is for. What came meanwhile waits in `waiting`. */
  async #list(next: () => CallOptions): Promise<WatchedDomain[]> {
    for (;;) {
      this.#isStale = false;
      this.#waiting = [];
      const domains = await listWatchedDomains(this.#connection, next());
      if (!this.#isStale) return domains;
    }
  }

  /** Finds out what has changed by another list. */
  async #listAgain(): Promise<void> {
    this.#isStale = true;
    if (this.#waiting !== undefined) return;
    const { signal } = this.#closing;
    for (;;) {
      try {
        const domains = await this.#list(() => ({ signal }));
        this.#report(this.#model.replace(domains));
        break;
      } catch (error) {
        if (signal.aborted) return;
        // Without a connection there is no list; the next connection asks for another.
        if (error instanceof ConnectionError) {
          if (this.#isStale) continue;
          break;
        }
        this.#changes.end(error instanceof Error ? error : new Error(String(error)));
        return this.#leave();
      }
    }
    for (const event of this.#takeWaiting()) this.#report(this.#model.apply(event));
  }

  #takeWaiting(): Lifecycle[] {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    return waiting;
  }

  #report(changes: readonly Unnumbered[]): void {
    for (const change of changes) this.#changes.push(change);
  }

  async #leave(): Promise<void> {
    this.#closing.abort();
    this.#rounds?.stop();
    await Promise.all(this.#leaves.splice(0).map((leave) => leave()));
  }
}

/** Watches the domains of a connection; resolves when what it knows is current. */
export async function watchDomains(connection: Connection, options: WatchDomainsOptions): Promise<DomainWatch> {
  const watch = new DomainWatch(connection, options);
  await watch.ready;
  return watch;
}
