import { spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { connect as connectSocket, type Socket } from 'node:net';
import { describe, expect, jest, test } from '@jest/globals';
import { AbortError } from '../../../src/errors/abort-error.ts';
import { TimeoutError } from '../../../src/errors/timeout-error.ts';
import { openSession } from '../../../src/session/open-session.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';
import { failure } from '../hostile-network/failure.ts';
import { endOfTurn, nothingMoreThan, openResources } from '../open-resources.ts';
import { type Script, type ScriptedPeer, scriptedPeer } from '../scripted-peer.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

const silence: Script = () => undefined;

/** Peers that stop answering at some step of the opening, and the step's name. */
const steps = ['authList', 'connectSupportsFeature', 'connectOpen'] as const;

/** Resolves when the peer has no connection left. */
async function allClosed({ sockets }: ScriptedPeer): Promise<void> {
  while (sockets.size > 0) await endOfTurn();
}

describe('a peer that accepts and falls silent', () => {
  test.each(steps)('at %s is given up when the signal says so', async (step) => {
    await using peer = await scriptedPeer({ [step]: silence });
    const before = openResources();
    const { error, elapsed } = await failure(openSession(peer.uri, { signal: AbortSignal.timeout(1000) }));
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: { name: 'TimeoutError' } });
    expect(error).toHaveProperty('message', `opening ${peer.uri} (${step}) was aborted`);
    expect(elapsed).toBeGreaterThan(800);
    expect(elapsed).toBeLessThan(8000);
    await allClosed(peer);
    await nothingMoreThan(before);
    expect(peer.received.at(-1)).toBe(step);
  });

  test.each(steps)('at %s is given up after the timeout', async (step) => {
    await using peer = await scriptedPeer({ [step]: silence });
    const before = openResources();
    const { error, elapsed } = await failure(openSession(peer.uri, { timeout: 200 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ procedure: `opening ${peer.uri} (${step})`, inFlight: [{ procedure: step }] });
    expect(elapsed).toBeGreaterThan(100);
    expect(elapsed).toBeLessThan(8000);
    await allClosed(peer);
    await nothingMoreThan(before);
  });

  test('costs nothing when the signal was aborted before', async () => {
    await using peer = await scriptedPeer({});
    const reason = new Error('never mind');
    const { error } = await failure(openSession(peer.uri, { signal: AbortSignal.abort(reason) }));
    expect(error).toBeInstanceOf(AbortError);
    expect(error).toHaveProperty('cause', reason);
    await allClosed(peer);
    expect(peer.received).toEqual([]);
  });

  test('leaves no listener on a signal that lives on', async () => {
    await using peer = await scriptedPeer({ connectOpen: silence });
    const controller = new AbortController();
    for (let attempt = 0; attempt < 3; attempt++) {
      const { error } = await failure(openSession(peer.uri, { signal: controller.signal, timeout: 20 }));
      expect(error).toBeInstanceOf(TimeoutError);
    }
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);

    await using welcoming = await scriptedPeer({});
    await using session = await openSession(welcoming.uri, {
      signal: controller.signal,
      timeout: 60_000,
    });
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
    controller.abort();
    expect(session.isAlive).toBe(true);
  });
});

// A process that listens and never comes round to accepting: what it waits for never happens.
const neverAccepts = `
const server = require('node:net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
  require('node:fs').writeSync(1, String(server.address().port));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
`;

test('a TCP listener that never accepts is given up, too', async () => {
  const listener = spawn(process.execPath, ['-e', neverAccepts], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(listener, 'close');
  const fillers: Socket[] = [];
  try {
    const [port] = await once(listener.stdout, 'data');
    // So many connections the kernel completes by itself; the next ones it leaves waiting.
    for (let backlog = 1; backlog <= 2; backlog++) {
      const filler = connectSocket(Number(port), '127.0.0.1');
      fillers.push(filler);
      await once(filler, 'connect');
    }
    const before = openResources();
    const uri = `test+tcp://127.0.0.1:${port}/default`;
    const aborted = await failure(openSession(uri, { signal: AbortSignal.timeout(1000) }));
    expect(aborted.error).toBeInstanceOf(AbortError);
    expect(aborted.elapsed).toBeLessThan(8000);
    const late = await failure(openSession(uri, { timeout: 200 }));
    expect(late.error).toBeInstanceOf(TimeoutError);
    expect(late.error).toMatchObject({ procedure: `opening ${uri} (connecting)`, inFlight: [] });
    expect(late.elapsed).toBeLessThan(8000);
    await nothingMoreThan(before);
  } finally {
    for (const socket of fillers) socket.destroy();
    listener.kill('SIGKILL');
    await ended;
  }
});

describeWithLab('a frozen daemon', () => {
  test.each(['unixUri', 'tcpUri'] as const)('cannot be opened over %s, and says so in time', async (kind) => {
    await using daemon = await startTestDaemon();
    daemon.kill('SIGSTOP');
    const before = openResources();
    const { error, elapsed } = await failure(openSession(daemon[kind], { timeout: 200 }));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ procedure: `opening ${daemon[kind]} (authList)` });
    expect(elapsed).toBeLessThan(8000);
    await nothingMoreThan(before);
    daemon.kill('SIGCONT');
    await using session = await openSession(daemon[kind], { timeout: 5000 });
    expect(session.isAlive).toBe(true);
  });
});
