import { describe, expect, test } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import type { Connection } from '../../../../src/client/connection.ts';
import type { Domain } from '../../../../src/client/domain.ts';
import { domainEventKinds } from '../../../../src/client/events/domain-event-kinds.ts';
import type { DomainEvent, DomainLifecycleEvent } from '../../../../src/client/events/domain-event-types.ts';
import type { EventKind, EventMessage } from '../../../../src/client/events/event-kind.ts';
import type { EventFilter } from '../../../../src/client/events/event-options.ts';
import type {
  EventName,
  EventOf,
  LibvirtEvent,
  NetworkLifecycleEvent,
  ResyncEvent,
  UnknownEvent,
} from '../../../../src/client/events/event-types.ts';
import {
  networkEventKinds,
  nodeDeviceEventKinds,
  qemuMonitorMessage,
  secretEventKinds,
  storagePoolEventKinds,
} from '../../../../src/client/events/object-event-kinds.ts';
import type { Subscription } from '../../../../src/client/events/subscription.ts';
import type { DomainWatch } from '../../../../src/client/events/watch-domains.ts';
import type { DomainChange, WatchedDomain } from '../../../../src/client/events/watch-domains-types.ts';
import type { Network } from '../../../../src/client/network.ts';
import {
  DomainEventID,
  NetworkEventID,
  NodeDeviceEventID,
  SecretEventID,
  StoragePoolEventID,
} from '../../../../src/generated/api-enums.ts';
import { procedures } from '../../../../src/protocol/registry.ts';

const families: readonly (readonly [string, Readonly<Record<string, EventKind>>, Readonly<Record<string, number>>])[] =
  [
    ['domain', domainEventKinds, DomainEventID],
    ['network', networkEventKinds, NetworkEventID],
    ['storage-pool', storagePoolEventKinds, StoragePoolEventID],
    ['node-device', nodeDeviceEventKinds, NodeDeviceEventID],
    ['secret', secretEventKinds, SecretEventID],
  ];

describe('every event', () => {
  test.each(families)(
    'of the family %s that libvirt has a number for has a name, and one alone',
    (family, kinds, ids) => {
      const named = Object.values(kinds).map(({ eventID }) => eventID);
      expect(named.toSorted((a, b) => a - b)).toEqual(Object.values(ids).toSorted((a, b) => a - b));
      expect(Object.keys(kinds).filter((name) => !name.startsWith(`${family}-`))).toEqual([]);
    },
  );

  test('that the protocol has a message for is read under a name', () => {
    const messages: EventMessage[] = families.flatMap(([, kinds]) =>
      Object.values(kinds).flatMap(({ message, legacy }) => [message, ...(legacy === undefined ? [] : [legacy])]),
    );
    const read = new Set([...messages, qemuMonitorMessage].map(({ program, procedure }) => `${program}/${procedure}`));
    const events = procedures.filter(({ kind }) => kind === 'event');
    expect(events.length).toBeGreaterThan(50);
    const others = events.filter(({ program, procedure }) => !read.has(`${program}/${procedure}`));
    // The end of the connection has a source of its own, and pings are nobody's business.
    expect(others.map(({ name }) => name).sort()).toEqual([
      'connectEventConnectionClosed',
      'keepalivePing',
      'keepalivePong',
    ]);
  });
});

describe('the types', () => {
  test('tell events apart by their names', () => {
    expectTypeOf<EventOf<'domain-lifecycle'>>().toEqualTypeOf<DomainLifecycleEvent | ResyncEvent>();
    expectTypeOf<EventOf<'network-lifecycle'>['type']>().toEqualTypeOf<'network-lifecycle' | 'resync'>();
    expectTypeOf<EventOf<'domain-99'>>().toEqualTypeOf<UnknownEvent | ResyncEvent>();
    expectTypeOf<EventOf<'closed'>['type']>().toEqualTypeOf<'closed' | 'resync'>();
    const narrow = (event: LibvirtEvent): unknown => {
      if (event.type === 'domain-lifecycle') expectTypeOf(event).toEqualTypeOf<DomainLifecycleEvent>();
      if (event.type === 'network-lifecycle') {
        expectTypeOf(event).toEqualTypeOf<NetworkLifecycleEvent>();
        expectTypeOf(event.network).toEqualTypeOf<Network>();
      }
      switch (event.type) {
        case 'domain-balloon-change':
          return expectTypeOf(event.actual).toEqualTypeOf<bigint>();
        case 'qemu-monitor':
          return expectTypeOf(event.details).toEqualTypeOf<string | null>();
        default:
          return expectTypeOf(event.lost).toEqualTypeOf<number>();
      }
    };
    expect(narrow).toBeInstanceOf(Function);
    expectTypeOf<Extract<LibvirtEvent, { readonly domain: Domain }>['type']>().toEqualTypeOf<
      DomainEvent['type'] | 'qemu-monitor'
    >();
    expectTypeOf<keyof typeof domainEventKinds>().toEqualTypeOf<DomainEvent['type']>();
    expectTypeOf<keyof typeof networkEventKinds>().toEqualTypeOf<Extract<EventName, `network-${string}`>>();
    expectTypeOf<keyof typeof storagePoolEventKinds>().toEqualTypeOf<Extract<EventName, `storage-pool-${string}`>>();
    expectTypeOf<keyof typeof nodeDeviceEventKinds>().toEqualTypeOf<Extract<EventName, `node-device-${string}`>>();
    expectTypeOf<keyof typeof secretEventKinds>().toEqualTypeOf<Extract<EventName, `secret-${string}`>>();
  });

  test('let a subscription have what is of its family', () => {
    expectTypeOf<EventFilter<'domain-reboot'>>().toEqualTypeOf<{ readonly domain?: Domain | undefined }>();
    expectTypeOf<EventFilter<'network-lifecycle'>>().not.toHaveProperty('domain');
    expectTypeOf<EventFilter<'qemu-monitor'>>().toHaveProperty('event');
    expectTypeOf<EventFilter<'closed'>>().toEqualTypeOf<unknown>();
    const subscribe = (connection: Connection) => connection.events('domain-lifecycle');
    expectTypeOf(subscribe).returns.resolves.toEqualTypeOf<Subscription<DomainLifecycleEvent | ResyncEvent>>();
    // @ts-expect-error there are no such events
    const refused = (connection: Connection) => connection.events('domain-lifecycles');
    // @ts-expect-error a domain is not what a network's events are for
    const crossed = (connection: Connection, domain: Domain) => connection.events('network-lifecycle', { domain });
    expect([subscribe, refused, crossed]).toHaveLength(3);
  });

  test('tell the changes of a watch apart', () => {
    type Change<Type> = Extract<DomainChange, { readonly type: Type }>;
    expectTypeOf<DomainWatch>().toExtend<AsyncIterable<DomainChange>>();
    expectTypeOf<Change<'state'>['previous' | 'current']>().toEqualTypeOf<WatchedDomain>();
    expectTypeOf<Change<'added'>>().not.toHaveProperty('previous');
    expectTypeOf<Change<'removed'>>().not.toHaveProperty('current');
    expectTypeOf<DomainChange['lost']>().toEqualTypeOf<number>();
  });
});
