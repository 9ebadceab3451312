import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { domainGetXMLDescRetCodec, domainLookupByNameRetCodec } from '../../../src/generated/remote-types.ts';
import { domain, getXml, lookUp } from './calls.ts';
import type { RawFrame } from './raw-frame.ts';
import { ScriptedPeer } from './scripted-peer.ts';

const highProcedure = 23;

/** The calls on the wire as a daemon sees them. */
class Wire {
  readonly peer: ScriptedPeer;
  readonly unanswered: RawFrame[] = [];

  constructor(peer: ScriptedPeer) {
    this.peer = peer;
  }

  async take(): Promise<RawFrame[]> {
    const frames = await this.peer.takeFrames();
    this.unanswered.push(...frames);
    return frames;
  }

  answer(index: number): void {
    const [call] = this.unanswered.splice(index, 1);
    if (call?.procedure === highProcedure) this.peer.reply(call, domainLookupByNameRetCodec, { dom: domain(1) });
    else this.peer.reply(call, domainGetXMLDescRetCodec, { xml: '' });
  }

  count(isHigh: boolean): number {
    return this.unanswered.filter(({ procedure }) => (procedure === highProcedure) === isHigh).length;
  }
}

function serials(frames: readonly RawFrame[]): number[] {
  return frames.map(({ serial }) => serial);
}

