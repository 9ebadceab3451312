import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { domainGetInfo } from '../../../src/generated/remote-procedures.ts';
import { processEnvironment } from '../../../src/session/environment.ts';
import { openSession } from '../../../src/session/open-session.ts';
import { describeWithPrograms } from '../../support/describe-with-programs.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startPrivatePolkit } from '../../support/private-polkit.ts';
import { runProgram } from '../../support/run-program.ts';
import { startSaslDaemon } from '../../support/sasl-daemon.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';
import { failure } from '../hostile-network/failure.ts';
import { startHostileProxy } from '../hostile-network/hostile-proxy.ts';
import { endOfTurn, nothingMoreThan, openResources } from '../open-resources.ts';
import { web } from '../oracle/node-state.ts';
import { TlsLab } from '../roads/tls-lab.ts';
import { type Script, scriptedPeer } from '../scripted-peer.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

const silence: Script = () => undefined;
const environment = { ...processEnvironment(), variables: { XDG_CONFIG_HOME: '/nonexistent' } };

/** Opens what cannot be opened within 300 ms, and expects it to say at which step it was. */
async function opensNot(uri: string, step: string, options: Parameters<typeof openSession>[1] = {}): Promise<void> {
  const { error, elapsed } = await failure(openSession(uri, { timeout: 300, ...options }));
  expect(error).toMatchObject({ name: 'TimeoutError', procedure: `opening ${uri} (${step})` });
  expect(elapsed).toBeGreaterThan(250);
  expect(elapsed).toBeLessThan(8000);
}

