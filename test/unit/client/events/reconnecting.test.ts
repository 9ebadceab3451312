import { expect, test } from '@jest/globals';
import type { IncomingCall } from '../../../../src/rpc/rpc-server.ts';
import type { Session } from '../../../../src/session/session.ts';
import { take } from '../../../support/take-events.ts';
import { settle } from '../../session/session-with-peer.ts';
import { EventPeer } from './event-peer.ts';
import { lifecycle, wireDomain } from './payloads.ts';

const register = 'connectDomainEventCallbackRegisterAny';
const wireLifecycle = 'domainEventCallbackLifecycle';

/** Lets the first peer be followed by the others, one by one. */
function followedBy(first: EventPeer, ...others: readonly EventPeer[]): void {
  const next = others[Symbol.iterator]();
  first.session.keepOpen(async (): Promise<Session> => {
    const { value, done } = next.next();
    if (done === true) throw new Error('no other daemon');
    return value.session;
  });
}

test('registers anew, with the new id, and says so before the first new event', async () => {
  const calls: IncomingCall[] = [];
  const [first, second] = [new EventPeer(), new EventPeer({ scripts: { [register]: (call) => calls.push(call) } })];
  followedBy(first, second);
  const { connection } = first;
  const events = await connection.events('domain-lifecycle');
  first.event(wireLifecycle, lifecycle(0, wireDomain(1)));
  await settle();
  first.hangUp();
  await settle();
  expect(calls).toHaveLength(1);
  // Ahead of the confirmation, as the daemon may.
  second.event(wireLifecycle, lifecycle(9, wireDomain(2)));
  calls[0]?.reply({ callbackID: 9 });
  second.event(wireLifecycle, lifecycle(0, wireDomain(3)));
  second.event(wireLifecycle, lifecycle(9, wireDomain(4)));
  expect(await take(events, 4)).toMatchObject([
    { domain: { name: 'domain-1' } },
    { type: 'resync', cause: { name: 'ConnectionError', reason: 'eof' }, lost: 0 },
    { domain: { name: 'domain-2' } },
    { domain: { name: 'domain-4' } },
  ]);
  await events.close();
  expect(second.registered).toEqual([{ callbackID: 9 }]);
  expect(first.registered).toEqual([{ eventID: 0, dom: null }]);
});

test('says so once where nothing happens, to everyone who shares', async () => {
  const [first, second] = [new EventPeer(), new EventPeer()];
  followedBy(first, second);
  const both = [await first.connection.events('domain-lifecycle'), await first.connection.events('domain-lifecycle')];
  first.hangUp();
  for (const each of both) expect(await take(each, 1)).toMatchObject([{ type: 'resync' }]);
  expect(second.registered).toEqual([{ eventID: 0, dom: null }]);
  await first.connection.close();
  for (const each of both) expect(await take(each, 1)).toEqual([]);
});

test('waits for the next connection where the new one is lost before it has confirmed', async () => {
  const second = new EventPeer({ scripts: { [register]: () => second.hangUp() } });
  const [first, third] = [new EventPeer(), new EventPeer({ firstId: 3 })];
  followedBy(first, second, third);
  const events = await first.connection.events('domain-lifecycle');
  first.hangUp();
  expect(await take(events, 1)).toMatchObject([{ type: 'resync' }]);
  expect(second.calls).toEqual([register]);
  third.event(wireLifecycle, lifecycle(3, wireDomain(5)));
  expect(await take(events, 1)).toMatchObject([{ domain: { name: 'domain-5' }, lost: 0 }]);
});

test('ends with what the new daemon says where that refuses', async () => {
  const second = new EventPeer({
    scripts: { [register]: (call) => call.fail({ code: 3, message: 'no events here' }) },
  });
  const first = new EventPeer();
  followedBy(first, second);
  const events = await first.connection.events('domain-lifecycle');
  first.hangUp();
  await expect(take(events, 1)).rejects.toThrow('no events here');
  expect(first.session.state).toBe('connected');
});

test('never ends on the new connection what was registered on the old one', async () => {
  const [first, second] = [new EventPeer(), new EventPeer()];
  followedBy(first, second);
  const { session, connection } = first;
  const events = await connection.events('domain-lifecycle');
  const kept = await connection.events('domain-reboot');
  let closing: Promise<void> | undefined;
  session.observe((state) => {
    if (state === 'connected') closing = events.close();
  });
  const early = await connection.events('domain-watchdog');
  session.observe((state) => {
    if (state === 'reconnecting') void early.close();
  });
  first.hangUp();
  expect(await take(kept, 1)).toMatchObject([{ type: 'resync' }]);
  await closing;
  await settle();
  // The one that was left as soon as it was registered anew is ended by its new id.
  const [lifecycleAgain, rebootAgain, ...ended] = second.registered;
  expect([lifecycleAgain, rebootAgain]).toEqual([
    { eventID: 0, dom: null },
    { eventID: 1, dom: null },
  ]);
  expect(ended).toEqual([{ callbackID: 0 }]);
});

test.each([0, 1, 2, 3, 4, 5, 6, 7])('nor where it is left %i turns after another was found', async (turns) => {
  const [first, second] = [new EventPeer(), new EventPeer({ firstId: 100 })];
  let found!: (session: Session) => void;
  first.session.keepOpen(
    () =>
      new Promise((resolve) => {
        found = resolve;
      }),
  );
  const events = await first.connection.events('domain-lifecycle');
  first.hangUp();
  await settle();
  found(second.session);
  for (let turn = 0; turn < turns; turn++) await undefined;
  await events.close();
  await settle();
  expect(first.session.state).toBe('connected');
  expect([[], [{ eventID: 0, dom: null }, { callbackID: 100 }]]).toContainEqual(second.registered);
});
