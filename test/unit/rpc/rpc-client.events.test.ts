import { describe, expect, test } from '@jest/globals';
import {
  connectDomainEventCallbackRegisterAny,
  connectRegisterCloseCallback,
} from '../../../src/generated/remote-procedures.ts';
import type { EventFamily } from '../../../src/rpc/event-family.ts';
import { EventRouter } from '../../../src/rpc/event-router.ts';
import { domainEvents, eventsOf, lookUp, networkEvents, watchDomains, watchNetworks } from './calls.ts';
import { joined, type RawFrame, rawFrame, statusOf, typeOf, words } from './raw-frame.ts';
import { ScriptedPeer } from './scripted-peer.ts';

const lifecycle = 318;
const networkLifecycle = 315;

function event(callbackId: number, value: number, procedure = lifecycle): Partial<RawFrame> {
  return { type: typeOf.message, procedure, serial: 1, payload: words(callbackId, value) };
}

/** The daemon's answer to a registration. */
function confirmation(call: RawFrame | undefined, callbackId: number): Partial<RawFrame> {
  return { ...call, type: typeOf.reply, payload: words(callbackId) };
}

describe('events', () => {
  test('go to their registration by id, in order', async () => {
    const peer = new ScriptedPeer();
    const [first, second] = [watchDomains(peer.client), watchDomains(peer.client)];
    const calls = await peer.takeFrames();
    peer.receive(confirmation(calls[0], 0), confirmation(calls[1], 1));
    peer.receive(event(0, 1), event(1, 2), event(0, 3), event(2, 4), event(-1, 5));
    expect([first.events, second.events]).toEqual([[1, 3], [2]]);
    expect(await first.outcome).toEqual({ kind: 'result', result: { callbackID: 0 } });
    peer.expectOpen();
  });

  test('that come before the confirmation are held, and delivered in order ahead of later ones', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client);
    const [call] = await peer.takeFrames();
    peer.receive(event(7, 1), event(8, 99), event(7, 2, 319));
    expect(seen.events).toEqual([]);
    peer.client.receive(joined(rawFrame(confirmation(call, 7)), rawFrame(event(7, 3)), rawFrame(event(8, 98))));
    expect(seen.events).toEqual([1, 2, 3]);
  });

  test('are held even when the transport uses its memory again', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client);
    const [call] = await peer.takeFrames();
    const memory = rawFrame(event(7, 1));
    peer.client.receive(memory);
    memory.fill(0xee);
    peer.receive(confirmation(call, 7));
    expect(seen.events).toEqual([1]);
  });

  test('of a registration that is refused are dropped', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client);
    const [call] = await peer.takeFrames();
    peer.receive(event(7, 1));
    peer.fail(call);
    expect((await seen.outcome).kind).toBe('error');
    const again = watchDomains(peer.client);
    const [next] = await peer.takeFrames();
    peer.receive(confirmation(next, 7));
    expect([seen.events, again.events]).toEqual([[], []]);
  });

  test('held for one registration survive the refusal of another', async () => {
    const peer = new ScriptedPeer();
    const [refused, kept] = [watchDomains(peer.client), watchDomains(peer.client)];
    const calls = await peer.takeFrames();
    peer.receive(event(7, 1));
    peer.fail(calls[0]);
    peer.receive(event(7, 2), confirmation(calls[1], 7));
    expect([refused.events, kept.events]).toEqual([[], [1, 2]]);
  });

  test('held beyond a thousand are dropped, the first are kept', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client);
    const [call] = await peer.takeFrames();
    for (let value = 0; value < EventRouter.maxHeld + 10; value++) peer.receive(event(7, value));
    peer.receive(confirmation(call, 7));
    expect(EventRouter.maxHeld).toBe(1000);
    expect(seen.events).toEqual(Array.from({ length: 1000 }, (_, value) => value));
  });

  test('held beyond 16 MiB are dropped', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client);
    const [call] = await peer.takeFrames();
    const large = new Uint8Array(5 * 1024 * 1024);
    for (let value = 0; value < 5; value++) {
      peer.receive({ ...event(7, value), payload: joined(words(7, value), large) });
    }
    peer.receive(event(7, 5), confirmation(call, 7));
    expect(seen.events).toEqual([0, 1, 2, 5]);
  });

  test('held once give their room back', async () => {
    const peer = new ScriptedPeer();
    const large = new Uint8Array(12 * 1024 * 1024);
    for (const refuse of [true, true, false]) {
      const seen = watchDomains(peer.client);
      const [call] = await peer.takeFrames();
      peer.receive({ ...event(7, 1), payload: joined(words(7, 1), large) });
      if (refuse) peer.fail(call);
      else peer.receive(confirmation(call, 7));
      expect(seen.events).toEqual(refuse ? [] : [1]);
    }
  });

  test('of two families with the same id do not cross', async () => {
    const peer = new ScriptedPeer();
    const domains = watchDomains(peer.client);
    const networks = watchNetworks(peer.client);
    const [domainCall, networkCall] = await peer.takeFrames();
    peer.receive(event(3, 1), event(3, 2, networkLifecycle));
    peer.receive(confirmation(networkCall, 3), event(3, 3), event(3, 4, networkLifecycle));
    peer.receive(confirmation(domainCall, 3), event(3, 5), event(3, 6, networkLifecycle));
    expect([domains.events, networks.events]).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ]);
    eventsOf(peer.client).unregister(domainEvents, 3);
    peer.receive(event(3, 7), event(3, 8, networkLifecycle));
    expect([domains.events, networks.events]).toEqual([
      [1, 3, 5],
      [2, 4, 6, 8],
    ]);
    eventsOf(peer.client).unregister(networkEvents, 3);
  });

  test('that nobody asked for are dropped', async () => {
    const peer = new ScriptedPeer();
    peer.receive(event(0, 1), event(0, 1, 9999), { ...event(0, 1), program: 0x20008087 });
    const seen = watchDomains(peer.client);
    const [call] = await peer.takeFrames();
    peer.receive(confirmation(call, 0), event(0, 1, 9999), { ...event(0, 1), program: 0x20008087 });
    expect(seen.events).toEqual([]);
    peer.expectOpen();
  });

  test('without room for an id end the connection', async () => {
    const peer = new ScriptedPeer();
    void watchDomains(peer.client);
    await peer.takeFrames();
    peer.receive({ type: typeOf.message, procedure: lifecycle, payload: new Uint8Array(3) });
    expect(peer.expectProtocolError().offset).toBe(28);
  });

  test('are not delivered any more once the sink has ended the registration', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client, {}, () => eventsOf(peer.client).unregister(domainEvents, 7));
    const [call] = await peer.takeFrames();
    peer.receive(event(7, 1), event(7, 2), confirmation(call, 7), event(7, 3));
    expect(seen.events).toEqual([1]);
  });
});

