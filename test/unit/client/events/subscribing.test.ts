import { describe, expect, test } from '@jest/globals';
import { Domain } from '../../../../src/client/domain.ts';
import { EventRouter } from '../../../../src/rpc/event-router.ts';
import { take } from '../../../support/take-events.ts';
import { words } from '../../rpc/raw-frame.ts';
import { settle } from '../../session/session-with-peer.ts';
import { EventPeer } from './event-peer.ts';
import { heldCalls } from './held-calls.ts';
import { lifecycle, wireDomain } from './payloads.ts';

const register = 'connectDomainEventCallbackRegisterAny';
const wireLifecycle = 'domainEventCallbackLifecycle';

describe('a subscription', () => {
  test('whose room is too small for what came first ends its registration', async () => {
    const { calls, script } = heldCalls();
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

  test('tells how many came ahead of the confirmation for which there was no room', async () => {
    const { calls, script } = heldCalls();
    const peer = new EventPeer({ scripts: { [register]: script } });
    const subscribing = peer.connection.events('domain-lifecycle', { limit: 2000 });
    await settle();
    for (let number = 0; number < EventRouter.maxHeld + 7; number++) {
      peer.event(wireLifecycle, lifecycle(7, wireDomain(number % 200)));
      // Those of another registration are nobody's loss.
      if (number > EventRouter.maxHeld) peer.event(wireLifecycle, lifecycle(8, wireDomain(1)));
    }
    calls[0]?.reply({ callbackID: 7 });
    const events = await subscribing;
    peer.event(wireLifecycle, lifecycle(7, wireDomain(201)));
    const taken = await take(events, EventRouter.maxHeld + 1);
    expect(taken.slice(0, -1).filter(({ lost }) => lost > 0)).toEqual([]);
    expect(taken.at(-1)).toMatchObject({ domain: { name: 'domain-201' }, lost: 7 });
    expect(events.lost).toBe(7);
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
