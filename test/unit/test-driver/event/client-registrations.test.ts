import { expect, test } from '@jest/globals';
import { networkEventLifecycle, storagePoolEventRefresh } from '../../../../src/generated/remote-procedures.ts';
import { ClientRegistrations } from '../../../../src/test-driver/event/client-registrations.ts';
import { eventMessage, type HostEvent } from '../../../../src/test-driver/event/host-event.ts';
import { HostEvents } from '../../../../src/test-driver/event/host-events.ts';

const net = { name: 'n', uuid: new Uint8Array(16) };

function networkEvent(key: string, event: number): HostEvent {
  return {
    family: 'network',
    eventID: 0,
    key,
    message: (callbackID) => eventMessage(networkEventLifecycle, { callbackID, net, event, detail: 0 }),
  };
}

function refusal(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : '';
  }
  return 'none';
}

test('numbers are counted over all clients, and each hears of its own', () => {
  const events = new HostEvents();
  const heard: unknown[] = [];
  const [one, two] = ['one', 'two'].map(
    (name) => new ClientRegistrations(({ payload }) => heard.push([name, payload])),
  );
  expect(one?.add(events, { family: 'network', eventID: 0 })).toBe(0);
  expect(two?.add(events, { family: 'network', eventID: 0, key: 'b' })).toBe(1);
  expect(one?.add(events, { family: 'network', eventID: 1 })).toBe(2);
  events.emit(networkEvent('a', 5));
  events.emit(networkEvent('b', 6));
  one?.remove('network', 0);
  events.emit(networkEvent('b', 7));
  two?.end();
  events.emit(networkEvent('b', 8));
  expect(heard).toEqual([
    ['one', { callbackID: 0, net, event: 5, detail: 0 }],
    ['one', { callbackID: 0, net, event: 6, detail: 0 }],
    ['two', { callbackID: 1, net, event: 6, detail: 0 }],
    ['two', { callbackID: 1, net, event: 7, detail: 0 }],
  ]);
});

test('who asks twice for the same is refused, and may ask for one object beside all', () => {
  const events = new HostEvents();
  const client = new ClientRegistrations(() => undefined);
  const wish = { family: 'domain', eventID: 0 } as const;
  client.add(events, wish);
  client.add(events, { ...wish, key: 'a' });
  const tracked = 'Fault: invalid argument: event callback already tracked';
  expect(refusal(() => client.add(events, wish))).toBe(tracked);
  expect(refusal(() => client.add(events, { ...wish, isLegacy: true }))).toBe(tracked);
  expect(refusal(() => client.add(events, { ...wish, key: 'a' }))).toBe(tracked);
  expect(client.add(events, { ...wish, family: 'network' })).toBe(2);
});

test('what a client does not have it cannot end', () => {
  const events = new HostEvents();
  const client = new ClientRegistrations(() => undefined);
  new ClientRegistrations(() => undefined).add(events, { family: 'network', eventID: 0 });
  client.add(events, { family: 'domain', eventID: 4, key: 'a' });
  const missing = 'Fault: internal error: network event callback 0 not registered';
  expect(refusal(() => client.remove('network', 0))).toBe(missing);
  expect(refusal(() => client.remove('network', 1))).toBe(missing.replace('0', '1'));
  client.removeOfDomains(4);
  expect(refusal(() => client.removeOfDomains(4))).toBe('Fault: internal error: domain event 4 not registered');
});

test('those who have no numbers are told in the old words, and nothing where there are none', () => {
  const events = new HostEvents();
  const heard: unknown[] = [];
  const client = new ClientRegistrations(({ payload }) => heard.push(payload));
  client.add(events, { family: 'domain', eventID: 0, isLegacy: true });
  client.add(events, { family: 'domain', eventID: 1, isLegacy: true });
  const old = eventMessage(storagePoolEventRefresh, { callbackID: -1, pool: net });
  const event: HostEvent = { ...networkEvent('a', 1), family: 'domain' };
  events.emit({ ...event, legacyMessage: old });
  events.emit({ ...event, eventID: 1 });
  expect(heard).toEqual([{ callbackID: -1, pool: net }]);
});
