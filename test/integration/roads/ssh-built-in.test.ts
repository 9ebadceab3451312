import { readFile, rm, writeFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithSsh } from '../../support/describe-with-ssh.ts';
import { refusedAlone, travel } from './travel.ts';
import { useBuiltInSsh } from './use-built-in-ssh.ts';

describeWithSsh('by SSH of our own', (daemon) => {
  const ssh = useBuiltInSsh(`${daemon.directory}/run`);

  describe('goes', () => {
    test.each([
      ['root', {}],
      ['root', { proxy: 'native' }],
      ['root', { proxy: 'netcat' }],
      ['root', { socket: '/run/libvirt/libvirt-sock' }],
      ['netcat', {}],
      ['plain', { proxy: 'netcat' }],
      ['helper', { proxy: 'native' }],
    ])('as %s with %j', (user, params) => ssh().go({ user, params }));

    test('as libssh, and as root where nobody is named', async () => {
      await travel(
        ssh().lab.uri({ transport: 'libssh' }),
        { environment: ssh().lab.environment() },
        ssh().lab.variables,
      );
      await ssh().goAlone(ssh().libssh2().replace('root@', ''));
    });

    test('straight to the socket where the host has no program for it', async () => {
      // libvirt knows no such way.
      await ssh().goAlone(ssh().libssh2({ user: 'bare' }));
      await ssh().goAlone(ssh().libssh2({ user: 'bare', params: { socket: '/run/libvirt/libvirt-sock' } }));
    });

    test.each(['native', 'netcat'])('only to look, by proxy=%s', async (proxy) => {
      await using connection = await connect(ssh().libssh2({ params: { proxy } }), {
        readOnly: true,
        environment: ssh().lab.environment(),
      });
      const domain = await connection.lookupDomainByName('test');
      await expect(domain.destroy()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
    });

    test('in place of a program that is not there', async () => {
      await writeFile(ssh().lab.file('user/.ssh/known_hosts'), await readFile(ssh().lab.file('known_hosts')));
      const environment = ssh().lab.environment({ PATH: ssh().lab.file('home') });
      await using connection = await connect(ssh().lab.uri(), { environment });
      expect(connection.session.peer).toBe(`ssh:root@127.0.0.1:${ssh().lab.server.port}`);
      expect(await connection.getHostname()).not.toBe('');
      await expect(connect(ssh().lab.uri(), { environment, ssh: { client: 'program' } })).rejects.toThrow(
        /cannot start ssh/,
      );
      await rm(ssh().lab.file('user/.ssh/known_hosts'));
    });

    test('with many calls, and two connections at once, and is secure', async () => {
      const environment = ssh().lab.environment();
      await using first = await connect(ssh().libssh2(), { environment });
      await using second = await connect(ssh().libssh2(), { environment });
      expect([first.session.isSecure, first.session.isEncrypted]).toEqual([true, false]);
      const names = await Promise.all(
        [first, second].flatMap((one) => Array.from({ length: 200 }, () => one.getHostname())),
      );
      expect(new Set(names).size).toBe(1);
    });
  });

  describe('where nothing may be forwarded', () => {
    beforeEach(() => ssh().knowStrict());
    test.each(['root', 'helper', 'netcat', 'plain'])('goes as %s', async (user) => {
      await ssh().goAlone(ssh().strictUri(user, { keyfile: ssh().lab.file('ecdsa') }));
    });

    test('tells all that was tried where there is no way', async () => {
      const error = await refusedAlone(ssh().strictUri('bare', { keyfile: ssh().lab.file('ecdsa') }), {
        environment: ssh().lab.environment(),
      });
      const peer = `ssh:bare@127.0.0.1:${ssh().strict.port}`;
      expect(error).toMatchObject({
        name: 'TransportError',
        exitCode: 127,
        stderr: expect.stringContaining('nc: not found'),
        tried: [`${peer} virt-ssh-helper`, `${peer} /var/run/libvirt/libvirt-sock`, `${peer} nc`],
      });
      expect(error.message).toContain('virt-ssh-helper: not found');
      expect(error.message).toContain('libvirt-sock: ');
      expect(error.message).toContain('Channel open failure');
    });

    test('tells that the login shell prints something first', async () => {
      const error = await refusedAlone(ssh().strictUri('noisy', { keyfile: ssh().lab.file('ecdsa') }), {
        environment: ssh().lab.environment(),
      });
      expect(error.message).toContain('"Welcome to this machine. All is logged." was printed where the daemon');
    });

    test('goes through no other machine', async () => {
      const error = await refusedAlone(ssh().libssh2({ params: { keyfile: ssh().lab.file('ecdsa') } }), {
        environment: ssh().lab.environment(),
        ssh: { jump: `root@127.0.0.1:${ssh().strict.port}` },
      });
      expect(error).toMatchObject({ name: 'TransportError' });
      expect(error.message).toContain('administratively prohibited');
    });
  });

  describe('goes through another machine', () => {
    test('which is not told the password of the one behind it', async () => {
      await ssh().knowStrict();
      const error = await refusedAlone(ssh().libssh2({ params: { keyfile: ssh().lab.file('stranger') } }), {
        environment: ssh().lab.environment(),
        credentials: { password: ssh().strict.password },
        ssh: { jump: `root@127.0.0.1:${ssh().strict.port}` },
      });
      expect(error.message).toMatch(/:\d+ did not let us in: .* password: none was given/);
    });

    test('that the options name, or the ssh_config', async () => {
      await ssh().lab.knowHost([
        `[127.0.0.1]:${ssh().lab.server.port} ${await ssh().lab.server.hostKey('ed25519')}`,
        `[localhost]:${ssh().strict.port} ${await ssh().strict.hostKey('ed25519')}`,
        `target ${await ssh().strict.hostKey('ed25519')}`,
      ]);
      const params = { known_hosts: ssh().lab.file('known_hosts'), keyfile: ssh().lab.file('ecdsa') };
      const query = new URLSearchParams(params);
      const jump = `root@127.0.0.1:${ssh().lab.server.port}`;
      await using connection = await connect(`test+libssh2://root@localhost:${ssh().strict.port}/default?${query}`, {
        environment: ssh().lab.environment({ SSH_AUTH_SOCK: ssh().agent.socketPath }),
        ssh: { jump: [jump] },
      });
      expect(await connection.getHostname()).not.toBe('');
      await writeFile(
        ssh().lab.file('user/.ssh/config'),
        `Host far\n  HostName localhost\n  Port ${ssh().strict.port}\n  User root\n  HostKeyAlias target\n  ProxyJump ${jump}\n`,
      );
      // HostKeyAlias takes the place of host and port, as it does in OpenSSH.
      await ssh().goAlone(`test+libssh://far/default?${query}`, {}, { SSH_AUTH_SOCK: ssh().agent.socketPath });
      expect(ssh().strict.log()).toContain('Accepted publickey for root from 127.0.0.1');
      await rm(ssh().lab.file('user/.ssh/config'));
    });
  });

  test.each([
    ['known_hosts_verify', 'maybe', /normal, auto, ignore/],
    ['sshauth', 'agent,magic', /magic is none of agent, privkey/],
    ['keyfile', '', /keyfile= is empty/],
  ])('%s=%s is refused before anything is tried', async (name, value, message) => {
    const opening = connect(ssh().libssh2({ params: { [name]: value } }), { environment: ssh().lab.environment() });
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toMatchObject({ name: 'UsageError' });
  });

  test('one that is given up leaves nothing', async () => {
    const opening = connect(ssh().libssh2({ params: { sshauth: 'password' } }), {
      environment: ssh().lab.environment(),
      timeout: 300,
      credentials: () => new Promise(() => undefined),
    });
    // This server takes no passwords, so what never answers is not asked.
    await expect(opening).rejects.toMatchObject({ name: 'TransportError' });
    await ssh().knowStrict();
    const asking = connect(ssh().strictUri('root', { sshauth: 'password' }), {
      environment: ssh().lab.environment(),
      timeout: 300,
      credentials: () => new Promise(() => undefined),
    });
    await expect(asking).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
