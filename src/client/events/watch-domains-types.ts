import type { DomainEventType, DomainMetadataType, DomainState, DomainStatsTypes } from '../../generated/api-enums.ts';
import type { Domain } from '../domain.ts';
import type { DomainStatsRecord } from '../domain-stats.ts';
import type { DomainLifecycleEvent, EventBase } from './domain-event-types.ts';
import type { SubscribeOptions } from './event-options.ts';
import type { ResyncEvent } from './event-types.ts';

/** A domain as far as events keep it current. It is a value: a change makes another. */
export interface WatchedDomain {
  /** The domain itself, to do something with it. */
  readonly domain: Domain;
  readonly uuid: string;
  readonly name: string;
  /** The id that it runs under, -1 when it does not run. */
  readonly id: number;
  readonly state: DomainState;
  /** Whether it has a definition of its own, and so stays when it does not run. */
  readonly isPersistent: boolean;
}

/** What told of a change; `undefined` where it was found by looking again. */
export interface ToldByEvent {
  readonly lifecycle: { readonly event: DomainEventType; readonly detail: DomainLifecycleEvent['detail'] } | undefined;
}

/** There is another domain. */
export interface DomainAddedChange extends EventBase<'added'>, ToldByEvent {
  readonly current: WatchedDomain;
}

/** A domain is gone. */
export interface DomainRemovedChange extends EventBase<'removed'>, ToldByEvent {
  readonly previous: WatchedDomain;
}

/** A domain was started, paused, resumed, stopped…, or runs under another id than before. */
export interface DomainStateChange extends EventBase<'state'>, ToldByEvent {
  readonly previous: WatchedDomain;
  readonly current: WatchedDomain;
}

/** A domain has another name. */
export interface DomainRenamedChange extends EventBase<'renamed'>, ToldByEvent {
  readonly previous: WatchedDomain;
  readonly current: WatchedDomain;
}

/** A domain's definition is another, has come to a domain that had none, or was taken from one that goes on running. */
export interface DomainRedefinedChange extends EventBase<'redefined'>, ToldByEvent {
  readonly previous: WatchedDomain;
  readonly current: WatchedDomain;
}

/** Metadata of a domain was set or removed. Not told by daemons older than libvirt 3.0.0, nor after a resync. */
export interface DomainMetadataChanged extends EventBase<'metadata'> {
  readonly current: WatchedDomain;
  readonly metadataType: DomainMetadataType;
  /** The namespace of DomainMetadataType.ELEMENT. */
  readonly nsuri: string | null;
}

/** Statistics of all domains, taken together. */
export interface DomainStatsTaken extends EventBase<'stats'> {
  /** The statistics by the UUIDs of their domains; fewer of a domain that something else is being done to. */
  readonly stats: ReadonlyMap<string, DomainStatsRecord>;
}

/** Statistics could not be taken this time. */
export interface DomainStatsFailed extends EventBase<'stats-failed'> {
  readonly error: Error;
}

/**
 * What a watch yields. A `resync` says that the connection was lost and there is another: what has changed meanwhile
 * follows as changes without an event.
 */
export type DomainChange =
  | DomainAddedChange
  | DomainRemovedChange
  | DomainStateChange
  | DomainRenamedChange
  | DomainRedefinedChange
  | DomainMetadataChanged
  | DomainStatsTaken
  | DomainStatsFailed
  | ResyncEvent;

/** Statistics that are taken again and again. */
export interface WatchStatsOptions {
  /** The pause between one time and the next, in milliseconds, from 1. */
  readonly interval: number;
  /** What to take; without it all that the driver can tell. */
  readonly types?: DomainStatsTypes | readonly DomainStatsTypes[] | undefined;
}

/**
 * How to watch. `timeout` limits the wait for the daemon's confirmation and the first list; `signal` ends that, and later
 * the watch. `limit` and `overflow` are of the changes that wait for their consumer.
 */
export type WatchDomainsOptions = SubscribeOptions & {
  /** Takes statistics as well; not unless told, as it asks the hypervisor each time. */
  readonly stats?: WatchStatsOptions | undefined;
};

/** A change, before it is known how many were dropped in front of it. */
export type Unnumbered<Change extends DomainChange = DomainChange> = Change extends DomainChange
  ? Omit<Change, 'lost'>
  : never;
