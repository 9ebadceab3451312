import { describe, expect, test } from '@jest/globals';
import { Domain } from '../../../../src/client/domain.ts';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { take } from '../../../support/take-events.ts';
import { settle } from '../../session/session-with-peer.ts';
import { callbackIds, closeCallback, EventPeer } from './event-peer.ts';
import { heldCalls } from './held-calls.ts';
import { lifecycle, namesOf, wireDomain } from './payloads.ts';

const register = 'connectDomainEventCallbackRegisterAny';
const deregister = 'connectDomainEventCallbackDeregisterAny';
const wireLifecycle = 'domainEventCallbackLifecycle';

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
    expect(peer.count(deregister)).toBe(0);
    peer.event(wireLifecycle, lifecycle(0, wireDomain(2)));
    expect(namesOf(await take(second, 1))).toEqual(['domain-2']);
    await second.close();
    await second.close();
    expect(peer.count(deregister)).toBe(1);
    const again = await peer.connection.events('domain-lifecycle');
    peer.event(wireLifecycle, lifecycle(2, wireDomain(3)));
    expect(namesOf(await take(again, 1))).toEqual(['domain-3']);
    await Promise.all([again.close(), other.close()]);
    expect(peer.count(deregister)).toBe(3);
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
    // All of them, as a pattern: the daemon would not take one without beside the others.
    await peer.connection.events('qemu-monitor', { domain: one });
    expect(peer.registered).toEqual([
      { eventID: 0, dom: wireDomain(1) },
      { eventID: 0, dom: wireDomain(2) },
      { dom: null, event: 'STOP', flags: 0 },
      { dom: null, event: 'STOP', flags: 2 },
      { dom: wireDomain(1), event: 'STOP', flags: 2 },
      { dom: wireDomain(1), event: '.', flags: 1 },
    ]);
  });

  test('may leave while the registration is pending: the others have it', async () => {
    const { calls, script } = heldCalls();
    const peer = new EventPeer({ scripts: { [register]: script } });
    const controller = new AbortController();
    const leaving = peer.connection.events('domain-lifecycle', { signal: controller.signal });
    const late = expect(peer.connection.events('domain-lifecycle', { timeout: 5 })).rejects.toMatchObject({
      name: 'TimeoutError',
      message: expect.stringContaining('subscribing to domain-lifecycle'),
    });
    const staying = peer.connection.events('domain-lifecycle');
    await settle();
    controller.abort(new Error('enough'));
    await expect(leaving).rejects.toMatchObject({ code: 'ABORT_ERR', cause: { message: 'enough' } });
    await late;
    expect(calls).toHaveLength(1);
    peer.event(wireLifecycle, lifecycle(7, wireDomain(1)));
    calls[0]?.reply({ callbackID: 7 });
    expect(namesOf(await take(await staying, 1))).toEqual(['domain-1']);
    expect(peer.count(deregister)).toBe(0);
  });

  test('and all leave while it is pending: it is ended once the daemon has confirmed', async () => {
    const { calls, script } = heldCalls();
    const peer = new EventPeer({ scripts: { [register]: script } });
    const controller = new AbortController();
    const { signal } = controller;
    const both = [1, 2].map(() => peer.connection.events('domain-lifecycle', { signal }));
    await settle();
    controller.abort();
    for (const each of both) await expect(each).rejects.toMatchObject({ code: 'ABORT_ERR' });
    expect(peer.count(deregister)).toBe(0);
    calls[0]?.reply({ callbackID: 7 });
    await settle();
    expect(peer.registered).toEqual([{ callbackID: 7 }]);
  });

  test('is refused alike, and may ask again', async () => {
    const { calls, script } = heldCalls();
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
    expect(peer.count(deregister)).toBe(1);
  });

  test('cannot wait for longer than there are timers', async () => {
    const peer = new EventPeer();
    await peer.connection.events('domain-lifecycle');
    const tooLong = peer.connection.events('domain-lifecycle', { timeout: 2 ** 31 });
    await expect(tooLong).rejects.toThrow(UsageError);
    await expect(tooLong).rejects.toThrow('a timeout is 0 to 2147483647 ms');
  });
});

describe('a daemon', () => {
  test.each([
    [
      'domain-reboot',
      [callbackIds],
      'connectDomainEventCallbackRegisterAny',
      'connectDomainEventCallbackDeregisterAny',
    ],
    ['domain-reboot', [], 'connectDomainEventRegisterAny', 'connectDomainEventDeregisterAny'],
    ['closed', [closeCallback], 'connectRegisterCloseCallback', 'connectUnregisterCloseCallback'],
  ] as const)(
    'is asked for %s again, with features %j, only when it has ended what was before',
    async (name, features, begin, end) => {
      const { calls, script } = heldCalls();
      const peer = new EventPeer({ features, scripts: { [end]: script } });
      const first = await peer.connection.events(name);
      const closing = first.close();
      const again = peer.connection.events(name);
      await settle();
      expect(peer.calls.slice(-2)).toEqual([begin, end]);
      calls[0]?.reply(undefined);
      await closing;
      const events = await again;
      expect(peer.calls.at(-1)).toBe(begin);
      peer.hangUp();
      await settle();
      expect(events.lost).toBe(0);
    },
  );
});
