import { writeFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { CredentialRequest } from '../../../src/auth/credentials.ts';
import { describeWithSsh } from '../../support/describe-with-ssh.ts';
import { runProgram } from '../../support/run-program.ts';
import { refusedAlone } from './travel.ts';
import { useBuiltInSsh } from './use-built-in-ssh.ts';

describeWithSsh('SSH of our own logs in', (daemon) => {
  const ssh = useBuiltInSsh(`${daemon.directory}/run`);

  test.each(['ed25519', 'ecdsa'])('with a key of type %s', (type) =>
    ssh().go({ params: { keyfile: ssh().lab.file(type) } }),
  );

  test('with an RSA key, and never by SHA-1', () =>
    ssh().goAlone(ssh().libssh2({ params: { keyfile: ssh().lab.file('rsa') } })));

  test('with a passphrase, which is asked for', async () => {
    const asked: CredentialRequest[] = [];
    const credentials = (request: CredentialRequest): string => {
      asked.push(request);
      return ssh().lab.server.password;
    };
    const keyfile = ssh().lab.file('locked-ed25519');
    await ssh().goAlone(ssh().libssh2({ params: { keyfile, sshauth: 'privkey' } }), { credentials });
    expect(asked).toMatchObject([{ kind: 'password', mechanism: 'ssh-passphrase', host: '127.0.0.1' }]);
    expect(asked[0]?.prompt).toContain(keyfile);
    const error = await refusedAlone(ssh().libssh2({ params: { keyfile, sshauth: 'privkey' } }), {
      environment: ssh().lab.environment(),
      credentials: () => 'wrong',
    });
    expect(error.message).toContain('the passphrase is wrong');
  });

  test('with the key of an agent that has a wrong one first', () =>
    ssh().go({ params: { sshauth: 'agent' } }, { SSH_AUTH_SOCK: ssh().agent.socketPath }));

  test('without an agent where that is gone', () =>
    ssh().goAlone(ssh().libssh2(), {}, { SSH_AUTH_SOCK: ssh().lab.file('no-agent') }));

  test('with the key file that is named before an agent has spent the tries', async () => {
    await ssh().knowStrict();
    for (const name of ['one', 'two', 'three']) {
      await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', ssh().lab.file(name)]);
      await ssh().agent.add(ssh().lab.file(name));
    }
    const uri = ssh().strictUri('root', { keyfile: ssh().lab.file('ecdsa') });
    await ssh().goAlone(uri, {}, { SSH_AUTH_SOCK: ssh().agent.socketPath });
  });

  test('with a password, from the options, from a callback and from auth.conf', async () => {
    await ssh().knowStrict();
    const uri = ssh().strictUri('root', { sshauth: 'password' });
    await ssh().goAlone(uri, { credentials: { password: ssh().strict.password } });
    await ssh().goAlone(uri, {
      credentials: async ({ mechanism }) => (mechanism === 'ssh-password' ? ssh().strict.password : ''),
    });
    await writeFile(
      ssh().lab.file('auth.conf'),
      `[credentials-us]\npassword=${ssh().strict.password}\n[auth-ssh-127.0.0.1]\ncredentials=us\n`,
    );
    await ssh().goAlone(ssh().strictUri('root', { sshauth: 'password', authfile: ssh().lab.file('auth.conf') }));
    const error = await refusedAlone(uri, { environment: ssh().lab.environment(), credentials: { password: 'wrong' } });
    expect(error).toMatchObject({ name: 'TransportError' });
    expect(error.message).toMatch(/did not let us in: it takes .*password.*, and we tried password/);
    expect(error.message).not.toContain('wrong');
  });

  test('by answers to questions', async () => {
    await ssh().knowStrict();
    const prompts: string[] = [];
    await ssh().goAlone(ssh().strictUri('root', { sshauth: 'keyboard-interactive' }), {
      credentials: ({ prompt, mechanism }) => {
        prompts.push(`${mechanism}: ${prompt.trim()}`);
        return ssh().strict.password;
      },
    });
    expect(prompts).toEqual([expect.stringMatching(/^ssh-keyboard-interactive: .*Password:$/)]);
  });

  test('not with a key that is not let in', async () => {
    const error = await ssh().goInVain({ params: { keyfile: ssh().lab.file('stranger') } });
    expect(error.message).toContain(ssh().lab.file('stranger'));
    expect(error.message).toContain('it takes publickey');
  });

  test('not with a key file that is not there', async () => {
    const error = await ssh().goInVain({ params: { keyfile: ssh().lab.file('nowhere') } });
    expect(error.message).toContain('nowhere: there is no such file');
  });
});
