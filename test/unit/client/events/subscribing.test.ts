import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../../../src/client/connection.ts';
import { Domain } from '../../../../src/client/domain.ts';
import type { DomainLifecycleEvent } from '../../../../src/client/events/domain-event-types.ts';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import type { IncomingCall } from '../../../../src/rpc/rpc-server.ts';
import { words } from '../../rpc/raw-frame.ts';
import { settle } from '../../session/session-with-peer.ts';
import { closeCallback, EventPeer } from './event-peer.ts';
import { lifecycle, uuidOf, wireDomain } from './payloads.ts';
import { take } from './take.ts';

const register = 'connectDomainEventCallbackRegisterAny';
const deregister = 'connectDomainEventCallbackDeregisterAny';
const wireLifecycle = 'domainEventCallbackLifecycle';

const namesOf = (events: readonly { readonly type: string }[]): (string | undefined)[] =>
  events.map((event) => (event as DomainLifecycleEvent).domain?.name);

/** The registrations that wait for an answer. */
function held(): { readonly calls: IncomingCall[]; readonly script: (call: IncomingCall) => void } {
  const calls: IncomingCall[] = [];
  return { calls, script: (call) => calls.push(call) };
}

const countOf = (peer: EventPeer, name: string): number => peer.calls.filter((each) => each === name).length;

describe('who subscribes to the same', () => {
  test('shares one registration, which lasts as long as one of them', async () => {
    const peer = new EventPeer();
    const [first, second] = await Promise.all([
      peer.connection.events('domain-lifecycle'),
      peer.connection.events('domain-lifecycle'),
    ]);
    const other = await peer.connection.events('domain-reboot');
    expect(peer.registered).toEqual([
      { eventID: 0, dom: null },
      { eventID: 1, dom: null },
    ]);
    peer.event(wireLifecycle, lifecycle(0, wireDomain(1)));
    expect(namesOf([...(await take(first, 1)), ...(await take(second, 1))])).toEqual(['domain-1', 'domain-1']);
    await first.close();
    expect(countOf(peer, deregister)).toBe(0);
    peer.event(wireLifecycle, lifecycle(0, wireDomain(2)));
    expect(namesOf(await take(second, 1))).toEqual(['domain-2']);
    await second.close();
    await second.close();
    expect(countOf(peer, deregister)).toBe(1);
    const again = await peer.connection.events('domain-lifecycle');
    peer.event(wireLifecycle, lifecycle(2, wireDomain(3)));
    expect(namesOf(await take(again, 1))).toEqual(['domain-3']);
    await Promise.all([again.close(), other.close()]);
    expect(countOf(peer, deregister)).toBe(3);
  });

  test('with another object or other flags does not share', async () => {
    const peer = new EventPeer();
    const [one, other] = [1, 2].map((number) => new Domain(peer.connection, wireDomain(number)));
    await peer.connection.events('domain-lifecycle', { domain: one });
    await peer.connection.events('domain-lifecycle', { domain: other });
    await peer.connection.events('domain-lifecycle', { domain: one });
    await peer.connection.events('qemu-monitor', { event: 'STOP' });
    await peer.connection.events('qemu-monitor', { event: 'STOP', rawFlags: 2 });
    await peer.connection.events('qemu-monitor', { event: 'STOP', rawFlags: 2, domain: one });
    await peer.connection.events('qemu-monitor', { event: 'STOP' });
    expect(peer.registered).toEqual([
      { eventID: 0, dom: wireDomain(1) },
      { eventID: 0, dom: wireDomain(2) },
      { dom: null, event: 'STOP', flags: 0 },
      { dom: null, event: 'STOP', flags: 2 },
      { dom: wireDomain(1), event: 'STOP', flags: 2 },
    ]);
  });

  test('may leave while the registration is pending: the others have it', async () => {
    const { calls, script } = held();
    const peer = new EventPeer({ scripts: { [register]: script } });
    const controller = new AbortController();
    const leaving = peer.connection.events('domain-lifecycle', { signal: controller.signal });
    const late = peer.connection.events('domain-lifecycle', { timeout: 5 });
    const staying = peer.connection.events('domain-lifecycle');
    await settle();
    controller.abort(new Error('enough'));
    await expect(leaving).rejects.toMatchObject({ code: 'ABORT_ERR', cause: { message: 'enough' } });
    await expect(late).rejects.toMatchObject({
      name: 'TimeoutError',
      message: expect.stringContaining('subscribing to domain-lifecycle'),
    });
    expect(calls).toHaveLength(1);
    peer.event(wireLifecycle, lifecycle(7, wireDomain(1)));
    calls[0]?.reply({ callbackID: 7 });
    expect(namesOf(await take(await staying, 1))).toEqual(['domain-1']);
    expect(countOf(peer, deregister)).toBe(0);
  });

  test('and all leave while it is pending: it is ended once the daemon has confirmed', async () => {
    const { calls, script } = held();
    const peer = new EventPeer({ scripts: { [register]: script } });
    const controller = new AbortController();
    const { signal } = controller;
    const both = [1, 2].map(() => peer.connection.events('domain-lifecycle', { signal }));
    await settle();
    controller.abort();
    for (const each of both) await expect(each).rejects.toMatchObject({ code: 'ABORT_ERR' });
    expect(countOf(peer, deregister)).toBe(0);
    calls[0]?.reply({ callbackID: 7 });
    await settle();
    expect(peer.registered).toEqual([{ callbackID: 7 }]);
  });

  test('is refused alike, and may ask again', async () => {
    const { calls, script } = held();
    const peer = new EventPeer({ scripts: { [register]: script } });
    const both = [1, 2].map(() => peer.connection.events('domain-lifecycle'));
    await settle();
    calls[0]?.fail({ code: 1, message: 'not today' });
    for (const each of both) await expect(each).rejects.toMatchObject({ name: 'LibvirtError', message: 'not today' });
    const again = peer.connection.events('domain-lifecycle');
    await settle();
    expect(calls).toHaveLength(2);
    calls[1]?.reply({ callbackID: 0 });
    await (await again).close();
    expect(countOf(peer, deregister)).toBe(1);
  });

  test('cannot wait for longer than there are timers', async () => {
    const peer = new EventPeer();
    await peer.connection.events('domain-lifecycle');
    const tooLong = peer.connection.events('domain-lifecycle', { timeout: 2 ** 31 });
    await expect(tooLong).rejects.toThrow(UsageError);
    await expect(tooLong).rejects.toThrow('a timeout is 0 to 2147483647 ms');
  });
});

