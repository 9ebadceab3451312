import { describe, expect, test } from '@jest/globals';
import { Domain } from '../../../../src/client/domain.ts';
import { take } from '../../../support/take-events.ts';
import { words } from '../../rpc/raw-frame.ts';
import { settle } from '../../session/session-with-peer.ts';
import { closeCallback, EventPeer } from './event-peer.ts';
import { heldCalls } from './held-calls.ts';
import { lifecycle, namesOf, uuidOf, wireDomain } from './payloads.ts';

const register = 'connectDomainEventCallbackRegisterAny';
const wireLifecycle = 'domainEventCallbackLifecycle';

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
    const { calls, script } = heldCalls();
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
    expect(peer.count('connectDomainEventDeregisterAny')).toBe(0);
    await ofAll.close();
    expect(peer.registered).toEqual([{ eventID: 0 }, { eventID: 0 }]);
  });

  test('has none that came later', async () => {
    const { connection } = legacy();
    await expect(connection.events('domain-tunable')).rejects.toThrow('the daemon is from before');
    await expect(connection.events('domain-99')).rejects.toThrow('the daemon is from before');
  });
});
