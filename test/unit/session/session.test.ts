import { describe, expect, jest, test } from '@jest/globals';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { TimeoutError } from '../../../src/errors/timeout-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { ErrorNumber } from '../../../src/generated/api-enums.ts';
import { connectGetType, domainGetInfo, domainOpenGraphicsFD } from '../../../src/generated/remote-procedures.ts';
import type { IncomingCall } from '../../../src/rpc/rpc-server.ts';
import { sessionWithPeer, settle } from './session-with-peer.ts';

const dom = { name: 'web', uuid: new Uint8Array(16), id: 1 };
const goodbye = { connectClose: (call: IncomingCall): void => call.reply(undefined) };

describe('calls', () => {
  test('resolve with what the daemon replies, in whatever order', async () => {
    const { session, calls } = sessionWithPeer();
    const [first, second] = [session.call(connectGetType, undefined), session.call(connectGetType, undefined)];
    await settle();
    expect(session.inFlight).toMatchObject([{ procedure: 'connectGetType' }, { procedure: 'connectGetType' }]);
    calls[1]?.reply({ type: 'second' });
    calls[0]?.reply({ type: 'first' });
    await expect(Promise.all([first, second])).resolves.toEqual([{ type: 'first' }, { type: 'second' }]);
    expect(session.inFlight).toEqual([]);
  });

  test('wait no longer than callTimeout, unless they say otherwise', async () => {
    const { session } = sessionWithPeer({}, { callTimeout: 20 });
    await expect(session.call(connectGetType, undefined)).rejects.toThrow(TimeoutError);
    const patient = session.call(connectGetType, undefined, { timeout: 60_000 });
    await expect(session.call(connectGetType, undefined)).rejects.toMatchObject({ inFlight: { length: 3 } });
    session.destroy();
    await expect(patient).rejects.toThrow(ConnectionError);
  });

  test('with a timeout that no timer can count are refused', async () => {
    for (const timeout of [-1, 2 ** 31, Number.POSITIVE_INFINITY, Number.NaN]) {
      const { session, calls } = sessionWithPeer();
      await expect(session.call(connectGetType, undefined, { timeout })).rejects.toThrow(UsageError);
      await settle();
      expect(calls).toEqual([]);
    }
  });

  test('are not left waiting for ever by a limit that lets none through', async () => {
    for (const maxInFlight of [0, -1, 1.5, Number.NaN]) {
      expect(() => sessionWithPeer({}, { maxInFlight })).toThrow(UsageError);
    }
  });

  test('that may block are on the wire four at a time, or as many as maxInFlight says', async () => {
    for (const [maxInFlight, most] of [
      [undefined, 4],
      [1, 1],
      [10, 10],
    ] as const) {
      const { session, calls } = sessionWithPeer({}, { maxInFlight });
      const pending = Array.from({ length: 12 }, () => session.call(domainGetInfo, { dom }).catch(() => undefined));
      await settle();
      expect(calls).toHaveLength(most);
      calls[0]?.reply({ state: 1, maxMem: 1n, memory: 1n, nrVirtCpu: 1, cpuTime: 1n });
      await settle();
      expect(calls).toHaveLength(most + 1);
      session.destroy();
      await Promise.all(pending);
    }
  });

  test('that pass file descriptors are refused here', async () => {
    const { session, calls } = sessionWithPeer();
    await expect(session.call(domainOpenGraphicsFD, { dom, idx: 0, flags: 0 })).rejects.toThrow(UsageError);
    await settle();
    expect(calls).toEqual([]);
  });

  test('reject where the caller waits: the stack names the caller', async () => {
    const { session } = sessionWithPeer({ connectGetType: (call) => call.fail({ code: 1, message: 'no' }) });
    async function theCaller(): Promise<unknown> {
      return await session.call(connectGetType, undefined);
    }
    await expect(theCaller()).rejects.toHaveProperty('stack', expect.stringContaining('theCaller'));
  });
});

