import { AbortError } from '../../errors/abort-error.ts';
import { ConnectionError } from '../../errors/connection-error.ts';
import { LibvirtError } from '../../errors/libvirt-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { ConnectGetAllDomainStatsFlags } from '../../generated/api-enums.ts';
import { longestTimeout } from '../../rpc/call-options.ts';
import type { Connection } from '../connection.ts';
import type { DomainStatsRecord } from '../domain-stats.ts';
import type { DomainStatsFailed, DomainStatsTaken, Unnumbered, WatchStatsOptions } from './watch-domains-types.ts';

/** Statistics of all domains, taken again and again until it is stopped; one time never overlaps with the next. */
export class DomainStatsRounds {
  readonly #connection: Connection;
  readonly #options: WatchStatsOptions;
  readonly #report: (round: Unnumbered<DomainStatsTaken | DomainStatsFailed>) => void;
  readonly #stopped = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #mayWait = false;

  /** Throws a UsageError for an interval that cannot be. */
  constructor(
    connection: Connection,
    options: WatchStatsOptions,
    report: (round: Unnumbered<DomainStatsTaken | DomainStatsFailed>) => void,
  ) {
    const { interval } = options;
    if (!(interval >= 1 && interval <= longestTimeout)) {
      throw new UsageError(`stats: interval is 1 to ${longestTimeout} ms, not ${String(interval)}`);
    }
    this.#connection = connection;
    this.#options = options;
    this.#report = report;
  }

  /** Takes the first ones at once. */
  start(): void {
    void this.#round();
  }

  stop(): void {
    this.#stopped.abort();
    clearTimeout(this.#timer);
  }

  async #round(): Promise<void> {
    try {
      const records = await this.#take();
      const stats = new Map(records.map((record) => [record.domain.uuid, record]));
      if (!this.#isStopped) this.#report({ type: 'stats', stats });
    } catch (error) {
      // Without a connection there is nothing to tell; that it was lost is told elsewhere.
      const isOver = this.#isStopped || error instanceof ConnectionError || error instanceof AbortError;
      if (!isOver)
        this.#report({ type: 'stats-failed', error: error instanceof Error ? error : new Error(String(error)) });
    }
    if (!this.#isStopped) this.#timer = setTimeout(() => void this.#round(), this.#options.interval);
  }

  get #isStopped(): boolean {
    return this.#stopped.signal.aborted;
  }

  /** Without waiting for domains that are busy, where the driver knows how. */
  async #take(): Promise<DomainStatsRecord[]> {
    const { signal } = this.#stopped;
    const options = { stats: this.#options.types, signal };
    if (this.#mayWait) return this.#connection.getAllDomainStats(options);
    try {
      const flags = ConnectGetAllDomainStatsFlags.NOWAIT;
      return await this.#connection.getAllDomainStats({ ...options, flags });
    } catch (error) {
      if (!(error instanceof LibvirtError && error.code === 'VIR_ERR_INVALID_ARG')) throw error;
    }
    // It may be another argument that it does not like.
    const records = await this.#connection.getAllDomainStats(options);
    this.#mayWait = true;
    return records;
  }
}