describe('a subscription', () => {
  test('whose room is too small for what came first ends its registration', async () => {
    const { calls, script } = held();
    const peer = new EventPeer({ scripts: { [register]: script } });
    const subscribing = peer.connection.events('domain-lifecycle', { limit: 1, overflow: 'error' });
    await settle();
    for (const number of [1, 2, 3]) peer.event(wireLifecycle, lifecycle(7, wireDomain(number)));
    calls[0]?.reply({ callbackID: 7 });
    const events = await subscribing;
    await settle();
    expect(peer.registered).toEqual([{ callbackID: 7 }]);
    const iterator = events[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ domain: { name: 'domain-1' } });
    await expect(iterator.next()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_OVERFLOW' });
  });

  test('counts an event that cannot be read as lost, and goes on', async () => {
    const peer = new EventPeer();
    const events = await peer.connection.events('domain-lifecycle');
    peer.rawEvent(318, words(0, 5));
    // A message of another kind under its callback id, and of the same layout.
    peer.event('domainEventCallbackAgentLifecycle', { callbackID: 0, dom: wireDomain(1), state: 1, reason: 1 });
    peer.event(wireLifecycle, lifecycle(0, wireDomain(2)));
    expect(await take(events, 1)).toMatchObject([{ domain: { name: 'domain-2' }, lost: 2 }]);
    expect([events.lost, peer.session.isAlive]).toEqual([2, true]);
  });

  test('is for objects of its own connection', async () => {
    const [peer, other] = [new EventPeer(), new EventPeer()];
    const domain = new Domain(other.connection, wireDomain(1));
    await expect(peer.connection.events('domain-lifecycle', { domain })).rejects.toThrow('another connection');
  });

  test.each(['network-lifecycle', 'storage-pool-refresh', 'node-device-update', 'secret-value-changed'] as const)(
    'by the name %s registers in its family',
    async (name) => {
      const peer = new EventPeer();
      const events = await peer.connection.events(name);
      await events.close();
      const family = name.replace(/-\w+(?:-changed)?$/, '').replaceAll('-', '');
      const calls = peer.calls.map((call) => call.toLowerCase());
      expect(calls).toEqual([`connect${family}eventregisterany`, `connect${family}eventderegisterany`]);
    },
  );
});

