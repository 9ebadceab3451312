import { describe, expect, test } from '@jest/globals';
import type { Connection } from '../../../../src/client/connection.ts';
import { take } from '../../../support/take-events.ts';
import { settle } from '../../session/session-with-peer.ts';
import { EventPeer } from './event-peer.ts';
import { lifecycle, wireDomain } from './payloads.ts';

const wireLifecycle = 'domainEventCallbackLifecycle';

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
