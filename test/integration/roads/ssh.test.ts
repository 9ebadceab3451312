import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithSsh } from '../../support/describe-with-ssh.ts';
import { runProgram } from '../../support/run-program.ts';
import { type SshAgent, startSshAgent } from '../../support/ssh-agent.ts';
import { type SshLab, type SshUriOptions, startSshLab } from '../../support/ssh-lab.ts';
import { SshLeftovers } from '../../support/ssh-leftovers.ts';
import { startSshServer } from '../../support/ssh-server.ts';
import { refused, travel, travelAlone } from './travel.ts';

describeWithSsh('by the ssh program', (daemon) => {
  let lab: SshLab;
  let agent: SshAgent;
  let leftovers: SshLeftovers;

  beforeAll(async () => {
    lab = await startSshLab({ sockets: `${daemon.directory}/run` });
    agent = await startSshAgent(lab.server.directory);
    await agent.add(lab.file('stranger'), lab.file('ecdsa'));
  });
  afterAll(async () => {
    await agent?.stop();
    await lab?.server.stop();
  });
  beforeEach(() => {
    leftovers = new SshLeftovers(lab.server);
  });
  afterEach(() => leftovers.areGone());

  const go = (options: SshUriOptions, variables: Readonly<Record<string, string>> = {}): Promise<void> =>
    travel(lab.uri(options), { environment: lab.environment(variables) }, { ...lab.variables, ...variables });
  const goInVain = (options: SshUriOptions): Promise<Error & Record<string, unknown>> =>
    refused(lab.uri(options), { environment: lab.environment() }, lab.variables);

  test.each([
    ['root', {}],
    ['root', { proxy: 'native' }],
    ['root', { proxy: 'netcat' }],
    ['root', { netcat: '/usr/bin/nc' }],
    ['root', { socket: '/run/libvirt/libvirt-sock' }],
    ['root', { socket: '/run/libvirt/libvirt-sock', proxy: 'auto' }],
    ['root', { mode: 'legacy' }],
    ['netcat', {}],
    ['plain', {}],
    ['helper', {}],
  ])('as %s with %j', (user, params) => go({ user, params }));

  test.each(['ed25519', 'ecdsa', 'rsa'])('with a key of type %s', (type) =>
    go({ params: { keyfile: lab.file(type) } }),
  );

  test('with the key of an agent that has a wrong one first', () =>
    go({ params: { keyfile: lab.file('locked-ed25519') } }, { SSH_AUTH_SOCK: agent.socketPath }));

  test.each(['native', 'netcat'])('only to look, by proxy=%s', async (proxy) => {
    const uri = lab.uri({ params: { proxy } });
    const judge = await runProgram('virsh', ['-r', '-c', uri, 'destroy', 'test'], { environment: lab.variables });
    expect(judge.stderr).toContain('read only');
    await using connection = await connect(uri, { readOnly: true, environment: lab.environment() });
    const domain = await connection.lookupDomainByName('test');
    await expect(domain.destroy()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
  });

  test('tells that it is secure, and not encrypted by itself', async () => {
    await using connection = await connect(lab.uri(), { environment: lab.environment() });
    const { session } = connection;
    expect([session.isSecure, session.isEncrypted]).toEqual([true, false]);
    expect(session.peer).toBe(`ssh:root@127.0.0.1:${lab.server.port}`);
  });

  describe('is refused', () => {
    afterEach(() => lab.knowHost());

    test.each([
      ['bare', {}, 127, /nc: not found/],
      ['bare', { proxy: 'native' }, 127, /virt-ssh-helper: not found/],
      ['netcat', { proxy: 'native' }, 127, /virt-ssh-helper: not found/],
      ['helper', { proxy: 'netcat' }, 127, /nc: not found/],
      ['root', { socket: '/run/libvirt/no-sock' }, 1, /no-sock/],
      ['locked', {}, 1, /This account is locked/],
    ])('as %s with %j', async (user, params, exitCode, stderr) => {
      const error = await goInVain({ user, params });
      expect(error).toMatchObject({ name: 'TransportError', exitCode, stderr: expect.stringMatching(stderr) });
      expect(error.message).toMatch(stderr);
      expect(error.tried).toEqual([`ssh:${user}@127.0.0.1:${lab.server.port}`]);
    });

    test('when the login shell prints something first', async () => {
      const error = await goInVain({ user: 'noisy' });
      expect(error).toMatchObject({ name: 'TransportError' });
      expect(error.message).toContain('"Welcome to this machine. All is logged." was printed where the daemon');
    });

    test('when the key is not let in', async () => {
      const error = await goInVain({ params: { keyfile: lab.file('stranger') } });
      expect(error).toMatchObject({ exitCode: 255, stderr: expect.stringContaining('Permission denied (publickey)') });
    });

    test('when the host is not known', async () => {
      await lab.knowHost([]);
      const error = await goInVain({});
      expect(error).toMatchObject({
        exitCode: 255,
        stderr: expect.stringContaining('Host key verification failed'),
      });
    });

    test('when the host has another key than is known', async () => {
      const other = await runProgram('cat', [lab.file('stranger.pub')]);
      await lab.knowHost([`[127.0.0.1]:${lab.server.port} ${other.stdout.trim()}`]);
      const error = await goInVain({});
      expect(error).toMatchObject({
        exitCode: 255,
        stderr: expect.stringContaining('Host key verification failed'),
      });
    });

    test('when nobody listens', async () => {
      const uri = `test+ssh://root@127.0.0.1:1/default?no_tty=1`;
      const error = await refused(uri, { environment: lab.environment() }, lab.variables);
      expect(error).toMatchObject({ exitCode: 255, stderr: expect.stringContaining('Connection refused') });
    });
  });

  test('an unknown host is taken with no_verify', async () => {
    await lab.knowHost([]);
    await go({ params: { no_verify: '1' } });
    await lab.knowHost();
  });

  test('several at once, and many calls', async () => {
    const environment = lab.environment();
    const connections = await Promise.all([1, 2, 3, 4].map(() => connect(lab.uri(), { environment })));
    const answers = await Promise.all(
      connections.flatMap((connection) => Array.from({ length: 100 }, () => connection.getHostname())),
    );
    expect(new Set(answers).size).toBe(1);
    await Promise.all(connections.map((connection) => connection.close()));
  });

  test('one that is given up leaves nothing', async () => {
    await writeFile(lab.file('sleeper'), '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    const uri = lab.uri({ params: { command: lab.file('sleeper') } });
    const opening = connect(uri, { environment: lab.environment(), timeout: 200 });
    await expect(opening).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('through another machine, by the option jump', async () => {
    const jump = await startSshServer({ sockets: `${daemon.directory}/run` });
    try {
      await jump.authorize((await runProgram('cat', [lab.file('ecdsa.pub')])).stdout);
      await lab.knowHost([
        `[127.0.0.1]:${lab.server.port} ${await lab.server.hostKey('ed25519')}`,
        `[127.0.0.1]:${jump.port} ${await jump.hostKey('ed25519')}`,
      ]);
      // virsh has no such option. What -J starts does not read the file that -F names, but PATH and an agent.
      await travelAlone(lab.uri(), {
        environment: lab.environment({ SSH_AUTH_SOCK: agent.socketPath }),
        ssh: { jump: `root@127.0.0.1:${jump.port}` },
      });
      expect(jump.log()).toContain('Accepted publickey for root');
    } finally {
      await lab.knowHost();
      await jump.stop();
    }
  });
});
