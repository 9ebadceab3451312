import { describe, expect, test } from '@jest/globals';
import type { DomainWatch } from '../../../../src/client/events/watch-domains.ts';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { DomainEventType, DomainState } from '../../../../src/generated/api-enums.ts';
import type { NonnullDomain } from '../../../../src/generated/remote-types.ts';
import type { IncomingCall } from '../../../../src/rpc/rpc-server.ts';
import { take } from '../../../support/take-events.ts';
import { words } from '../../rpc/raw-frame.ts';
import { settle } from '../../session/session-with-peer.ts';
import { lifecycle, uuidOf, wireDomain } from './payloads.ts';
import { list, records, watchedPeer } from './watched-peer.ts';

const wireLifecycle = 'domainEventCallbackLifecycle';
const { STARTED, SUSPENDED, UNDEFINED } = DomainEventType;
const { RUNNING, PAUSED } = DomainState;

const namesOf = (watch: DomainWatch): string[] => [...watch.domains.values()].map(({ name }) => name);

describe('a watch', () => {
  test('registers for events ahead of its list, and takes what comes meanwhile', async () => {
    const lists: IncomingCall[] = [];
    const peer = watchedPeer({ connectListAllDomains: (call) => lists.push(call) });
    const opening = peer.connection.watchDomains();
    await settle();
    expect(peer.calls).toEqual([
      'connectSupportsFeature',
      'connectDomainEventCallbackRegisterAny',
      'connectDomainEventCallbackRegisterAny',
      'connectGetAllDomainStats',
      'connectListAllDomains',
    ]);
    peer.event(wireLifecycle, lifecycle(0, wireDomain(2, 2), STARTED));
    lists[0]?.reply({ domains: [wireDomain(1)], ret: 1 });
    const watch = await opening;
    expect([...watch.domains.values()]).toMatchObject([
      { name: 'domain-1', uuid: uuidOf(1), id: 1, state: RUNNING, isPersistent: true },
      { name: 'domain-2', uuid: uuidOf(2), id: 2, state: RUNNING, isPersistent: false },
    ]);
    peer.event(wireLifecycle, lifecycle(0, wireDomain(1, 1), SUSPENDED));
    peer.event('domainEventCallbackMetadataChange', { callbackID: 1, dom: wireDomain(1, 1), type: 1, nsuri: null });
    expect(await take(watch, 2)).toMatchObject([
      { type: 'state', previous: { state: RUNNING }, current: { state: PAUSED }, lifecycle: { event: SUSPENDED } },
      { type: 'metadata', current: { name: 'domain-1' }, metadataType: 1, nsuri: null },
    ]);
    await watch.close();
    await watch.close();
    expect(peer.calls.slice(5)).toEqual([
      'connectDomainEventCallbackDeregisterAny',
      'connectDomainEventCallbackDeregisterAny',
    ]);
    expect(await take(watch, 1)).toEqual([]);
  });

  test('is current however slow its consumer is', async () => {
    const peer = watchedPeer();
    const watch = await peer.connection.watchDomains({ limit: 2 });
    for (const number of [2, 3, 4, 5]) peer.event(wireLifecycle, lifecycle(0, wireDomain(number, number), STARTED));
    await settle();
    expect(await take(watch, 2)).toMatchObject([
      { current: { name: 'domain-4' }, lost: 2 },
      { current: { name: 'domain-5' }, lost: 0 },
    ]);
    expect(watch.lost).toBe(2);
    expect(namesOf(watch)).toHaveLength(5);
  });

  test('finds by another list what it could not learn by events', async () => {
    const lists = [records(1), records(1, 3), records(3)];
    const peer = watchedPeer({ connectGetAllDomainStats: ({ reply }) => reply(lists.shift()) });
    const watch = await peer.connection.watchDomains();
    // One that cannot be read, and one that is newer than this release.
    peer.rawEvent(318, words(0));
    expect(await take(watch, 1)).toMatchObject([
      { type: 'added', current: { name: 'domain-3' }, lifecycle: undefined },
    ]);
    peer.event(wireLifecycle, lifecycle(0, wireDomain(1), 42));
    expect(await take(watch, 1)).toMatchObject([{ type: 'removed', previous: { name: 'domain-1' } }]);
    expect(namesOf(watch)).toEqual(['domain-3']);
  });

  test('keeps a limited number of events for a list that takes long, and makes another', async () => {
    const calls: IncomingCall[] = [];
    const peer = watchedPeer({ connectGetAllDomainStats: (call) => calls.push(call) });
    const opening = peer.connection.watchDomains();
    await settle();
    for (let at = 0; at <= 10_000; at++) {
      peer.event(wireLifecycle, lifecycle(0, wireDomain(at % 200, 1), at % 2 === 0 ? STARTED : SUSPENDED));
    }
    calls[0]?.reply(records(1));
    await settle();
    expect(calls).toHaveLength(2);
    calls[1]?.reply(records(1, 2));
    expect(namesOf(await opening)).toEqual(['domain-1', 'domain-2']);
  });

  test('works where there are neither statistics nor events of metadata', async () => {
    const peer = watchedPeer(
      {
        connectGetAllDomainStats: ({ fail }) => fail({ code: 3, message: 'not here' }),
        connectListAllDomains: list(wireDomain(1, 1), wireDomain(2)),
        domainGetState: ({ args, reply, fail }) => {
          const { dom } = Object(args) as { dom: NonnullDomain };
          if (dom.id === -1) fail({ code: 42, message: 'gone' });
          else reply({ state: PAUSED, reason: 1 });
        },
      },
      [],
    );
    const watch = await peer.connection.watchDomains();
    expect([...watch.domains.values()]).toMatchObject([{ name: 'domain-1', state: PAUSED, isPersistent: true }]);
    peer.event('domainEventLifecycle', { dom: wireDomain(1), event: UNDEFINED, detail: 0 });
    expect(await take(watch, 1)).toMatchObject([{ type: 'redefined', current: { isPersistent: false } }]);
  });

  test('that cannot be opened leaves nothing behind', async () => {
    const refused = watchedPeer({ connectListAllDomains: ({ fail }) => fail({ code: 1, message: 'not today' }) });
    await expect(refused.connection.watchDomains()).rejects.toThrow('not today');
    await settle();
    expect(refused.calls.filter((name) => /Deregister/.test(name))).toHaveLength(2);
    const silent = watchedPeer({ connectGetAllDomainStats: () => undefined });
    await expect(silent.connection.watchDomains({ timeout: 5 })).rejects.toMatchObject({ name: 'TimeoutError' });
    const controller = new AbortController();
    const aborted = silent.connection.watchDomains({ signal: controller.signal });
    await settle();
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'ABORT_ERR' });
    await settle();
    expect(silent.calls.filter((name) => /Deregister/.test(name))).toHaveLength(4);
    await expect(silent.connection.watchDomains({ stats: { interval: 0 } })).rejects.toThrow(UsageError);
    await expect(silent.connection.watchDomains({ limit: 0 })).rejects.toThrow(UsageError);
  });

  test('ends as the connection does, by its signal, and by a break', async () => {
    const peer = watchedPeer();
    const controller = new AbortController();
    const aborted = await peer.connection.watchDomains({ signal: controller.signal });
    const left = await peer.connection.watchDomains();
    const surprised = await peer.connection.watchDomains();
    const closed = await watchedPeer().connection.watchDomains();
    controller.abort();
    await expect(take(aborted, 1)).rejects.toMatchObject({ code: 'ABORT_ERR' });
    peer.event(wireLifecycle, lifecycle(0, wireDomain(2, 2), STARTED));
    for await (const change of left) {
      expect(change.type).toBe('added');
      break;
    }
    expect(await take(left, 1)).toEqual([]);
    expect(await take(surprised, 1)).toHaveLength(1);
    peer.hangUp();
    await expect(take(surprised, 1)).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
    await closed[Symbol.asyncDispose]();
    expect(await take(closed, 1)).toEqual([]);
  });
});

