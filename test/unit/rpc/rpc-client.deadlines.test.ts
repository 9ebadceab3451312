import { describe, expect, jest, test } from '@jest/globals';
import { AbortError } from '../../../src/errors/abort-error.ts';
import { TimeoutError } from '../../../src/errors/timeout-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { domainGetXMLDescRetCodec, domainLookupByNameRetCodec } from '../../../src/generated/remote-types.ts';
import { longestTimeout } from '../../../src/rpc/call-options.ts';
import { resultOf } from '../../../src/rpc/call-outcome.ts';
import { domain, download, getXml, lookUp, watchDomains } from './calls.ts';
import { words } from './raw-frame.ts';
import { ScriptedPeer } from './scripted-peer.ts';

/** Listeners of all kinds that a signal has, counted by what is added and removed. */
function listenersOf(signal: AbortSignal): () => number {
  const add = jest.spyOn(signal, 'addEventListener');
  const remove = jest.spyOn(signal, 'removeEventListener');
  return () => add.mock.calls.length - remove.mock.calls.length;
}

describe('a timeout', () => {
  test('ends the wait for a call on the wire, tells what else was there, and leaves the connection be', async () => {
    const peer = new ScriptedPeer();
    const late = getXml(peer.client, 1, { timeout: 500 });
    peer.clock.advance(100);
    const sibling = lookUp(peer.client, 'sibling');
    const [slow, quick] = await peer.takeFrames();
    peer.clock.advance(399);
    expect(peer.client.inFlight.map(({ state }) => state)).toEqual(['sent', 'sent']);
    peer.clock.advance(1);
    const outcome = await late;
    expect(outcome).toEqual({
      kind: 'timeout',
      elapsed: 500,
      inFlight: [
        { procedure: 'domainGetXMLDesc', serial: 0, elapsed: 500, state: 'sent' },
        { procedure: 'domainLookupByName', serial: 1, elapsed: 400, state: 'sent' },
      ],
    });
    expect(() => resultOf(outcome, 'domainGetXMLDesc')).toThrow(TimeoutError);
    peer.reply(quick, domainLookupByNameRetCodec, { dom: domain(1) });
    expect((await sibling).kind).toBe('result');
    expect(peer.client.inFlight.map(({ serial, state }) => [serial, state])).toEqual([[0, 'abandoned']]);
    peer.reply(slow, domainGetXMLDescRetCodec, { xml: '<late/>' });
    expect(peer.client.inFlight).toEqual([]);
    peer.expectOpen();
  });

  test('of a call in the queue means that it is never written', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 1 });
    void getXml(peer.client, 1);
    const waiting = getXml(peer.client, 2, { timeout: 10 });
    const last = getXml(peer.client, 3);
    const [first] = await peer.takeFrames();
    peer.clock.advance(10);
    expect(await waiting).toMatchObject({
      kind: 'timeout',
      inFlight: [
        { serial: 0, state: 'sent' },
        { serial: 1, state: 'queued' },
      ],
    });
    peer.reply(first, domainGetXMLDescRetCodec, { xml: '' });
    const [third] = await peer.takeFrames();
    expect(third?.serial).toBe(2);
    peer.reply(third, domainGetXMLDescRetCodec, { xml: '' });
    expect((await last).kind).toBe('result');
    expect(peer.client.inFlight).toEqual([]);
  });

  test('does not tell of calls that have ended', async () => {
    const peer = new ScriptedPeer();
    const answered = lookUp(peer.client);
    const late = getXml(peer.client, 1, { timeout: 10 });
    const [call] = await peer.takeFrames();
    peer.fail(call);
    await answered;
    peer.clock.advance(10);
    const outcome = await late;
    expect(outcome.kind === 'timeout' ? outcome.inFlight.map(({ serial }) => serial) : outcome.kind).toEqual([1]);
  });

  test('of 0 ends the wait as soon as timers run, and not before', async () => {
    const peer = new ScriptedPeer();
    const outcome = lookUp(peer.client, 'x', { timeout: 0 });
    const [call] = await peer.takeFrames();
    peer.clock.advance(0);
    expect(await outcome).toMatchObject({ kind: 'timeout', elapsed: 0 });
    peer.reply(call, domainLookupByNameRetCodec, { dom: domain(1) });
    peer.expectOpen();
  });

  test('does not tell of thousands of calls that wait in the queue with it', async () => {
    const peer = new ScriptedPeer();
    const outcomes = Array.from({ length: 5000 }, (_, id) => getXml(peer.client, id, { timeout: 100 }));
    await peer.takeFrames();
    peer.clock.advance(100);
    for (const outcome of await Promise.all(outcomes)) {
      expect(outcome.kind === 'timeout' ? outcome.inFlight.length : outcome.kind).toBeLessThanOrEqual(5);
    }
    expect(peer.client.inFlight).toHaveLength(4);
    expect(peer.clock.timers).toBe(0);
  });

  test.each([Number.NaN, -1, -0.001, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, longestTimeout + 1])(
    'of %d is refused before anything is done',
    async (timeout) => {
      const peer = new ScriptedPeer();
      expect(() => lookUp(peer.client, 'x', { timeout })).toThrow(UsageError);
      expect(() => download(peer.client, () => undefined, { timeout })).toThrow(UsageError);
      expect(() => watchDomains(peer.client, { timeout })).toThrow(UsageError);
      expect(peer.client.inFlight).toEqual([]);
      expect(peer.clock.timers).toBe(0);
      expect(await peer.takeFrames()).toEqual([]);
    },
  );

  test('that is the longest possible, or none, is taken', async () => {
    const peer = new ScriptedPeer();
    void lookUp(peer.client, 'x', { timeout: longestTimeout });
    void lookUp(peer.client, 'x', { timeout: undefined });
    expect(await peer.takeFrames()).toHaveLength(2);
    expect(peer.clock.timers).toBe(1);
  });

  test('is forgotten when the call ends, however it ends', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 5 });
    const controller = new AbortController();
    const outcomes = [1, 2, 3, 4, 5].map((id) => getXml(peer.client, id, { timeout: 1000 }));
    outcomes.push(getXml(peer.client, 6, { timeout: 1000, signal: controller.signal }));
    const [first, second, third] = await peer.takeFrames();
    expect(peer.clock.timers).toBe(6);
    peer.reply(first, domainGetXMLDescRetCodec, { xml: '' });
    peer.fail(second);
    peer.replyRaw(third, words());
    controller.abort();
    expect(peer.clock.timers).toBe(2);
    peer.receive({ serial: 1234 });
    expect(peer.clock.timers).toBe(0);
    const kinds = (await Promise.all(outcomes)).map(({ kind }) => kind);
    expect(kinds).toEqual(['result', 'error', 'undecodable', 'closed', 'closed', 'aborted']);
  });
});