describe('events that this release does not know', () => {
  test('come with their number and bytes', async () => {
    const peer = new EventPeer({ firstId: 4 });
    const domains = await peer.connection.events('domain-99');
    const networks = await peer.connection.events('network-99');
    const known = await peer.connection.events('domain-lifecycle');
    expect(peer.registered).toEqual([
      { eventID: 99, dom: null },
      { eventID: 99, net: null },
      { eventID: 0, dom: null },
    ]);
    peer.rawEvent(9001, words(4, 0xcafe));
    peer.rawEvent(9002, words(5, 1, 2));
    // Nobody has asked for what this may be.
    peer.rawEvent(9003, words(6, 1));
    peer.rawEvent(9001, words(4, 0xbeef));
    peer.event(wireLifecycle, lifecycle(6, wireDomain(1)));
    expect(await take(domains, 2)).toEqual([
      { type: 'unknown', name: 'domain-99', procedure: 9001, bytes: words(4, 0xcafe), lost: 0 },
      { type: 'unknown', name: 'domain-99', procedure: 9001, bytes: words(4, 0xbeef), lost: 0 },
    ]);
    expect(await take(networks, 1)).toEqual([
      { type: 'unknown', name: 'network-99', procedure: 9002, bytes: words(5, 1, 2), lost: 0 },
    ]);
    expect(await take(known, 1)).toMatchObject([{ type: 'domain-lifecycle', lost: 0 }]);
    expect(peer.session.isAlive).toBe(true);
  });

  test('that come before the confirmation are kept', async () => {
    const { calls, script } = held();
    const peer = new EventPeer({ scripts: { [register]: script } });
    const subscribing = peer.connection.events('domain-99');
    await settle();
    peer.rawEvent(9001, words(7, 1));
    peer.rawEvent(9001, words(8, 2));
    calls[0]?.reply({ callbackID: 7 });
    const events = await subscribing;
    peer.rawEvent(9001, words(7, 3));
    expect(await take(events, 2)).toMatchObject([{ bytes: words(7, 1) }, { bytes: words(7, 3) }]);
  });

  test('have names where the release knows them', async () => {
    const { connection } = new EventPeer();
    await expect(connection.events('domain-7')).rejects.toThrow('is called domain-control-error');
    await expect(connection.events('secret-1')).rejects.toThrow('is called secret-value-changed');
    for (const name of ['vm-1', 'domain-', 'domain-1x', 'domain-1234567890', 'constructor', 'domain-toString']) {
      await expect(connection.events(name as 'domain-1')).rejects.toThrow(`there are no events called ${name}`);
    }
  });
});

