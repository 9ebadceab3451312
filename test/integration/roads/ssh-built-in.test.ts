import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { CredentialRequest } from '../../../src/auth/credentials.ts';
import { connect } from '../../../src/client/connect.ts';
import type { OpenOptions } from '../../../src/session/open-session.ts';
import { describeWithSsh } from '../../support/describe-with-ssh.ts';
import { runProgram } from '../../support/run-program.ts';
import { type SshAgent, startSshAgent } from '../../support/ssh-agent.ts';
import { type SshLab, type SshUriOptions, startSshLab } from '../../support/ssh-lab.ts';
import { SshLeftovers } from '../../support/ssh-leftovers.ts';
import { type SshServer, startSshServer } from '../../support/ssh-server.ts';
import { refused, refusedAlone, travel, travelAlone } from './travel.ts';

describeWithSsh('by SSH of our own', (daemon) => {
  const sockets = `${daemon.directory}/run`;
  let lab: SshLab;
  /** Lets nothing be forwarded, and people in by passwords. */
  let strict: SshServer;
  let agent: SshAgent;
  let leftovers: SshLeftovers;

  beforeAll(async () => {
    lab = await startSshLab({ sockets });
    strict = await startSshServer({
      sockets,
      hostKeys: ['ed25519', 'rsa'],
      config: [
        'DisableForwarding yes',
        'UsePAM yes',
        'PasswordAuthentication yes',
        'KbdInteractiveAuthentication yes',
        'MaxAuthTries 3',
      ],
    });
    await strict.authorize((await readFile(lab.file('ecdsa.pub'))).toString());
    agent = await startSshAgent(lab.server.directory);
    await agent.add(lab.file('stranger'), lab.file('ecdsa'));
  });
  afterAll(async () => {
    await agent?.stop();
    await Promise.all([lab?.server.stop(), strict?.stop()]);
  });
  beforeEach(() => {
    leftovers = new SshLeftovers(lab.server, strict);
  });
  afterEach(async () => {
    await leftovers.areGone();
    await lab.knowHost();
  });

  const libssh2 = (options: SshUriOptions = {}): string => lab.uri({ transport: 'libssh2', ...options });
  const go = (options: SshUriOptions, open: OpenOptions = {}, variables: Record<string, string> = {}): Promise<void> =>
    travel(libssh2(options), { environment: lab.environment(variables), ...open }, { ...lab.variables, ...variables });
  const goAlone = (uri: string, open: OpenOptions = {}, variables: Record<string, string> = {}): Promise<void> =>
    travelAlone(uri, { environment: lab.environment(variables), ...open });
  const goInVain = (options: SshUriOptions): Promise<Error & Record<string, unknown>> =>
    refused(libssh2(options), { environment: lab.environment() }, lab.variables);
  const strictUri = (user: string, params: Record<string, string>, transport = 'libssh2'): string => {
    const all = { known_hosts: lab.file('known_hosts'), ...params };
    return `test+${transport}://${user}@127.0.0.1:${strict.port}/default?${new URLSearchParams(all)}`;
  };
  const knowStrict = async (): Promise<void> =>
    lab.knowHost([`[127.0.0.1]:${strict.port} ${await strict.hostKey('ed25519')}`]);

  describe('goes', () => {
    test.each([
      ['root', {}],
      ['root', { proxy: 'native' }],
      ['root', { proxy: 'netcat' }],
      ['root', { socket: '/run/libvirt/libvirt-sock' }],
      ['netcat', {}],
      ['plain', { proxy: 'netcat' }],
      ['helper', { proxy: 'native' }],
    ])('as %s with %j', (user, params) => go({ user, params }));

    test('as libssh, and as root where nobody is named', async () => {
      await travel(lab.uri({ transport: 'libssh' }), { environment: lab.environment() }, lab.variables);
      await goAlone(libssh2().replace('root@', ''));
    });

    test('straight to the socket where the host has no program for it', async () => {
      // libvirt knows no such way.
      await goAlone(libssh2({ user: 'bare' }));
      await goAlone(libssh2({ user: 'bare', params: { socket: '/run/libvirt/libvirt-sock' } }));
    });

    test.each(['native', 'netcat'])('only to look, by proxy=%s', async (proxy) => {
      await using connection = await connect(libssh2({ params: { proxy } }), {
        readOnly: true,
        environment: lab.environment(),
      });
      const domain = await connection.lookupDomainByName('test');
      await expect(domain.destroy()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
    });

    test('in place of a program that is not there', async () => {
      await writeFile(lab.file('user/.ssh/known_hosts'), await readFile(lab.file('known_hosts')));
      const environment = lab.environment({ PATH: lab.file('home') });
      await using connection = await connect(lab.uri(), { environment });
      expect(connection.session.peer).toBe(`ssh:root@127.0.0.1:${lab.server.port}`);
      expect(await connection.getHostname()).not.toBe('');
      await expect(connect(lab.uri(), { environment, ssh: { client: 'program' } })).rejects.toThrow(/cannot start ssh/);
      await rm(lab.file('user/.ssh/known_hosts'));
    });

    test('with many calls, and two connections at once, and is secure', async () => {
      const environment = lab.environment();
      await using first = await connect(libssh2(), { environment });
      await using second = await connect(libssh2(), { environment });
      expect([first.session.isSecure, first.session.isEncrypted]).toEqual([true, false]);
      const names = await Promise.all(
        [first, second].flatMap((one) => Array.from({ length: 200 }, () => one.getHostname())),
      );
      expect(new Set(names).size).toBe(1);
    });
  });

  describe('logs in', () => {
    test.each(['ed25519', 'ecdsa'])('with a key of type %s', (type) => go({ params: { keyfile: lab.file(type) } }));

    test('with an RSA key, and never by SHA-1', () => goAlone(libssh2({ params: { keyfile: lab.file('rsa') } })));

    test('with a passphrase, which is asked for', async () => {
      const asked: CredentialRequest[] = [];
      const credentials = (request: CredentialRequest): string => {
        asked.push(request);
        return lab.server.password;
      };
      const keyfile = lab.file('locked-ed25519');
      await goAlone(libssh2({ params: { keyfile, sshauth: 'privkey' } }), { credentials });
      expect(asked).toMatchObject([{ kind: 'password', mechanism: 'ssh-passphrase', host: '127.0.0.1' }]);
      expect(asked[0]?.prompt).toContain(keyfile);
      const error = await refusedAlone(libssh2({ params: { keyfile, sshauth: 'privkey' } }), {
        environment: lab.environment(),
        credentials: () => 'wrong',
      });
      expect(error.message).toContain('the passphrase is wrong');
    });

    test('with the key of an agent that has a wrong one first', () =>
      go({ params: { sshauth: 'agent' } }, {}, { SSH_AUTH_SOCK: agent.socketPath }));

    test('without an agent where that is gone', () => goAlone(libssh2(), {}, { SSH_AUTH_SOCK: lab.file('no-agent') }));

    test('with the key file that is named before an agent has spent the tries', async () => {
      await knowStrict();
      for (const name of ['one', 'two', 'three']) {
        await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', lab.file(name)]);
        await agent.add(lab.file(name));
      }
      const uri = strictUri('root', { keyfile: lab.file('ecdsa') });
      await goAlone(uri, {}, { SSH_AUTH_SOCK: agent.socketPath });
    });

    test('with a password, from the options, from a callback and from auth.conf', async () => {
      await knowStrict();
      const uri = strictUri('root', { sshauth: 'password' });
      await goAlone(uri, { credentials: { password: strict.password } });
      await goAlone(uri, {
        credentials: async ({ mechanism }) => (mechanism === 'ssh-password' ? strict.password : ''),
      });
      await writeFile(
        lab.file('auth.conf'),
        `[credentials-us]\npassword=${strict.password}\n[auth-ssh-127.0.0.1]\ncredentials=us\n`,
      );
      await goAlone(strictUri('root', { sshauth: 'password', authfile: lab.file('auth.conf') }));
      const error = await refusedAlone(uri, { environment: lab.environment(), credentials: { password: 'wrong' } });
      expect(error).toMatchObject({ name: 'TransportError' });
      expect(error.message).toMatch(/did not let us in: it takes .*password.*, and we tried password/);
      expect(error.message).not.toContain('wrong');
    });

    test('by answers to questions', async () => {
      await knowStrict();
      const prompts: string[] = [];
      await goAlone(strictUri('root', { sshauth: 'keyboard-interactive' }), {
        credentials: ({ prompt, mechanism }) => {
          prompts.push(`${mechanism}: ${prompt.trim()}`);
          return strict.password;
        },
      });
      expect(prompts).toEqual([expect.stringMatching(/^ssh-keyboard-interactive: .*Password:$/)]);
    });

    test('not with a key that is not let in', async () => {
      const error = await goInVain({ params: { keyfile: lab.file('stranger') } });
      expect(error.message).toContain(lab.file('stranger'));
      expect(error.message).toContain('it takes publickey');
    });

    test('not with a key file that is not there', async () => {
      const error = await goInVain({ params: { keyfile: lab.file('nowhere') } });
      expect(error.message).toContain('nowhere: there is no such file');
    });
  });

  describe('knows hosts', () => {
    const key = (type: 'ed25519' = 'ed25519'): Promise<string> => lab.server.hostKey(type);
    const strangerKey = async (): Promise<string> =>
      (await readFile(lab.file('stranger.pub'), 'utf8')).split(' ').slice(0, 2).join(' ').trim();
    const plain = (): string => `[127.0.0.1]:${lab.server.port}`;
    /** The verdict of OpenSSH's own client for the same file. */
    const verdictOfSsh = async (): Promise<boolean> => {
      const args = ['-o', 'BatchMode=yes', '-i', lab.file('ed25519'), '-p', String(lab.server.port)];
      const ran = await runProgram(lab.file('bin/ssh'), [...args, 'root@127.0.0.1', 'true'], {
        environment: lab.variables,
      });
      return ran.status === 0;
    };
    const verdictOfOurs = (): Promise<boolean | string> =>
      connect(libssh2(), { environment: lab.environment() }).then(
        async (connection) => {
          await connection.close();
          return true;
        },
        (error: Error) => error.message,
      );

    test.each([
      ['plain', async () => [`${plain()} ${await key()}`], true],
      ['among patterns', async () => [`other,[127.*]:${lab.server.port} ${await key()}`], true],
      ['not where a pattern takes it out', async () => [`[*]:*,!${plain()} ${await key()}`], /it is not known/],
      ['where a pattern takes out the port alone', async () => [`*,!${plain()} ${await key()}`], true],
      ['without the port', async () => [`127.0.0.1 ${await key()}`], true],
      ['not as another port', async () => [`[127.0.0.1]:1 ${await key()}`], /it is not known/],
      ['by one of several keys', async () => [`${plain()} ${await strangerKey()}`, `${plain()} ${await key()}`], true],
      ['not at all', async () => ['# nothing', 'rubbish'], /it is not known.*known_hosts_verify=auto/],
      ['by another key', async () => [`${plain()} ${await strangerKey()}`], /another one is known \(.*known_hosts:1\)/],
      ['by a revoked key', async () => [`${plain()} ${await key()}`, `@revoked * ${await key()}`], /revoked .*:2/],
      ['by an authority', async () => [`@cert-authority * ${await strangerKey()}`], /use \+ssh/],
    ])('%s', async (_what, lines, verdict) => {
      await lab.knowHost(await lines());
      const ours = await verdictOfOurs();
      expect(await verdictOfSsh()).toBe(ours === true);
      if (verdict === true) expect(ours).toBe(true);
      else expect(ours).toMatch(verdict);
    });

    test('hashed', async () => {
      await runProgram('ssh-keygen', ['-q', '-H', '-f', lab.file('known_hosts')]);
      expect(await readFile(lab.file('known_hosts'), 'utf8')).toMatch(/^\|1\|/);
      await go({});
    });

    test('by the type of key that is known, whatever the host would rather show', async () => {
      await lab.knowHost([`[127.0.0.1]:${strict.port} ${await strict.hostKey('rsa')}`]);
      await goAlone(strictUri('root', { keyfile: lab.file('ecdsa') }));
    });

    test('and adds those that are not known where it may', async () => {
      const file = lab.file('new/known_hosts');
      const params = { known_hosts: file, known_hosts_verify: 'auto' };
      await goAlone(libssh2({ params }));
      expect(await readFile(file, 'utf8')).toBe(`${plain()} ${await key()}\n`);
      await goAlone(libssh2({ params: { known_hosts: file } }));
      await writeFile(file, `other ${await strangerKey()}`);
      await goAlone(libssh2({ params }));
      expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3);
      await writeFile(file, `${plain()} ${await strangerKey()}\n`);
      const error = await refusedAlone(libssh2({ params }), { environment: lab.environment() });
      expect(error.message).toContain('another one is known');
      await goAlone(libssh2({ params: { ...params, known_hosts_verify: 'ignore' } }));
    });

    test('and asks about those that are not known where somebody answers', async () => {
      await lab.knowHost([]);
      const questions: string[] = [];
      const fingerprint = (await runProgram('ssh-keygen', ['-lf', `${lab.server.directory}/host_ed25519.pub`])).stdout;
      const environment = lab.environment();
      const confirmHost = (answer: boolean) => (question: string) => {
        questions.push(question);
        return answer;
      };
      const error = await refusedAlone(libssh2(), { environment, ssh: { confirmHost: confirmHost(false) } });
      expect(error.message).toContain('it is not known');
      await goAlone(libssh2(), { ssh: { confirmHost: confirmHost(true) } });
      expect(questions).toHaveLength(2);
      expect(questions[0]).toContain(fingerprint.split(' ')[1]);
    });
  });

  describe('where nothing may be forwarded', () => {
    beforeEach(knowStrict);
    test.each(['root', 'helper', 'netcat', 'plain'])('goes as %s', async (user) => {
      await goAlone(strictUri(user, { keyfile: lab.file('ecdsa') }));
    });

    test('tells all that was tried where there is no way', async () => {
      const error = await refusedAlone(strictUri('bare', { keyfile: lab.file('ecdsa') }), {
        environment: lab.environment(),
      });
      const peer = `ssh:bare@127.0.0.1:${strict.port}`;
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
      const error = await refusedAlone(strictUri('noisy', { keyfile: lab.file('ecdsa') }), {
        environment: lab.environment(),
      });
      expect(error.message).toContain('"Welcome to this machine. All is logged." was printed where the daemon');
    });

    test('goes through no other machine', async () => {
      const error = await refusedAlone(libssh2({ params: { keyfile: lab.file('ecdsa') } }), {
        environment: lab.environment(),
        ssh: { jump: `root@127.0.0.1:${strict.port}` },
      });
      expect(error).toMatchObject({ name: 'TransportError' });
      expect(error.message).toContain('administratively prohibited');
    });
  });

  describe('goes through another machine', () => {
    test('which is not told the password of the one behind it', async () => {
      await knowStrict();
      const error = await refusedAlone(libssh2({ params: { keyfile: lab.file('stranger') } }), {
        environment: lab.environment(),
        credentials: { password: strict.password },
        ssh: { jump: `root@127.0.0.1:${strict.port}` },
      });
      expect(error.message).toMatch(/:\d+ did not let us in: .* password: none was given/);
    });

    test('that the options name, or the ssh_config', async () => {
      await lab.knowHost([
        `[127.0.0.1]:${lab.server.port} ${await lab.server.hostKey('ed25519')}`,
        `[localhost]:${strict.port} ${await strict.hostKey('ed25519')}`,
        `target ${await strict.hostKey('ed25519')}`,
      ]);
      const params = { known_hosts: lab.file('known_hosts'), keyfile: lab.file('ecdsa') };
      const query = new URLSearchParams(params);
      const jump = `root@127.0.0.1:${lab.server.port}`;
      await using connection = await connect(`test+libssh2://root@localhost:${strict.port}/default?${query}`, {
        environment: lab.environment({ SSH_AUTH_SOCK: agent.socketPath }),
        ssh: { jump: [jump] },
      });
      expect(await connection.getHostname()).not.toBe('');
      await writeFile(
        lab.file('user/.ssh/config'),
        `Host far\n  HostName localhost\n  Port ${strict.port}\n  User root\n  HostKeyAlias target\n  ProxyJump ${jump}\n`,
      );
      // HostKeyAlias takes the place of host and port, as it does in OpenSSH.
      await goAlone(`test+libssh://far/default?${query}`, {}, { SSH_AUTH_SOCK: agent.socketPath });
      expect(strict.log()).toContain('Accepted publickey for root from 127.0.0.1');
      await rm(lab.file('user/.ssh/config'));
    });
  });

  test.each([
    ['known_hosts_verify', 'maybe', /normal, auto, ignore/],
    ['sshauth', 'agent,magic', /magic is none of agent, privkey/],
    ['keyfile', '', /keyfile= is empty/],
  ])('%s=%s is refused before anything is tried', async (name, value, message) => {
    const opening = connect(libssh2({ params: { [name]: value } }), { environment: lab.environment() });
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toMatchObject({ name: 'UsageError' });
  });

  test('one that is given up leaves nothing', async () => {
    const opening = connect(libssh2({ params: { sshauth: 'password' } }), {
      environment: lab.environment(),
      timeout: 300,
      credentials: () => new Promise(() => undefined),
    });
    // This server takes no passwords, so what never answers is not asked.
    await expect(opening).rejects.toMatchObject({ name: 'TransportError' });
    await knowStrict();
    const asking = connect(strictUri('root', { sshauth: 'password' }), {
      environment: lab.environment(),
      timeout: 300,
      credentials: () => new Promise(() => undefined),
    });
    await expect(asking).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
