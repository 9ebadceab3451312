import { describe, expect, test } from '@jest/globals';
import { AuthenticationError } from '../../../../src/errors/authentication-error.ts';
import { ConnectionError } from '../../../../src/errors/connection-error.ts';
import { TransportError } from '../../../../src/errors/transport-error.ts';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { type ReconnectOptions, reopenBy } from '../../../../src/session/reconnect/reconnect.ts';
import type { Session } from '../../../../src/session/session.ts';
import { FakeClock } from '../../rpc/fake-clock.ts';
import { sessionWithPeer, settle } from '../session-with-peer.ts';

const lost = new ConnectionError('the daemon closed the connection', 'eof');

/** What opening comes to: it fails, or it leads to a session. */
type Result = Session | Error;

interface Attempt {
  /** The time at which it began. */
  readonly at: number;
  readonly uri: string | undefined;
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Reopens by a clock and random numbers in the hands of the test. */
class Reopening {
  readonly clock = new FakeClock();
  readonly attempts: Attempt[] = [];
  readonly abort = new AbortController();
  readonly #startedAt = this.clock.now();
  readonly #reopen: (lost: ConnectionError, signal: AbortSignal) => Promise<Session>;

  constructor(
    options: ReconnectOptions,
    result: (attempt: number) => Result | Promise<Result>,
    random = (): number => 1,
  ) {
    const open = async (
      uri: string | undefined,
      { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: number },
    ): Promise<Session> => {
      this.attempts.push({ at: this.clock.now() - this.#startedAt, uri, timeout, signal });
      const opened = await result(this.attempts.length);
      if (opened instanceof Error) throw opened;
      return opened;
    };
    this.#reopen = reopenBy(open, options, this.clock, random);
  }

  start(): Promise<Session> {
    return this.#reopen(lost, this.abort.signal);
  }

  /** Starts, and lets the clock run until it has come to an end. */
  async run(): Promise<unknown> {
    let end: unknown;
    const ended = this.start().then(
      (session) => {
        end = session;
      },
      (error: unknown) => {
        end = error;
      },
    );
    await settle();
    while (end === undefined) {
      this.clock.skip(this.clock.untilNext);
      this.clock.fireNext();
      await settle();
    }
    await ended;
    expect(this.clock.timers).toBe(0);
    return end;
  }
}

const failing = (): Error => new TransportError('no way', ['tcp:kvm1:16509']);
const { session } = sessionWithPeer();

describe('the pauses', () => {
  test('are twice as long each time, up to the longest', async () => {
    const reopening = new Reopening({ minDelay: 100, maxDelay: 1000, attempts: 7 }, failing);
    expect(await reopening.run()).toBeInstanceOf(TransportError);
    const starts = reopening.attempts.map(({ at }) => at);
    expect(starts).toEqual([100, 300, 700, 1500, 2500, 3500, 4500]);
  });

  test('are 100 ms at first and 30 s at most unless told', async () => {
    const reopening = new Reopening({ attempts: 12 }, failing);
    await reopening.run();
    const starts = reopening.attempts.map(({ at }) => at);
    const pauses = starts.map((at, index) => at - (starts[index - 1] ?? 0));
    expect(pauses).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000, 30_000]);
  });

  test('are random, from nothing to the longest', async () => {
    const draws = [0, 0.25, 0.999, 0.5];
    const reopening = new Reopening({ minDelay: 100, attempts: 4 }, failing, () => draws.shift() ?? Number.NaN);
    await reopening.run();
    const starts = reopening.attempts.map(({ at }) => at);
    expect(starts).toEqual([0, 50, 449.6, 849.6].map((at) => expect.closeTo(at)));
  });

  test('stay numbers however often it fails, also from nothing', async () => {
    for (const minDelay of [0, 1]) {
      const reopening = new Reopening({ minDelay, maxDelay: 2, attempts: 1200 }, failing);
      await reopening.run();
      expect(reopening.attempts).toHaveLength(1200);
      expect(reopening.attempts.at(-1)?.at).toBe(minDelay === 0 ? 0 : 2399);
    }
  });

  test.each([
    ['begin anew behind a connection that has lasted', 1000, [100, 300, 700]],
    ['go on to grow behind one that was lost soon', 999, [800, 1800, 2800]],
  ])('%s', async (_what, lasted, expected) => {
    const result = (attempt: number): Result => (attempt === 3 ? session : failing());
    const reopening = new Reopening({ maxDelay: 1000, attempts: 3 }, result);
    expect(await reopening.run()).toBe(session);
    reopening.clock.skip(lasted);
    const before = (reopening.attempts.at(-1)?.at ?? Number.NaN) + lasted;
    expect(await reopening.run()).toBeInstanceOf(TransportError);
    // However long the pauses are, there are as many attempts.
    expect(reopening.attempts.slice(3).map(({ at }) => at - before)).toEqual(expected);
  });
});

describe('the attempts', () => {
  test('end with the first that succeeds', async () => {
    const reopening = new Reopening({}, (attempt) => (attempt === 20 ? session : failing()));
    expect(await reopening.run()).toBe(session);
    expect(reopening.attempts).toHaveLength(20);
  });

  test('may take 10 s each, or as long as is told', async () => {
    for (const [options, expected] of [
      [{}, 10_000],
      [{ attemptTimeout: 7 }, 7],
    ] as const) {
      const reopening = new Reopening(options, () => session);
      await reopening.run();
      expect(reopening.attempts).toMatchObject([{ timeout: expected, signal: reopening.abort.signal }]);
    }
  });

  test('go round the URIs, the first one first', async () => {
    const reopening = new Reopening({ uris: ['test+tcp://b/', 'test+tcp://c/'], attempts: 5 }, failing);
    await reopening.run();
    const tried = reopening.attempts.map(({ uri }) => uri);
    expect(tried).toEqual([undefined, 'test+tcp://b/', 'test+tcp://c/', undefined, 'test+tcp://b/']);
  });

  test('that fail as often as allowed end with what the last one said', async () => {
    const errors = [failing(), new Error('another')];
    const reopening = new Reopening({ attempts: 2 }, (attempt) => errors[attempt - 1] ?? session);
    expect(await reopening.run()).toBe(errors[1]);
  });

  test.each([new UsageError('that cannot be'), new AuthenticationError('not let in', ['sasl'])])(
    'stop at once at %p, which no other attempt would change',
    async (error) => {
      const reopening = new Reopening({}, (attempt) => (attempt === 2 ? error : failing()));
      expect(await reopening.run()).toBe(error);
      expect(reopening.attempts).toHaveLength(2);
    },
  );
});

describe('when it is over', () => {
  test('during a pause, no attempt follows', async () => {
    const reopening = new Reopening({}, failing);
    const started = reopening.start();
    const reason = new Error('enough');
    expect(reopening.clock.timers).toBe(1);
    reopening.abort.abort(reason);
    await expect(started).rejects.toMatchObject({ name: 'AbortError', cause: reason });
    expect(reopening.clock.timers).toBe(0);
    expect(reopening.attempts).toEqual([]);
  });

  test('before it begins, nothing happens', async () => {
    const reopening = new Reopening({}, failing);
    reopening.abort.abort();
    await expect(reopening.start()).rejects.toMatchObject({ name: 'AbortError' });
    expect(reopening.clock.timers).toBe(0);
  });

  test('during an attempt, that one is the last', async () => {
    let fail!: (error: Error) => void;
    const reopening = new Reopening(
      {},
      () =>
        new Promise((resolve) => {
          fail = resolve;
        }),
    );
    const started = reopening.start();
    reopening.clock.advance(100);
    await settle();
    expect(reopening.attempts).toHaveLength(1);
    reopening.abort.abort();
    const cause = failing();
    fail(cause);
    await expect(started).rejects.toBe(cause);
    expect(reopening.attempts).toHaveLength(1);
    expect(reopening.clock.timers).toBe(0);
  });
});

test.each([
  [{ minDelay: -1 }, 'minDelay'],
  [{ minDelay: Number.NaN }, 'minDelay'],
  [{ maxDelay: 2 ** 31 }, 'maxDelay'],
  [{ attemptTimeout: Number.POSITIVE_INFINITY }, 'attemptTimeout'],
  [{ attempts: 0 }, 'attempts'],
  [{ attempts: Number.NaN }, 'attempts'],
])('%j is refused', (options, name) => {
  const open = (): Promise<Session> => Promise.reject(new Error('it was opened'));
  expect(() => reopenBy(open, options, new FakeClock())).toThrow(UsageError);
  expect(() => reopenBy(open, options, new FakeClock())).toThrow(name);
});