describe('a registration that nobody waits for any more', () => {
  test('tells its id when the confirmation comes late, and gets no events', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client, { timeout: 10 });
    const [call] = await peer.takeFrames();
    peer.receive(event(7, 1));
    peer.clock.advance(10);
    expect((await seen.outcome).kind).toBe('timeout');
    peer.receive(event(7, 2), confirmation(call, 7), event(7, 3));
    expect([seen.events, seen.late]).toEqual([[], [7]]);
    peer.expectOpen();
  });

  test('holds no events back from others', async () => {
    const peer = new ScriptedPeer();
    const given = watchDomains(peer.client, { timeout: 10 });
    const kept = watchDomains(peer.client);
    const calls = await peer.takeFrames();
    peer.clock.advance(10);
    peer.receive(event(8, 1), confirmation(calls[0], 7), event(8, 2), confirmation(calls[1], 8));
    expect([given.events, given.late, kept.events]).toEqual([[], [7], [1, 2]]);
  });

  test('has no events held from then on', async () => {
    const peer = new ScriptedPeer();
    void watchDomains(peer.client, { timeout: 10 });
    const [call] = await peer.takeFrames();
    peer.clock.advance(10);
    peer.receive(event(9, 1), confirmation(call, 7), event(9, 2));
    const next = watchDomains(peer.client);
    const [nextCall] = await peer.takeFrames();
    peer.receive(confirmation(nextCall, 9));
    expect(next.events).toEqual([]);
  });

  test('tells nothing when it is refused late', async () => {
    const peer = new ScriptedPeer();
    const seen = watchDomains(peer.client, { timeout: 10 });
    const [call] = await peer.takeFrames();
    peer.clock.advance(10);
    peer.fail(call);
    expect(seen.late).toEqual([]);
  });

  test('and was never written leaves nothing', async () => {
    const peer = new ScriptedPeer();
    const controller = new AbortController();
    // Registrations have high priority, of which sixteen may be on the wire.
    for (let i = 0; i < 16; i++) void lookUp(peer.client);
    const seen = watchDomains(peer.client, { signal: controller.signal });
    const calls = await peer.takeFrames();
    controller.abort();
    expect((await seen.outcome).kind).toBe('aborted');
    for (const call of calls) peer.fail(call);
    peer.receive(event(16, 1));
    expect(await peer.takeFrames()).toEqual([]);
    expect([seen.events, seen.late]).toEqual([[], []]);
  });
});