/** Takes connections, and says nothing to anybody. */
async function mutePeer(): Promise<AsyncDisposable & { readonly port: number; readonly sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.resume();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a listening TCP server without a port');
  return {
    port: address.port,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a peer that falls silent', () => {
  test.each(['tls', 'libssh', 'libssh2'])('before the first word of %s', async (transport) => {
    const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    const lab = await TlsLab.create();
    try {
      const params = transport === 'tls' ? `pkipath=${await lab.clientDirectory()}` : 'no_verify=1';
      await using peer = await mutePeer();
      const before = openResources();
      const uri = `test+${transport}://root@127.0.0.1:${peer.port}/default?${params}`;
      await opensNot(uri, 'connecting', { environment: { ...environment, home: directory } });
      while (peer.sockets.size > 0) await endOfTurn();
      await nothingMoreThan(before);
    } finally {
      await lab.remove();
      await rm(directory, { recursive: true });
    }
  });

  test.each(['ssh', 'ext'])('being a program in place of %s, which is ended then', async (transport) => {
    const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    try {
      const program = join(directory, 'program');
      const pid = join(directory, 'pid');
      await writeFile(program, `#!/bin/sh\necho $$ > ${pid}\nexec sleep 1000\n`, { mode: 0o755 });
      const before = openResources();
      await opensNot(`test+${transport}://host/default?command=${program}`, 'authList');
      await nothingMoreThan(before);
      const process = (await readFile(pid, 'utf8')).trim();
      while ((await runProgram('ps', ['-o', 'stat=', '-p', process])).stdout.trim().match(/^[^Z]/)) await endOfTurn();
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  const sasl: Readonly<Record<string, Script>> = {
    authList: (call) => call.reply({ types: [1] }),
    authSASLInit: (call) => call.reply({ mechlist: 'PLAIN' }),
  };
  const credentials = { username: 'fred', password: 'not a secret' };

  test.each<[string, Readonly<Record<string, Script>>]>([
    ['authPolkit', { authList: (call) => call.reply({ types: [2] }), authPolkit: silence }],
    ['authSASLInit', { ...sasl, authSASLInit: silence }],
    ['authSASLStart', { ...sasl, authSASLStart: silence }],
  ])('at %s', async (step, scripts) => {
    await using peer = await scriptedPeer(scripts);
    const before = openResources();
    await opensNot(peer.uri, step, { environment, credentials });
    while (peer.sockets.size > 0) await endOfTurn();
    await nothingMoreThan(before);
    expect(peer.received.at(-1)).toBe(step);
  });

  test('being whoever is asked for the password, who is told that it is of no use any more', async () => {
    await using peer = await scriptedPeer(sasl);
    const before = openResources();
    const signals: AbortSignal[] = [];
    await opensNot(peer.uri, 'connecting', {
      environment,
      credentials: ({ signal }) => {
        signals.push(signal);
        return new Promise(() => undefined);
      },
    });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    await nothingMoreThan(before);
    expect(peer.received).toEqual(['authList', 'authSASLInit']);
  });
});

describe('callTimeout', () => {
  test('does not limit an opening, at which a human may have to be asked; it does limit calls', async () => {
    const answerLate =
      (result: unknown): Script =>
      (call) => {
        setTimeout(() => call.reply(result), 200);
      };
    await using peer = await scriptedPeer({
      authList: (call) => call.reply({ types: [2] }),
      authPolkit: answerLate({ complete: 1 }),
      connectOpen: answerLate(undefined),
      connectClose: silence,
    });
    await using session = await openSession(peer.uri, { environment, callTimeout: 50, timeout: 20_000 });
    const { error } = await failure(session.call(domainGetInfo, { dom: web }));
    expect(error).toMatchObject({ name: 'TimeoutError', procedure: 'domainGetInfo' });
    session.destroy();
  });

  test('that cannot be is refused', async () => {
    await using peer = await scriptedPeer({});
    const { error } = await failure(openSession(peer.uri, { callTimeout: -1 }));
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringContaining('callTimeout') });
    while (peer.sockets.size > 0) await endOfTurn();
  });
});

/** At how many places of an opening the way falls silent. */
const places = 24;

describeWithLab('a way that swallows what a real daemon answers', () => {
  let lab: TlsLab;
  beforeAll(async () => {
    lab = await TlsLab.create();
  });
  afterAll(() => lab.remove());

  /** Opens it once for each place, all at once, and tells what they rejected with. */
  async function openInVain(
    port: number,
    uriOf: (port: number) => string,
    options: Parameters<typeof openSession>[1],
  ): Promise<void> {
    const target = { port, host: '127.0.0.1' };
    let all = 0;
    {
      await using proxy = await startHostileProxy({
        target,
        onPassed: (side, bytes) => {
          if (side === 'client') all += bytes.length;
        },
      });
      const session = await openSession(uriOf(proxy.port), { ...options, timeout: 20_000 });
      session.destroy();
    }
    expect(all).toBeGreaterThan(200);
    const before = openResources();
    const ends = await Promise.all(
      Array.from({ length: places }, async (_, place) => {
        const stop = { after: Math.floor((all * place) / places), by: 'swallow' } as const;
        await using proxy = await startHostileProxy({ target, toClient: { stop } });
        return await failure(openSession(uriOf(proxy.port), { ...options, timeout: 1500 }));
      }),
    );
    for (const { error, elapsed } of ends) {
      expect(error).toMatchObject({ name: 'TimeoutError' });
      expect(elapsed).toBeGreaterThan(1400);
      expect(elapsed).toBeLessThan(10_000);
    }
    await nothingMoreThan(before);
  }

  test('by TLS', async () => {
    await using daemon = await lab.startDaemon();
    const pkipath = await lab.clientWith(lab.client);
    await openInVain(daemon.tlsPort, (port) => `test+tls://127.0.0.1:${port}/default?pkipath=${pkipath}`, {
      environment,
    });
  });

  test('by SASL, with a layer', async () => {
    await using daemon = await startSaslDaemon({ mechanisms: 'DIGEST-MD5' });
    const credentials = { username: daemon.name, password: daemon.password };
    await openInVain(daemon.tcpPort, (port) => `test+tcp://127.0.0.1:${port}/default`, { environment, credentials });
  });
});

// Whom nothing else on the machine runs as.
const user = 'games';
const slowRule = `
polkit.addRule(function (action, subject) {
  if (subject.user !== '${user}') return undefined;
  polkit.spawn(['sleep', '4']);
  return polkit.Result.YES;
});
`;

describeWithPrograms(['dbus-daemon', 'gdbus', '/usr/lib/polkit-1/polkitd'], 'a real polkit that takes its time', () => {
  test('is waited for no longer than `timeout`, and no shorter than it, whatever callTimeout is', async () => {
    await using polkit = await startPrivatePolkit(slowRule);
    await using daemon = await startTestDaemon({
      config: { auth_unix_rw: 'polkit', unix_sock_rw_perms: '0777' },
      environment: polkit.environment,
    });
    for (const directory of [daemon.directory, join(daemon.directory, 'run')]) await chmod(directory, 0o711);
    const id = Number((await runProgram('id', ['-u', user])).stdout);
    const { seteuid } = process;
    if (seteuid === undefined) throw new Error('there are no users here');
    const before = openResources();
    seteuid.call(process, id);
    try {
      await opensNot(daemon.unixUri, 'authPolkit');
      await nothingMoreThan(before);
      await using session = await openSession(daemon.unixUri, { callTimeout: 500, timeout: 30_000 });
      expect(session.isAlive).toBe(true);
    } finally {
      seteuid.call(process, 0);
    }
  });
});
