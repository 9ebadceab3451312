import {
  DomainEventCrashedDetailType,
  DomainEventStartedDetailType,
  DomainEventType,
  DomainEventUndefinedDetailType,
  DomainState,
} from '../../generated/api-enums.ts';
import type { DomainLifecycleEvent } from './domain-event-types.ts';
import type {
  DomainAddedChange,
  DomainRedefinedChange,
  DomainRenamedChange,
  DomainStateChange,
  ToldByEvent,
  Unnumbered,
  WatchedDomain,
} from './watch-domains-types.ts';

/** What an event of a domain's life says. */
export type Lifecycle = Omit<DomainLifecycleEvent, 'type' | 'lost'>;

/** What leaves a domain behind. */
type ChangeTo = Unnumbered<DomainAddedChange | DomainRenamedChange | DomainRedefinedChange | DomainStateChange>;

/** Told by no event. */
const foundOut: ToldByEvent = { lifecycle: undefined };

/** The domains of a connection, kept current by events: each event and each list is turned into what has changed. */
export class DomainModel {
  readonly #domains = new Map<string, WatchedDomain>();

  get domains(): ReadonlyMap<string, WatchedDomain> {
    return this.#domains;
  }

  /**
   * Takes an event. It may be older than what is known: once all that are as old have been taken, what is known is
   * current again, as each says how things are and not what to do.
   */
  apply(lifecycle: Lifecycle): Unnumbered[] {
    const { domain, event, detail } = lifecycle;
    const told: ToldByEvent = { lifecycle: { event, detail } };
    const previous = this.#domains.get(domain.uuid);
    const current = after(lifecycle, previous);
    if (current === undefined) return previous === undefined ? [] : [this.#remove(previous, told)];
    if (previous === undefined) return [this.#set({ type: 'added', current, ...told })];
    const changes = this.#become(previous, current, told);
    if (changes.length > 0 || event !== DomainEventType.DEFINED) return changes;
    return [this.#set({ type: 'redefined', previous, current, ...told })];
  }

  /** Takes a list of all domains in place of what was known. */
  replace(domains: readonly WatchedDomain[]): Unnumbered[] {
    const uuids = new Set(domains.map(({ uuid }) => uuid));
    const gone = [...this.#domains.values()].filter(({ uuid }) => !uuids.has(uuid));
    const removals = gone.map((previous) => this.#remove(previous, foundOut));
    const changes = domains.flatMap((current) => {
      const previous = this.#domains.get(current.uuid);
      if (previous === undefined) return [this.#set({ type: 'added', current, ...foundOut })];
      return this.#become(previous, current, foundOut);
    });
    return [...removals, ...changes];
  }

  /** One change for each difference, as each is a matter of its own. */
  #become(first: WatchedDomain, last: WatchedDomain, told: ToldByEvent): Unnumbered[] {
    const changes: Unnumbered[] = [];
    let previous = first;
    const change = (type: 'renamed' | 'redefined' | 'state', differs: boolean, facts: Partial<WatchedDomain>): void => {
      if (!differs) return;
      const current = { ...previous, domain: last.domain, ...facts };
      changes.push(this.#set({ type, previous, current, ...told }));
      previous = current;
    };
    const { name, isPersistent, state, id } = last;
    change('renamed', name !== first.name, { name });
    change('redefined', isPersistent !== first.isPersistent, { isPersistent });
    change('state', state !== first.state || id !== first.id, { state, id });
    return changes;
  }

  #set(change: ChangeTo): ChangeTo {
    this.#domains.set(change.current.uuid, change.current);
    return change;
  }

  #remove(previous: WatchedDomain, told: ToldByEvent): Unnumbered {
    this.#domains.delete(previous.uuid);
    return { type: 'removed', previous, ...told };
  }
}

/** Whether a model can tell what an event of this number means; others are newer than this release. */
export function isUnderstood({ event }: Lifecycle): boolean {
  return event >= DomainEventType.DEFINED && event <= DomainEventType.CRASHED;
}

/** The domain behind an event; `undefined` when it is gone, or never was. */
function after({ domain, event, detail }: Lifecycle, previous: WatchedDomain | undefined): WatchedDomain | undefined {
  const { uuid, name } = domain;
  switch (event) {
    case DomainEventType.DEFINED: {
      const id = previous?.id ?? domain.id;
      const state = previous?.state ?? (domain.id === -1 ? DomainState.SHUTOFF : DomainState.RUNNING);
      return { domain, uuid, name, id, state, isPersistent: true };
    }
    case DomainEventType.UNDEFINED:
      // A definition with the other name follows.
      if (detail === DomainEventUndefinedDetailType.RENAMED) return previous;
      return previous !== undefined && previous.state !== DomainState.SHUTOFF
        ? { ...previous, isPersistent: false }
        : undefined;
    case DomainEventType.STOPPED:
      return previous?.isPersistent ? { ...previous, domain, id: -1, state: DomainState.SHUTOFF } : undefined;
    default: {
      const isPersistent = previous?.isPersistent ?? false;
      const state = stateAfter(event, detail) ?? previous?.state;
      // Only a domain without a definition begins its life by running.
      return state === undefined
        ? undefined
        : { domain, uuid, name: previous?.name ?? name, id: domain.id, state, isPersistent };
    }
  }
}

function stateAfter(event: DomainEventType, detail: number): DomainState | undefined {
  switch (event) {
    case DomainEventType.STARTED:
      // Its memory is still on the way.
      return detail === DomainEventStartedDetailType.MIGRATED ? DomainState.PAUSED : DomainState.RUNNING;
    case DomainEventType.RESUMED:
      return DomainState.RUNNING;
    case DomainEventType.SUSPENDED:
      return DomainState.PAUSED;
    case DomainEventType.SHUTDOWN:
      return DomainState.SHUTDOWN;
    case DomainEventType.PMSUSPENDED:
      return DomainState.PMSUSPENDED;
    case DomainEventType.CRASHED:
      // One that only loads the kernel for its crash goes on.
      return detail === DomainEventCrashedDetailType.CRASHLOADED ? undefined : DomainState.CRASHED;
    default:
      return undefined;
  }
}