describe('on the wire are', () => {
  test('at most four calls that may block, and the others follow in order', async () => {
    const wire = new Wire(new ScriptedPeer());
    for (let id = 0; id < 8; id++) void getXml(wire.peer.client, id);
    expect(serials(await wire.take())).toEqual([0, 1, 2, 3]);
    wire.answer(2);
    expect(serials(await wire.take())).toEqual([4]);
    wire.answer(0);
    wire.answer(0);
    expect(serials(await wire.take())).toEqual([5, 6]);
    for (let left = 4; left > 0; left--) wire.answer(0);
    expect(serials(await wire.take())).toEqual([7]);
    wire.answer(0);
    expect(wire.peer.client.inFlight).toEqual([]);
  });

  test('at most sixteen calls of high priority, whose followers wait for half of their places', async () => {
    const wire = new Wire(new ScriptedPeer());
    for (let id = 0; id < 30; id++) void lookUp(wire.peer.client);
    expect(await wire.take()).toHaveLength(16);
    for (let left = 7; left > 0; left--) wire.answer(left);
    expect(await wire.take()).toEqual([]);
    void lookUp(wire.peer.client);
    expect(await wire.take()).toEqual([]);
    wire.answer(0);
    expect(serials(await wire.take())).toEqual([16, 17, 18, 19, 20, 21, 22, 23]);
  });

  test('calls of high priority ahead of those that wait to block', async () => {
    const wire = new Wire(new ScriptedPeer());
    for (let id = 0; id < 100; id++) void getXml(wire.peer.client, id);
    void lookUp(wire.peer.client);
    expect(serials(await wire.take())).toEqual([0, 1, 2, 3, 100]);
    expect(wire.peer.client.inFlight.filter(({ state }) => state === 'queued')).toHaveLength(96);
  });

  test('calls that may block however many of high priority wait', async () => {
    const wire = new Wire(new ScriptedPeer());
    for (let id = 0; id < 100; id++) void lookUp(wire.peer.client);
    void getXml(wire.peer.client);
    expect(serials(await wire.take()).at(-1)).toBe(100);
  });

  test.each([1, 2, 7])('at most %d that may block when that is the limit', async (maxInFlight) => {
    const wire = new Wire(new ScriptedPeer({ maxInFlight }));
    for (let id = 0; id < 20; id++) void getXml(wire.peer.client, id);
    expect(await wire.take()).toHaveLength(maxInFlight);
  });

  test.each([0, -4, Number.NaN, 2.5])('none when %d is the limit, which is refused', (maxInFlight) => {
    expect(() => new ScriptedPeer({ maxInFlight })).toThrow(UsageError);
  });

  test('calls made from within an answer, behind those that waited before', async () => {
    const wire = new Wire(new ScriptedPeer({ maxInFlight: 1 }));
    const first = getXml(wire.peer.client, 1);
    void getXml(wire.peer.client, 2);
    await wire.take();
    wire.answer(0);
    await first;
    void getXml(wire.peer.client, 3);
    expect(serials(await wire.take())).toEqual([1]);
    wire.answer(0);
    expect(serials(await wire.take())).toEqual([2]);
  });

  test('no more than allowed, in order, and in the end all of them, whatever is made, given up and answered when', async () => {
    type Step = { readonly kind: 'low' | 'high' | 'answer' | 'abort'; readonly at: number };
    const step: fc.Arbitrary<Step> = fc.record({
      kind: fc.constantFrom('low', 'low', 'high', 'answer', 'answer', 'abort'),
      at: fc.nat(1000),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 80 }),
        fc.integer({ min: 1, max: 5 }),
        async (steps, maxInFlight) => {
          const wire = new Wire(new ScriptedPeer({ maxInFlight }));
          const controllers: AbortController[] = [];
          const outcomes: Promise<{ readonly kind: string }>[] = [];
          const sent: RawFrame[] = [];
          const take = async (): Promise<void> => {
            sent.push(...(await wire.take()));
            expect(wire.count(false)).toBeLessThanOrEqual(maxInFlight);
            expect(wire.count(true)).toBeLessThanOrEqual(16);
          };
          for (const { kind, at } of steps) {
            if (kind === 'answer' && wire.unanswered.length > 0) wire.answer(at % wire.unanswered.length);
            if (kind === 'abort' && controllers.length > 0) controllers[at % controllers.length]?.abort();
            if (kind === 'low' || kind === 'high') {
              const controller = new AbortController();
              const { signal } = controller;
              controllers.push(controller);
              const { client } = wire.peer;
              outcomes.push(kind === 'high' ? lookUp(client, 'x', { signal }) : getXml(client, 1, { signal }));
            }
            if (at % 3 === 0) await take();
          }
          for (let rest = true; rest; ) {
            await take();
            rest = wire.unanswered.length > 0;
            if (rest) wire.answer(0);
          }
          const kinds = (await Promise.all(outcomes)).map(({ kind }) => kind);
          for (const [serial, kind] of kinds.entries()) {
            const aborted = controllers[serial]?.signal.aborted === true;
            // One that was not aborted has its result; one that was never written has been aborted.
            if (!aborted) expect(kind).toBe('result');
            if (kind === 'result') expect(serials(sent)).toContain(serial);
          }
          const order = (isHigh: boolean): number[] =>
            serials(sent.filter(({ procedure }) => (procedure === highProcedure) === isHigh));
          for (const isHigh of [true, false]) expect(order(isHigh)).toEqual([...order(isHigh)].sort((a, b) => a - b));
          expect(new Set(serials(sent)).size).toBe(sent.length);
          expect(wire.peer.client.inFlight).toEqual([]);
          wire.peer.expectOpen();
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('serial numbers', () => {
  test('wrap at 2^32 and stay taken while a call that was given up is unanswered', async () => {
    const peer = new ScriptedPeer({ firstSerial: 0xfffffffe });
    const controller = new AbortController();
    void lookUp(peer.client);
    void lookUp(peer.client, 'given up', { signal: controller.signal });
    void lookUp(peer.client);
    controller.abort();
    const frames = await peer.takeFrames();
    expect(serials(frames)).toEqual([0xfffffffe, 0xffffffff, 0]);
    peer.reply(frames[0], domainLookupByNameRetCodec, { dom: domain(1) });
    expect(peer.client.inFlight.map(({ serial, state }) => [serial, state])).toEqual([
      [0xffffffff, 'abandoned'],
      [0, 'sent'],
    ]);
  });
});