describe('a signal', () => {
  test('ends the wait for its call alone, with its reason as the cause', async () => {
    const peer = new ScriptedPeer();
    const controller = new AbortController();
    const outcome = getXml(peer.client, 1, { signal: controller.signal });
    const sibling = getXml(peer.client, 2);
    const [slow, quick] = await peer.takeFrames();
    const reason = new Error('the user went away');
    controller.abort(reason);
    const settled = await outcome;
    expect(settled).toEqual({ kind: 'aborted', signal: controller.signal });
    expect(() => resultOf(settled, 'x')).toThrow(expect.objectContaining({ name: 'AbortError', cause: reason }));
    expect(() => resultOf(settled, 'x')).toThrow(AbortError);
    peer.reply(slow, domainGetXMLDescRetCodec, { xml: '' });
    peer.reply(quick, domainGetXMLDescRetCodec, { xml: '' });
    expect((await sibling).kind).toBe('result');
    expect(peer.client.inFlight).toEqual([]);
    peer.expectOpen();
  });

  test('that is aborted already means that nothing is sent', async () => {
    const peer = new ScriptedPeer();
    const signal = AbortSignal.abort();
    expect(await lookUp(peer.client, 'x', { signal })).toEqual({ kind: 'aborted', signal });
    expect(await download(peer.client, () => undefined, { signal }).outcome).toEqual({ kind: 'aborted', signal });
    expect(await watchDomains(peer.client, { signal }).outcome).toEqual({ kind: 'aborted', signal });
    expect(await peer.takeFrames()).toEqual([]);
    expect(peer.client.inFlight).toEqual([]);
  });

  test('does nothing to a call that has ended', async () => {
    const peer = new ScriptedPeer();
    const controller = new AbortController();
    const outcome = lookUp(peer.client, 'x', { signal: controller.signal });
    const [call] = await peer.takeFrames();
    peer.reply(call, domainLookupByNameRetCodec, { dom: domain(1) });
    controller.abort();
    expect((await outcome).kind).toBe('result');
    expect(peer.client.inFlight).toEqual([]);
  });

  test('and a timeout end a wait once', async () => {
    const peer = new ScriptedPeer();
    const controller = new AbortController();
    const outcome = lookUp(peer.client, 'x', { signal: controller.signal, timeout: 10 });
    const listeners = listenersOf(controller.signal);
    peer.clock.advance(10);
    controller.abort();
    expect((await outcome).kind).toBe('timeout');
    expect(listeners()).toBe(-1);
  });

  test('shared by many calls gets one listener, as Node warns of a leak at eleven, and keeps none', async () => {
    const peer = new ScriptedPeer();
    const { signal } = new AbortController();
    const listeners = listenersOf(signal);
    const outcomes = Array.from({ length: 200 }, (_, id) => getXml(peer.client, id, { signal }));
    expect(listeners()).toBe(1);
    for (let left = outcomes.length; left > 0; ) {
      const calls = await peer.takeFrames();
      for (const call of calls) peer.reply(call, domainGetXMLDescRetCodec, { xml: '' });
      left -= calls.length;
    }
    await Promise.all(outcomes);
    expect(listeners()).toBe(0);
  });

  test('shared by 10,000 calls ends them all at once', async () => {
    const peer = new ScriptedPeer();
    const controller = new AbortController();
    const { signal } = controller;
    const outcomes = Array.from({ length: 10_000 }, (_, id) => getXml(peer.client, id, { signal }));
    const written = await peer.takeFrames();
    controller.abort();
    expect(new Set((await Promise.all(outcomes)).map(({ kind }) => kind))).toEqual(new Set(['aborted']));
    expect(peer.client.inFlight.map(({ state }) => state)).toEqual(Array.from(written, () => 'abandoned'));
    // The places of those on the wire come back with their late replies, and nothing of the others is written.
    for (const call of written) peer.reply(call, domainGetXMLDescRetCodec, { xml: '' });
    expect(await peer.takeFrames()).toEqual([]);
    expect(peer.client.inFlight).toEqual([]);
  });
});

