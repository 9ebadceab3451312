import type { EventFilter, SubscribeOptions } from '../events/event-options.ts';
import type { EventName, EventOf, UnknownEventName } from '../events/event-types.ts';
import type { EventListener, Listening } from '../events/listening.ts';
import type { Subscription } from '../events/subscription.ts';
import type { DomainWatch } from '../events/watch-domains.ts';
import type { WatchDomainsOptions } from '../events/watch-domains-types.ts';
import { ConnectionLists } from './connection-lists.ts';

/** The methods of a connection that tell what happens. Their code is loaded when they are first used. */
export abstract class ConnectionEvents extends ConnectionLists {
  /**
   * Subscribes to events, for all objects or one. Resolves when the daemon has confirmed: from then on nothing is
   * missed. A consumer that is slow loses the oldest, which the next event tells; it never holds up others.
   *
   * @example
   * await using events = await connection.events('domain-lifecycle');
   * for await (const event of events) {
   *   if (event.type === 'domain-lifecycle' && event.event === DomainEventType.STOPPED) console.log(event.domain.name);
   * }
   *
   * @param name the family and virsh's word, as `domain-lifecycle` or `storage-pool-refresh`; `qemu-monitor`; `closed`
   * for the end of the connection; a family and a number, as `domain-99`, for events newer than this release
   * @throws UsageError for a name that is none; LibvirtError when the daemon refuses, NotSupportedError when it is too old
   * @see virConnectDomainEventRegisterAny, since libvirt 0.8.0; virConnectNetworkEventRegisterAny, since libvirt 1.2.1;
   * virConnectStoragePoolEventRegisterAny, since libvirt 2.0.0; virConnectNodeDeviceEventRegisterAny, since libvirt 2.2.0;
   * virConnectSecretEventRegisterAny, since libvirt 3.0.0; virConnectDomainQemuMonitorEventRegister, since libvirt 1.2.3;
   * virConnectRegisterCloseCallback, since libvirt 0.10.0
   */
  async events<const Name extends EventName | UnknownEventName>(
    name: Name,
    options: SubscribeOptions & EventFilter<Name> = {} as SubscribeOptions & EventFilter<Name>,
  ): Promise<Subscription<EventOf<Name>>> {
    const { subscribe } = await import('../events/subscribe.ts');
    return (await subscribe(this.connection, name, options)) as unknown as Subscription<EventOf<Name>>;
  }

  /**
   * {@link Connection.events} with a listener, which is called with one event after the other; where it returns a
   * promise, the next event waits for that.
   *
   * @example
   * await using listening = await connection.on('network-lifecycle', (event) => {
   *   if (event.type === 'network-lifecycle') console.log(event.network.name);
   * });
   *
   * @throws UsageError, LibvirtError, NotSupportedError as {@link Connection.events}
   * @see virConnectDomainEventRegisterAny, since libvirt 0.8.0; virConnectNetworkEventRegisterAny, since libvirt 1.2.1;
   * virConnectStoragePoolEventRegisterAny, since libvirt 2.0.0; virConnectNodeDeviceEventRegisterAny, since libvirt 2.2.0;
   * virConnectSecretEventRegisterAny, since libvirt 3.0.0; virConnectDomainQemuMonitorEventRegister, since libvirt 1.2.3;
   * virConnectRegisterCloseCallback, since libvirt 0.10.0
   */
  async on<const Name extends EventName | UnknownEventName>(
    name: Name,
    listener: EventListener<EventOf<Name>>,
    options: SubscribeOptions & EventFilter<Name> = {} as SubscribeOptions & EventFilter<Name>,
  ): Promise<Listening<EventOf<Name>>> {
    const { Listening } = await import('../events/listening.ts');
    return new Listening(await this.events(name, options), listener);
  }

  /**
   * Watches all domains: resolves when it knows them as they are, keeps that current by events, and yields what changes.
   * Nothing is asked again and again but statistics, where these are wanted. Where the connection reconnects, the changes
   * that went by meanwhile are found by another list, behind a `resync`.
   *
   * @example
   * await using watch = await connection.watchDomains({ stats: { interval: 5000, types: DomainStatsTypes.BALLOON } });
   * for (const { name, state } of watch.domains.values()) console.log(name, state);
   * for await (const change of watch) {
   *   if (change.type === 'state') console.log(change.current.name, change.previous.state, change.current.state);
   *   if (change.type === 'stats') console.log(change.stats.size);
   * }
   *
   * @throws LibvirtError when the daemon refuses, NotSupportedError where the driver has no events
   * @see virConnectDomainEventRegisterAny, since libvirt 0.8.0; virConnectGetAllDomainStats, since libvirt 1.2.8
   */
  async watchDomains(options: WatchDomainsOptions = {}): Promise<DomainWatch> {
    const { watchDomains } = await import('../events/watch-domains.ts');
    return watchDomains(this.connection, options);
  }
}
