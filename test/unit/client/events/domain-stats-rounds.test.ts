import { describe, expect, jest, test } from '@jest/globals';
import { DomainEventType, DomainState, DomainStatsTypes } from '../../../../src/generated/api-enums.ts';
import type { IncomingCall } from '../../../../src/rpc/rpc-server.ts';
import { take } from '../../../support/take-events.ts';
import { settle } from '../../session/session-with-peer.ts';
import type { EventPeer } from './event-peer.ts';
import { lifecycle, uuidOf, wireDomain } from './payloads.ts';
import { records, watchedPeer } from './watched-peer.ts';

const wireLifecycle = 'domainEventCallbackLifecycle';
const { STARTED } = DomainEventType;
const { RUNNING } = DomainState;

describe('statistics of a watch', () => {
  const isStatsCall = ({ args }: IncomingCall): boolean => Object(args).stats !== DomainStatsTypes.STATE;

  /** A daemon that leaves the calls for statistics to the test. */
  function peerWithStats(): { readonly peer: EventPeer; readonly calls: IncomingCall[] } {
    const calls: IncomingCall[] = [];
    const peer = watchedPeer({
      connectGetAllDomainStats: (call) => {
        if (isStatsCall(call)) calls.push(call);
        else call.reply(records(1));
      },
    });
    return { peer, calls };
  }

  test('are taken one time after the other, without waiting for busy domains', async () => {
    const { peer, calls } = peerWithStats();
    const types = [DomainStatsTypes.BALLOON, DomainStatsTypes.VCPU];
    const watch = await peer.connection.watchDomains({ stats: { interval: 1, types } });
    const events = watch[Symbol.asyncIterator]();
    await settle();
    expect(calls.map(({ args }) => args)).toEqual([{ doms: [], stats: 4 | 8, flags: 2 ** 29 }]);
    // Long past the interval there is still no second call, and events are not held up.
    peer.event(wireLifecycle, lifecycle(0, wireDomain(2, 2), STARTED));
    expect((await events.next()).value).toMatchObject({ type: 'added' });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(calls).toHaveLength(1);
    expect(watch.stats.size).toBe(0);
    calls[0]?.reply(records(1, 2));
    const { value } = await events.next();
    expect(value).toMatchObject({ type: 'stats', lost: 0 });
    expect(value?.type === 'stats' && [...value.stats.keys()]).toEqual([uuidOf(1), uuidOf(2)]);
    expect(watch.stats.get(uuidOf(2))?.params['state.state']).toBe(RUNNING);
    while (calls.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    calls[1]?.fail({ code: 1, message: 'not now' });
    expect((await events.next()).value).toMatchObject({ type: 'stats-failed', error: { message: 'not now' } });
    while (calls.length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
    await watch.close();
    expect(peer.connection.inFlight).toMatchObject([{ procedure: 'connectGetAllDomainStats', state: 'abandoned' }]);
    calls[2]?.reply(records(1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(calls).toHaveLength(3);
  });

  test('are taken with waiting where the driver does not know how not to', async () => {
    const { peer, calls } = peerWithStats();
    await using watch = await peer.connection.watchDomains({ stats: { interval: 1 } });
    const answered = (async () => {
      for (let at = 0; at < 3; at++) {
        while (calls[at] === undefined) await settle();
        if (at === 0) calls[at]?.fail({ code: 8, message: 'unsupported flags' });
        else calls[at]?.reply(records(1));
      }
    })();
    expect(await take(watch, 2)).toMatchObject([{ type: 'stats' }, { type: 'stats' }]);
    await answered;
    expect(calls.slice(0, 3).map(({ args }) => Object(args).flags)).toEqual([2 ** 29, 0, 0]);
  });

  test('are not asked for unless told', async () => {
    const { peer, calls } = peerWithStats();
    const timers = jest.spyOn(globalThis, 'setTimeout');
    await using watch = await peer.connection.watchDomains();
    await settle();
    expect([calls.length, watch.stats.size, timers.mock.calls.length]).toEqual([0, 0, 0]);
    timers.mockRestore();
  });

  test('go on with the next connection', async () => {
    const { peer, calls } = peerWithStats();
    const second = watchedPeer();
    peer.session.keepOpen(async () => second.session);
    await using watch = await peer.connection.watchDomains({ stats: { interval: 1 } });
    while (calls.length === 0) await settle();
    peer.hangUp();
    expect(await take(watch, 2)).toMatchObject([{ type: 'resync' }, { type: 'stats' }]);
  });
});
