import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { domainCoreDump, domainGetInfo } from '../../../src/generated/remote-procedures.ts';
import { openSession } from '../../../src/session/open-session.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';
import { startHostileProxy } from '../hostile-network/hostile-proxy.ts';
import { KeepaliveCount } from '../hostile-network/keepalive-count.ts';
import { nothingMoreThan, openResources } from '../open-resources.ts';
import { web } from '../oracle/node-state.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';
import { scriptedPeer } from '../scripted-peer.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

/** Keeps this process from doing anything else. */
function busyFor(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

describeWithLab('a daemon that is frozen', () => {
  const keepAlive = { interval: 200, count: 2 };
  const limit = keepAlive.interval * (keepAlive.count + 1);

  test.each([
    ['unixUri', 0],
    ['unixUri', 100],
    ['tcpUri', 0],
    ['tcpUri', 100],
  ] as const)('is given up over %s in interval x (count + 1), with %d calls pending', async (kind, pending) => {
    await using daemon = await startTestDaemon();
    const before = openResources();
    const connection = await connect(daemon[kind], { keepAlive });
    const domain = await connection.lookupDomainByName('test');
    const lastWord = performance.now();
    daemon.kill('SIGSTOP');
    const calls = Array.from({ length: pending }, (_, number) =>
      (number % 2 === 0 ? domain.getInfo() : connection.getHostname()).catch((error: unknown) => error),
    );
    const cause = await connection.closed;
    const elapsed = performance.now() - lastWord;
    expect(cause).toMatchObject({ name: 'ConnectionError', reason: 'keepalive' });
    expect(elapsed).toBeGreaterThan(limit - 20);
    expect(elapsed).toBeLessThan(limit + 5000);
    for (const error of await Promise.all(calls)) {
      expect(error).toMatchObject({ name: 'ConnectionError', reason: 'keepalive', cause });
    }
    expect(connection.inFlight).toEqual([]);
    daemon.kill('SIGCONT');
    await expect(domain.getInfo()).rejects.toMatchObject({ reason: 'keepalive' });
    expect(connection.isAlive).toBe(false);
    await nothingMoreThan(before);
  });
});

/** Dumps of the domain `web` to a pipe that nobody reads: the daemon works on them until it is told to finish. */
interface Dumps {
  readonly connection: Connection;
  readonly keepalives: KeepaliveCount;
  readonly make: (amount: number) => Promise<unknown>[];
  finish(): Promise<void>;
}

describeWithLab('a daemon that is slow', (lab) => {
  const withDumps = (options: Parameters<typeof connect>[1], body: (dumps: Dumps) => Promise<void>): Promise<void> =>
    withNodeFile(lab, 'tcp', async ({ directory }) => {
      const keepalives = new KeepaliveCount();
      await using proxy = await startHostileProxy({
        target: { port: lab.tcpPort, host: '127.0.0.1' },
        onPassed: keepalives.passed,
      });
      const pipe = join(directory, 'pipe');
      expect(await runProgram('mkfifo', [pipe])).toMatchObject({ status: 0 });
      const connection = await connect(`test+tcp://127.0.0.1:${proxy.port}${directory}/node.xml`, options);
      let opened: Promise<FileHandle> | undefined;
      const finish = async (): Promise<void> => {
        opened ??= open(pipe, 'r+');
        await opened;
      };
      const make = (amount: number): Promise<unknown>[] =>
        Array.from({ length: amount }, () =>
          connection.session.call(domainCoreDump, { dom: web, to: pipe, flags: 0 }).catch((error: unknown) => error),
        );
      try {
        await body({ connection, keepalives, make, finish });
      } finally {
        await finish();
        await connection.close();
        await (await opened)?.close();
      }
    });

  test('with eight calls at once is not given up, and pings go on to be answered', () =>
    withDumps({ keepAlive: { interval: 1000, count: 1 } }, async ({ connection, keepalives, make, finish }) => {
      const calls = make(8);
      await keepalives.more('pongToClient', 4);
      expect(connection.isAlive).toBe(true);
      expect(connection.inFlight).toHaveLength(8);
      await finish();
      await expect(Promise.all(calls)).resolves.toEqual(Array(8).fill(undefined));
      expect(keepalives.counts.pingToDaemon).toBeGreaterThanOrEqual(4);
    }));

  test('with a hundred calls is not given up, and says which ones it works on', () =>
    withDumps({ keepAlive: { interval: 100, count: 2 } }, async ({ connection, keepalives, make, finish }) => {
      const calls = make(100);
      await keepalives.more('pongToClient', 10);
      const states = connection.inFlight.map(({ state }) => state);
      expect(states.filter((state) => state === 'sent')).toHaveLength(4);
      expect(states.filter((state) => state === 'queued')).toHaveLength(96);
      // A call that times out tells of those on the wire, and of itself.
      const late = await connection.session
        .call(domainGetInfo, { dom: web }, { timeout: 50 })
        .catch((error: unknown) => error);
      expect(late).toMatchObject({
        name: 'TimeoutError',
        message: expect.stringContaining('with 5 calls in flight'),
        inFlight: [...Array(4).fill({ procedure: 'domainCoreDump', state: 'sent' }), { procedure: 'domainGetInfo' }],
      });
      await finish();
      await expect(Promise.all(calls)).resolves.toEqual(Array(100).fill(undefined));
    }));

  test('with more calls than it takes requests falls silent, which maxInFlight must not let happen', () =>
    withDumps(
      { keepAlive: { interval: 200, count: 2 }, maxInFlight: 8 },
      async ({ connection, keepalives, make, finish }) => {
        const calls = make(8);
        await expect(connection.closed).resolves.toMatchObject({ reason: 'keepalive' });
        expect(keepalives.counts.pongToClient).toBe(0);
        await finish();
        for (const error of await Promise.all(calls)) expect(error).toMatchObject({ reason: 'keepalive' });
      },
    ));
});

describeWithLab('a connection that is idle', () => {
  test('outlives the patience of a daemon, whose pings it answers', async () => {
    await using daemon = await startTestDaemon({ config: { keepalive_interval: 1, keepalive_count: 2 } });
    const target = { port: daemon.tcpPort, host: '127.0.0.1' };
    const keepalives = new KeepaliveCount();
    await using proxy = await startHostileProxy({ target, onPassed: keepalives.passed });
    await using connection = await connect(`test+tcp://127.0.0.1:${proxy.port}/default`, { keepAlive: false });
    // What this one answers is lost behind the opening: the daemon thinks that it is dead.
    await using deaf = await startHostileProxy({
      target,
      toDaemon: { stop: { after: await openingBytes(daemon.tcpPort), by: 'swallow' } },
    });
    const silent = await openSession(`test+tcp://127.0.0.1:${deaf.port}/default`, { keepAlive: false });
    expect(silent.isAlive).toBe(true);
    const [end] = await Promise.all([silent.closed, keepalives.more('pongToDaemon', 5)]);
    expect(end).toMatchObject({ name: 'ConnectionError' });
    expect(connection.isAlive).toBe(true);
    await expect(connection.getHostname({ timeout: 5000 })).resolves.toEqual(expect.any(String));
    // It asks for nothing itself.
    expect(keepalives.counts).toMatchObject({ pingToDaemon: 0, pongToClient: 0 });
  });
});

/** How many bytes a client sends until it is connected. */
async function openingBytes(port: number): Promise<number> {
  let bytes = 0;
  await using proxy = await startHostileProxy({
    target: { port, host: '127.0.0.1' },
    onPassed: (side, passed) => {
      if (side === 'daemon') bytes += passed.length;
    },
  });
  const session = await openSession(`test+tcp://127.0.0.1:${proxy.port}/default`);
  const opening = bytes;
  session.destroy();
  return opening;
}

describeWithLab('a program that is busy itself', (lab) => {
  test('does not take its daemon for dead', async () => {
    await using connection = await connect(lab.tcpUri, { keepAlive: { interval: 100, count: 1 } });
    for (let round = 0; round < 3; round++) {
      busyFor(700);
      await expect(connection.getType()).resolves.toBe('TEST');
    }
    expect(connection.isAlive).toBe(true);
  });

  test('nor when its own timers run one after the other, each for longer than the limit', async () => {
    await using connection = await connect(lab.tcpUri, { keepAlive: { interval: 40, count: 0 } });
    for (let round = 0; round < 5; round++) {
      // The call is on its way when the timers are due; its reply is there while they keep the loop from reading it.
      const call = connection.getType();
      for (let number = 0; number < 3; number++) setTimeout(() => busyFor(60), 45);
      await Promise.resolve();
      busyFor(100);
      await expect(call).resolves.toBe('TEST');
    }
    expect(connection.isAlive).toBe(true);
  });
});

describe('a daemon that does not know pings', () => {
  test.each([
    ['is not watched', 0, { name: 'TimeoutError' }],
    ['is, if it says that it does', 1, { name: 'ConnectionError', reason: 'keepalive' }],
  ])('%s', async (_what, supported, expected) => {
    await using peer = await scriptedPeer({ connectSupportsFeature: (call) => call.reply({ supported }) });
    await using session = await openSession(peer.uri, { keepAlive: { interval: 20, count: 1 } });
    for (const socket of peer.sockets) socket.pause();
    await expect(session.call(domainGetInfo, { dom: web }, { timeout: 300 })).rejects.toMatchObject(expected);
    for (const socket of peer.sockets) socket.destroy();
  });
});
