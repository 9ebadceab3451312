import type { EventFilter, SubscribeOptions } from '../events/event-options.ts';
import type { EventName, EventOf, UnknownEventName } from '../events/event-types.ts';
import type { EventListener, Listening } from '../events/listening.ts';
import type { Subscription } from '../events/subscription.ts';
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
   * await using listening = await connection.on('network-lifecycle', ({ network }) => console.log(network.name));
   */
  async on<const Name extends EventName | UnknownEventName>(
    name: Name,
    listener: EventListener<EventOf<Name>>,
    options: SubscribeOptions & EventFilter<Name> = {} as SubscribeOptions & EventFilter<Name>,
  ): Promise<Listening<EventOf<Name>>> {
    const { Listening } = await import('../events/listening.ts');
    return new Listening(await this.events(name, options), listener);
  }
}