describe('a watch whose connection reconnects', () => {
  test('tells what is different, behind a resync and ahead of new events', async () => {
    const first = watchedPeer();
    const states: IncomingCall[] = [];
    const second = watchedPeer({ connectGetAllDomainStats: (call) => states.push(call) });
    first.session.keepOpen(async () => second.session);
    const watch = await first.connection.watchDomains();
    first.event(wireLifecycle, lifecycle(0, wireDomain(1, 1), SUSPENDED));
    await settle();
    first.hangUp();
    await settle();
    second.event(wireLifecycle, lifecycle(0, wireDomain(1, 1), SUSPENDED));
    states[0]?.reply(records(1, 4));
    expect(await take(watch, 5)).toMatchObject([
      { type: 'state', current: { state: PAUSED } },
      { type: 'resync', cause: { reason: 'eof' } },
      { type: 'state', current: { state: RUNNING }, lifecycle: undefined },
      { type: 'added', current: { name: 'domain-4' }, lifecycle: undefined },
      { type: 'state', current: { state: PAUSED }, lifecycle: { event: SUSPENDED } },
    ]);
  });

  test('waits for the next where that is lost before its list has come', async () => {
    const first = watchedPeer();
    const second = watchedPeer({ connectListAllDomains: () => second.hangUp() });
    const third = watchedPeer({ connectGetAllDomainStats: ({ reply }) => reply(records(5)) });
    const others = [second.session, third.session];
    first.session.keepOpen(async () => {
      const next = others.shift();
      if (next === undefined) throw new Error('no other daemon');
      return next;
    });
    const watch = await first.connection.watchDomains();
    first.hangUp();
    expect(await take(watch, 4)).toMatchObject([
      { type: 'resync' },
      { type: 'resync' },
      { type: 'removed', previous: { name: 'domain-1' } },
      { type: 'added', current: { name: 'domain-5' } },
    ]);
    third.event(wireLifecycle, lifecycle(0, wireDomain(6, 6), STARTED));
    expect(await take(watch, 1)).toMatchObject([{ current: { name: 'domain-6' } }]);
  });

  test('ends with what the new daemon says where that refuses the list', async () => {
    const first = watchedPeer();
    const second = watchedPeer({ connectListAllDomains: ({ fail }) => fail({ code: 38, message: 'may not' }) });
    first.session.keepOpen(async () => second.session);
    const watch = await first.connection.watchDomains();
    first.hangUp();
    expect(await take(watch, 1)).toMatchObject([{ type: 'resync' }]);
    await expect(take(watch, 1)).rejects.toThrow('may not');
    await settle();
    expect(second.calls.filter((name) => /Deregister/.test(name))).toHaveLength(2);
  });
});