describe('a call that was given up', () => {
  test('keeps its place on the wire until its reply has come', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 1 });
    const given = getXml(peer.client, 1, { timeout: 1 });
    const next = getXml(peer.client, 2);
    const [first] = await peer.takeFrames();
    peer.clock.advance(1);
    await given;
    expect(await peer.takeFrames()).toEqual([]);
    peer.reply(first, domainGetXMLDescRetCodec, { xml: '' });
    const [second] = await peer.takeFrames();
    peer.reply(second, domainGetXMLDescRetCodec, { xml: '' });
    expect((await next).kind).toBe('result');
  });

  test.each([
    ['an error', (peer: ScriptedPeer, call: Parameters<ScriptedPeer['fail']>[0]) => peer.fail(call)],
    [
      'nothing readable',
      (peer: ScriptedPeer, call: Parameters<ScriptedPeer['fail']>[0]) => peer.replyRaw(call, words()),
    ],
  ])('may be answered with %s, which is dropped', async (_what, answer) => {
    const peer = new ScriptedPeer();
    const outcome = getXml(peer.client, 1, { timeout: 1 });
    const [call] = await peer.takeFrames();
    peer.clock.advance(1);
    answer(peer, call);
    expect((await outcome).kind).toBe('timeout');
    expect(peer.client.inFlight).toEqual([]);
    peer.expectOpen();
  });

  test('is answered once: a second reply ends the connection', async () => {
    const peer = new ScriptedPeer();
    void getXml(peer.client, 1, { timeout: 1 });
    const [call] = await peer.takeFrames();
    peer.clock.advance(1);
    peer.fail(call);
    peer.fail(call);
    peer.expectProtocolError();
  });
});