describe('supportsFeature', () => {
  test('asks once, and takes a refusal for a no', async () => {
    const asked: unknown[] = [];
    const connectSupportsFeature = (call: IncomingCall): void => {
      asked.push(call.args);
      const { feature } = Object(call.args);
      if (feature === 3) call.fail({ code: ErrorNumber.ERR_INTERNAL_ERROR, message: 'no' });
      else call.reply({ supported: feature === 1 ? 1 : 0 });
    };
    const { session } = sessionWithPeer({ connectSupportsFeature });
    for (let round = 0; round < 2; round++) {
      await expect(session.supportsFeature(1)).resolves.toBe(true);
      await expect(session.supportsFeature(2)).resolves.toBe(false);
      await expect(session.supportsFeature(3)).resolves.toBe(false);
    }
    expect(asked).toEqual([{ feature: 1 }, { feature: 2 }, { feature: 3 }]);
  });

  test('asks again when there was no answer', async () => {
    let answers = false;
    const connectSupportsFeature = (call: IncomingCall): void => {
      if (answers) call.reply({ supported: 1 });
    };
    const { session } = sessionWithPeer({ connectSupportsFeature });
    await expect(session.supportsFeature(1, { timeout: 10 })).rejects.toThrow(TimeoutError);
    answers = true;
    await expect(session.supportsFeature(1)).resolves.toBe(true);
  });
});

describe('the end', () => {
  test('by close() says goodbye, once, and rejects what is pending', async () => {
    const goodbyes: IncomingCall[] = [];
    const connectClose = (call: IncomingCall): void => {
      goodbyes.push(call);
      call.reply(undefined);
    };
    const { session } = sessionWithPeer({ connectClose });
    const pending = session.call(connectGetType, undefined);
    pending.catch(() => undefined);
    expect(session.isAlive).toBe(true);
    await Promise.all([session.close(), session.close(), session[Symbol.asyncDispose]()]);
    expect(goodbyes).toHaveLength(1);
    expect(session.isAlive).toBe(false);
    const cause = await session.closed;
    expect(cause).toMatchObject({ name: 'ConnectionError', reason: 'client' });
    await expect(pending).rejects.toMatchObject({ name: 'ConnectionError', reason: 'client', cause });
    await expect(session.call(connectGetType, undefined)).rejects.toMatchObject({ reason: 'client' });
  });

  test('by close() waits a second at most for the answer', async () => {
    const { session } = sessionWithPeer();
    const startedAt = performance.now();
    await session.close();
    const elapsed = performance.now() - startedAt;
    expect(elapsed).toBeGreaterThan(800);
    expect(elapsed).toBeLessThan(3000);
    await expect(session.closed).resolves.toMatchObject({ reason: 'client' });
  });

  test('by close() does not wait when the daemon hangs up instead of answering', async () => {
    const { session, hangUp } = sessionWithPeer({ connectClose: () => hangUp() });
    // Time stands still: who waited for its end would wait for ever.
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    try {
      await session.close();
    } finally {
      jest.useRealTimers();
    }
    await expect(session.closed).resolves.toMatchObject({ reason: 'client' });
  });

  test('by destroy() is at once, without a word, close() after it included', async () => {
    const { session, calls } = sessionWithPeer(goodbye);
    const pending = session.call(connectGetType, undefined);
    pending.catch(() => undefined);
    session.destroy();
    await session.close();
    await settle();
    expect(calls).toEqual([]);
    await expect(pending).rejects.toMatchObject({ reason: 'client' });
  });

  test('by the daemon is told by who and where', async () => {
    const { session, hangUp } = sessionWithPeer();
    const pending = session.call(connectGetType, undefined);
    await settle();
    hangUp();
    const cause = await session.closed;
    expect(cause).toMatchObject({ reason: 'eof', message: 'the daemon closed the connection (memory)' });
    await expect(pending).rejects.toMatchObject({
      reason: 'eof',
      message: 'connectGetType: the daemon closed the connection (memory)',
      cause,
    });
    expect(session.peer).toBe('memory');
    await session.close();
  });
});
