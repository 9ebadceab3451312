import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Environment, processEnvironment } from '../../src/session/environment.ts';
import { runProgram } from './run-program.ts';
import { type HostKeyType, makeKey, type SshServer, type SshServerOptions, startSshServer } from './ssh-server.ts';

/** How virsh and we come to know of it. */
export type SshUriOptions = {
  readonly transport?: string;
  readonly user?: string;
  readonly params?: Readonly<Record<string, string>>;
};

/**
 * An SSH server, keys that it lets in, a known_hosts file that has it, and an ssh that reads no file of the user who
 * runs the tests.
 */
export class SshLab {
  readonly server: SshServer;
  /** Environment variables for programs. */
  readonly variables: Readonly<Record<string, string>>;

  constructor(server: SshServer) {
    this.server = server;
    this.variables = { PATH: `${this.file('bin')}:${process.env.PATH}`, SSH_AUTH_SOCK: '', HOME: this.file('user') };
  }

  file(name: string): string {
    return join(this.server.directory, name);
  }

  /** The same for our own connections. */
  environment(variables: Readonly<Record<string, string>> = {}): Environment {
    return {
      ...processEnvironment(),
      variables: { ...process.env, ...this.variables, ...variables },
      home: this.file('user'),
    };
  }

  /** The test driver of the daemon behind the server. */
  uri({ transport = 'ssh', user = 'root', params = {} }: SshUriOptions = {}): string {
    const ours = transport === 'ssh' ? { no_tty: '1' } : { known_hosts: this.file('known_hosts') };
    const all = { keyfile: this.file('ed25519'), ...ours, ...params };
    const query = Object.entries(all).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `test+${transport}://${user}@127.0.0.1:${this.server.port}/default?${query.join('&')}`;
  }

  /** What a known_hosts file says about the server; without an argument, all that is to be said. */
  async knowHost(lines?: readonly string[]): Promise<void> {
    const known = lines ?? [`[127.0.0.1]:${this.server.port} ${await this.server.hostKey('ed25519')}`];
    await writeFile(this.file('known_hosts'), known.map((line) => `${line}\n`).join(''));
  }
}

/** Starts it. Whoever starts it stops its server. */
export async function startSshLab(options: SshServerOptions): Promise<SshLab> {
  const lab = new SshLab(await startSshServer(options));
  try {
    const types: readonly HostKeyType[] = ['ed25519', 'ecdsa', 'rsa'];
    const keys = await Promise.all(types.map((type) => makeKey(lab.file(type), type)));
    // The same key with a passphrase is let in as well.
    await copyFile(lab.file('ed25519'), lab.file('locked-ed25519'));
    await runProgram('ssh-keygen', ['-q', '-p', '-P', '', '-N', lab.server.password, '-f', lab.file('locked-ed25519')]);
    await makeKey(lab.file('stranger'), 'ed25519');
    await lab.server.authorize(...keys);
    await mkdir(lab.file('bin'));
    await mkdir(lab.file('user/.ssh'), { recursive: true });
    await writeFile(lab.file('ssh_config'), sshConfig(lab));
    await writeFile(lab.file('bin/ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F '${lab.file('ssh_config')}' "$@"\n`, {
      mode: 0o755,
    });
    await lab.knowHost();
    return lab;
  } catch (error) {
    await lab.server.stop();
    throw error;
  }
}

function sshConfig(lab: SshLab): string {
  return `UserKnownHostsFile ${lab.file('known_hosts')}\nGlobalKnownHostsFile /dev/null\nIdentitiesOnly no\n`;
}
