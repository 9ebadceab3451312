import { describe, expect, jest, test } from '@jest/globals';
import { Listening } from '../../../../src/client/events/listening.ts';
import { Subscription } from '../../../../src/client/events/subscription.ts';
import { UsageError } from '../../../../src/errors/usage-error.ts';

interface Numbered {
  readonly n: number;
  readonly lost: number;
}

function subscription(options = {}): Subscription<Numbered> & { leaves: number } {
  const made = Object.assign(new Subscription<Numbered>('numbers', options), { leaves: 0 });
  made.start(async () => {
    made.leaves++;
  });
  return made;
}

/** Takes what there is, until the end. */
async function drain(events: AsyncIterable<Numbered>): Promise<Numbered[]> {
  const all: Numbered[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe('a subscription', () => {
  test('yields what came before it was asked and what comes later, in order', async () => {
    const events = subscription();
    events.push({ n: 1 });
    const iterator = events[Symbol.asyncIterator]();
    expect(await iterator.next()).toEqual({ value: { n: 1, lost: 0 }, done: false });
    const [second, third] = [iterator.next(), iterator.next()];
    events.push({ n: 2 });
    events.push({ n: 3 });
    events.push({ n: 4 });
    expect((await Promise.all([second, third])).map(({ value }) => value?.n)).toEqual([2, 3]);
    expect((await iterator.next()).value).toEqual({ n: 4, lost: 0 });
  });

  test('drops the oldest beyond its limit, and says how many before each gap', async () => {
    const events = subscription({ limit: 3 });
    for (let n = 0; n < 10; n++) events.push({ n });
    expect(events.lost).toBe(7);
    const iterator = events[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toEqual({ n: 7, lost: 7 });
    expect((await iterator.next()).value).toEqual({ n: 8, lost: 0 });
    for (let n = 10; n < 14; n++) events.push({ n });
    events.end();
    expect(await drain(events)).toEqual([
      { n: 11, lost: 2 },
      { n: 12, lost: 0 },
      { n: 13, lost: 0 },
    ]);
    expect(events.lost).toBe(9);
  });

  test('says where events were missed, however many wait in front of the gap', async () => {
    const events = subscription({ limit: 3 });
    events.push({ n: 1 });
    events.missed(2);
    events.missed(3);
    for (const n of [7, 8]) events.push({ n });
    events.missed(1);
    expect(events.lost).toBe(6);
    const iterator = events[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toEqual({ n: 1, lost: 0 });
    // Dropping what has a gap in front of it makes that one longer.
    for (const n of [10, 11]) events.push({ n });
    expect((await iterator.next()).value).toEqual({ n: 8, lost: 6 });
    expect((await iterator.next()).value).toEqual({ n: 10, lost: 1 });
    const next = iterator.next();
    events.push({ n: 12 });
    expect((await iterator.next()).value).toEqual({ n: 12, lost: 0 });
    expect((await next).value).toEqual({ n: 11, lost: 0 });
    const waiting = iterator.next();
    events.missed(4);
    events.push({ n: 17 });
    expect((await waiting).value).toEqual({ n: 17, lost: 4 });
    expect(events.lost).toBe(11);
  });

  test('ends with an error beyond its limit, where that is asked for', async () => {
    const events = subscription({ limit: 2, overflow: 'error' });
    for (let n = 0; n < 5; n++) events.push({ n });
    const iterator = events[Symbol.asyncIterator]();
    expect([(await iterator.next()).value?.n, (await iterator.next()).value?.n]).toEqual([0, 1]);
    await expect(iterator.next()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_OVERFLOW' });
    expect(await iterator.next()).toEqual({ value: undefined, done: true });
    expect([events.leaves, events.lost]).toEqual([1, 0]);
  });

  test('tells an error once, behind what had come', async () => {
    const events = subscription();
    events.push({ n: 1 });
    events.end(new Error('gone'));
    events.end(new Error('again'));
    events.push({ n: 2 });
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const { n } of events) seen.push(n);
      })(),
    ).rejects.toThrow('gone');
    expect(seen).toEqual([1]);
    expect(await drain(events)).toEqual([]);
  });

  test('tells one of several who wait, and ends for all', async () => {
    const events = subscription();
    const iterator = events[Symbol.asyncIterator]();
    const waiting = Promise.allSettled([iterator.next(), iterator.next()]);
    events.end(new Error('gone'));
    expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect((await iterator.next()).done).toBe(true);
  });

  test('is left by a break, once, and forgets what was not taken', async () => {
    const events = subscription();
    for (let n = 0; n < 5; n++) events.push({ n });
    for await (const { n } of events) if (n === 1) break;
    await events.close();
    expect(events.leaves).toBe(1);
    expect(await drain(events)).toEqual([]);
  });

  test('is ended by its signal, before and after it has started', async () => {
    const controller = new AbortController();
    const events = new Subscription<Numbered>('numbers');
    let leaves = 0;
    const leave = async (): Promise<void> => {
      leaves++;
    };
    events.start(leave, controller.signal);
    const next = events[Symbol.asyncIterator]().next();
    controller.abort(new Error('enough'));
    await expect(next).rejects.toMatchObject({ code: 'ABORT_ERR', cause: { message: 'enough' } });
    const late = new Subscription<Numbered>('numbers');
    late.start(leave, controller.signal);
    await expect(drain(late)).rejects.toMatchObject({ code: 'ABORT_ERR' });
    expect(leaves).toBe(2);
  });

  test.each([{ limit: 0 }, { limit: 1.5 }, { limit: Number.NaN }, { overflow: 'block' as 'error' }])(
    'cannot be made with %j',
    (options) => {
      expect(() => new Subscription('numbers', options)).toThrow(UsageError);
    },
  );
});

describe('a listener', () => {
  test('that throws or rejects is reported, and misses nothing', async () => {
    const reports: (() => void)[] = [];
    jest.spyOn(globalThis, 'queueMicrotask').mockImplementation((report) => reports.push(report));
    const events = subscription();
    const seen: number[] = [];
    const listening = new Listening(events, ({ n }) => {
      seen.push(n);
      if (n === 1) throw new Error('thrown');
      return n === 2 ? Promise.reject(new Error('rejected')) : undefined;
    });
    for (const n of [1, 2, 3]) events.push({ n });
    events.end();
    expect(await listening.ended).toBeUndefined();
    jest.restoreAllMocks();
    expect(seen).toEqual([1, 2, 3]);
    expect(reports).toHaveLength(2);
    expect(reports[0]).toThrow('thrown');
    expect(reports[1]).toThrow('rejected');
  });

  test('that takes its time gets one event after the other', async () => {
    const events = subscription({ limit: 1 });
    const seen: Numbered[] = [];
    let goOn: () => void = () => undefined;
    const listening = new Listening(events, (event) => {
      seen.push(event);
      return new Promise((resolve) => {
        goOn = resolve;
      });
    });
    events.push({ n: 1 });
    await new Promise((resolve) => setImmediate(resolve));
    for (const n of [2, 3, 4]) events.push({ n });
    expect([seen.length, listening.lost]).toEqual([1, 2]);
    goOn();
    await new Promise((resolve) => setImmediate(resolve));
    expect(seen.at(-1)).toEqual({ n: 4, lost: 2 });
    const closing = listening.close();
    goOn();
    await closing;
    expect(await listening.ended).toBeUndefined();
  });

  test('learns what ended the events', async () => {
    const events = subscription();
    const listening = new Listening(events, () => undefined);
    events.end(new Error('gone'));
    expect(await listening.ended).toMatchObject({ message: 'gone' });
  });
});
