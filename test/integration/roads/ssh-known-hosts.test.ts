import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithSsh } from '../../support/describe-with-ssh.ts';
import { runProgram } from '../../support/run-program.ts';
import { refusedAlone } from './travel.ts';
import { useBuiltInSsh } from './use-built-in-ssh.ts';

describeWithSsh('SSH of our own knows hosts', (daemon) => {
  const ssh = useBuiltInSsh(`${daemon.directory}/run`);
  const key = (type: 'ed25519' = 'ed25519'): Promise<string> => ssh().lab.server.hostKey(type);
  const strangerKey = async (): Promise<string> =>
    (await readFile(ssh().lab.file('stranger.pub'), 'utf8')).split(' ').slice(0, 2).join(' ').trim();
  const plain = (): string => `[127.0.0.1]:${ssh().lab.server.port}`;
  /** The verdict of OpenSSH's own client for the same file. */
  const verdictOfSsh = async (): Promise<boolean> => {
    const args = ['-o', 'BatchMode=yes', '-i', ssh().lab.file('ed25519'), '-p', String(ssh().lab.server.port)];
    const ran = await runProgram(ssh().lab.file('bin/ssh'), [...args, 'root@127.0.0.1', 'true'], {
      environment: ssh().lab.variables,
    });
    return ran.status === 0;
  };
  const verdictOfOurs = (): Promise<boolean | string> =>
    connect(ssh().libssh2(), { environment: ssh().lab.environment() }).then(
      async (connection) => {
        await connection.close();
        return true;
      },
      (error: Error) => error.message,
    );

  test.each([
    ['plain', async () => [`${plain()} ${await key()}`], true],
    ['among patterns', async () => [`other,[127.*]:${ssh().lab.server.port} ${await key()}`], true],
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
    await ssh().lab.knowHost(await lines());
    const ours = await verdictOfOurs();
    expect(await verdictOfSsh()).toBe(ours === true);
    if (verdict instanceof RegExp) expect(ours).toMatch(verdict);
    else expect(ours).toBe(true);
  });

  test('hashed', async () => {
    await runProgram('ssh-keygen', ['-q', '-H', '-f', ssh().lab.file('known_hosts')]);
    expect(await readFile(ssh().lab.file('known_hosts'), 'utf8')).toMatch(/^\|1\|/);
    await ssh().go({});
  });

  test('by the type of key that is known, whatever the host would rather show', async () => {
    await ssh().lab.knowHost([`[127.0.0.1]:${ssh().strict.port} ${await ssh().strict.hostKey('rsa')}`]);
    await ssh().goAlone(ssh().strictUri('root', { keyfile: ssh().lab.file('ecdsa') }));
  });

  test('and adds those that are not known where it may', async () => {
    const file = ssh().lab.file('new/known_hosts');
    const params = { known_hosts: file, known_hosts_verify: 'auto' };
    await ssh().goAlone(ssh().libssh2({ params }));
    expect(await readFile(file, 'utf8')).toBe(`${plain()} ${await key()}\n`);
    await ssh().goAlone(ssh().libssh2({ params: { known_hosts: file } }));
    await writeFile(file, `other ${await strangerKey()}`);
    await ssh().goAlone(ssh().libssh2({ params }));
    expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3);
    await writeFile(file, `${plain()} ${await strangerKey()}\n`);
    const error = await refusedAlone(ssh().libssh2({ params }), { environment: ssh().lab.environment() });
    expect(error.message).toContain('another one is known');
    await ssh().goAlone(ssh().libssh2({ params: { ...params, known_hosts_verify: 'ignore' } }));
  });

  test('and asks about those that are not known where somebody answers', async () => {
    await ssh().lab.knowHost([]);
    const questions: string[] = [];
    const fingerprint = (await runProgram('ssh-keygen', ['-lf', `${ssh().lab.server.directory}/host_ed25519.pub`]))
      .stdout;
    const environment = ssh().lab.environment();
    const confirmHost = (answer: boolean) => (question: string) => {
      questions.push(question);
      return answer;
    };
    const error = await refusedAlone(ssh().libssh2(), { environment, ssh: { confirmHost: confirmHost(false) } });
    expect(error.message).toContain('it is not known');
    await ssh().goAlone(ssh().libssh2(), { ssh: { confirmHost: confirmHost(true) } });
    expect(questions).toHaveLength(2);
    expect(questions[0]).toContain(fingerprint.split(' ')[1]);
  });
});