test('a registration that cannot be written has no events held', async () => {
  const peer = new ScriptedPeer();
  const register = (eventID: number, sink: () => void): unknown =>
    eventsOf(peer.client).register({
      wanted: { family: domainEvents },
      procedure: connectDomainEventCallbackRegisterAny,
      args: { eventID, dom: null },
      sink,
      onLate: () => undefined,
    });
  expect(() => register(0.5, () => undefined)).toThrow('eventID');
  peer.receive(event(7, 1));
  const events: string[] = [];
  register(0, () => events.push('stale'));
  const [call] = await peer.takeFrames();
  peer.receive(confirmation(call, 7));
  expect(events).toEqual([]);
});

test('a confirmation that cannot be decoded fails the registration alone', async () => {
  const peer = new ScriptedPeer();
  const seen = watchDomains(peer.client);
  const [call] = await peer.takeFrames();
  peer.receive(event(7, 1), { ...call, type: typeOf.reply, status: statusOf.ok, payload: new Uint8Array(2) });
  expect((await seen.outcome).kind).toBe('undecodable');
  peer.receive(event(7, 2));
  expect([seen.events, seen.late]).toEqual([[], []]);
  peer.expectOpen();
});

describe('a family with one taker', () => {
  const closing: EventFamily = { name: 'closed', program: 0x20008086, procedures: new Set([362]), addressed: 'to-one' };
  const message = (reason: number): Partial<RawFrame> => ({
    type: typeOf.message,
    procedure: 362,
    payload: words(reason),
  });

  test('gets what comes before the confirmation and behind it', async () => {
    const peer = new ScriptedPeer();
    const reasons: number[] = [];
    const outcome = eventsOf(peer.client).register({
      wanted: { family: closing },
      procedure: connectRegisterCloseCallback,
      args: undefined,
      sink: ({ body }) => reasons.push(body.int()),
      onLate: () => undefined,
    });
    const [call] = await peer.takeFrames();
    peer.receive(message(1), { ...call, type: typeOf.reply, payload: new Uint8Array() }, message(2));
    expect((await outcome).kind).toBe('result');
    expect(reasons).toEqual([1, 2]);
    eventsOf(peer.client).unregister(closing);
    peer.receive(message(3));
    expect(reasons).toEqual([1, 2]);
  });
});

describe('an event newer than this release', () => {
  const watch = (peer: ScriptedPeer, unknown: boolean): { readonly seen: [number, number][] } => {
    const seen: [number, number][] = [];
    void eventsOf(peer.client).register({
      wanted: { family: domainEvents, unknown },
      procedure: connectDomainEventCallbackRegisterAny,
      args: { eventID: 99, dom: null },
      sink: ({ procedure, body }) => seen.push([procedure, body.remaining]),
      onLate: () => undefined,
    });
    return { seen };
  };

  test('goes to who asked for such, whole, before and behind the confirmation', async () => {
    const peer = new ScriptedPeer();
    const { seen } = watch(peer, true);
    const [call] = await peer.takeFrames();
    peer.receive(event(5, 1, 999), confirmation(call, 5), event(5, 2, 998), event(6, 3, 999));
    expect(seen).toEqual([
      [999, 8],
      [998, 8],
    ]);
    peer.receive({ type: typeOf.message, procedure: 999, payload: new Uint8Array(3) });
    peer.receive({ ...event(5, 4, 999), program: 0x20008087 });
    expect(seen).toHaveLength(2);
    peer.expectOpen();
  });

  test('goes to nobody else', async () => {
    const peer = new ScriptedPeer();
    const { seen } = watch(peer, false);
    const [call] = await peer.takeFrames();
    peer.receive(event(5, 1, 999), confirmation(call, 5), event(5, 2, 999));
    expect(seen).toEqual([]);
  });
});