describe('a daemon without callback ids', () => {
  const legacy = (): EventPeer => new EventPeer({ features: [closeCallback] });

  test('tells of all domains, and here those that are meant are picked', async () => {
    const peer = legacy();
    const one = new Domain(peer.connection, wireDomain(1));
    const ofOne = await peer.connection.events('domain-lifecycle', { domain: one });
    const ofAll = await peer.connection.events('domain-lifecycle');
    expect(peer.registered).toEqual([{ eventID: 0 }]);
    for (const number of [2, 1]) {
      peer.event('domainEventLifecycle', { dom: wireDomain(number), event: 2, detail: 1 });
    }
    expect(await take(ofOne, 1)).toMatchObject([
      { type: 'domain-lifecycle', domain: { uuid: uuidOf(1) }, event: 2, detail: 1, lost: 0 },
    ]);
    expect(namesOf(await take(ofAll, 2))).toEqual(['domain-2', 'domain-1']);
    await ofOne.close();
    expect(countOf(peer, 'connectDomainEventDeregisterAny')).toBe(0);
    await ofAll.close();
    expect(peer.registered).toEqual([{ eventID: 0 }, { eventID: 0 }]);
  });

  test('is asked again only when it has ended what was before', async () => {
    const { calls, script } = held();
    const peer = new EventPeer({ features: [], scripts: { connectDomainEventDeregisterAny: script } });
    const first = await peer.connection.events('domain-reboot');
    const closing = first.close();
    const again = peer.connection.events('domain-reboot');
    await settle();
    expect(peer.calls.slice(-2)).toEqual(['connectDomainEventRegisterAny', 'connectDomainEventDeregisterAny']);
    calls[0]?.reply(undefined);
    await closing;
    const events = await again;
    expect(peer.calls.at(-1)).toBe('connectDomainEventRegisterAny');
    peer.event('domainEventReboot', { dom: wireDomain(3) });
    expect(namesOf(await take(events, 1))).toEqual(['domain-3']);
  });

  test('has none that came later', async () => {
    const { connection } = legacy();
    await expect(connection.events('domain-tunable')).rejects.toThrow('the daemon is from before');
    await expect(connection.events('domain-99')).rejects.toThrow('the daemon is from before');
  });
});

describe('the end of the connection', () => {
  const endsBy = async (end: (peer: EventPeer, connection: Connection) => unknown, features?: readonly number[]) => {
    const peer = new EventPeer({ ...(features === undefined ? {} : { features }) });
    const closed = await peer.connection.events('closed');
    await end(peer, peer.connection);
    return { events: await take(closed, 2), peer };
  };

  test('is told by the daemon, where it is the hypervisor that is gone', async () => {
    const { events, peer } = await endsBy((each) => each.event('connectEventConnectionClosed', { reason: 1 }));
    expect(events).toEqual([{ type: 'closed', reason: 1, cause: undefined, lost: 0 }]);
    expect(peer.session.isAlive).toBe(true);
    await settle();
    expect(peer.calls).toEqual([
      'connectSupportsFeature',
      'connectRegisterCloseCallback',
      'connectUnregisterCloseCallback',
    ]);
  });

  test('is told by this side otherwise', async () => {
    expect((await endsBy((peer) => peer.hangUp())).events).toMatchObject([
      { type: 'closed', reason: 1, cause: { reason: 'eof' } },
    ]);
    expect((await endsBy((_, connection) => connection.close())).events).toMatchObject([
      { type: 'closed', reason: 3, cause: { reason: 'client' } },
    ]);
  });

  test('is told where the daemon does not, without a registration', async () => {
    const { events, peer } = await endsBy((each) => each.hangUp(), []);
    expect(events).toMatchObject([{ type: 'closed', reason: 1 }]);
    expect(peer.calls).toEqual(['connectSupportsFeature']);
    await expect(peer.connection.events('closed')).rejects.toMatchObject({ name: 'ConnectionError' });
  });

  test('is one error for whom it takes by surprise, and none for who leaves', async () => {
    const peer = new EventPeer();
    const [events, left] = [
      await peer.connection.events('domain-lifecycle'),
      await peer.connection.events('domain-lifecycle'),
    ];
    peer.event(wireLifecycle, lifecycle(0, wireDomain(1)));
    await settle();
    peer.hangUp();
    await settle();
    const iterator = events[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ domain: { name: 'domain-1' } });
    await expect(iterator.next()).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
    for await (const event of left) {
      expect(event).toMatchObject({ type: 'domain-lifecycle' });
      break;
    }
    expect(await take(left, 1)).toEqual([]);
  });
});
