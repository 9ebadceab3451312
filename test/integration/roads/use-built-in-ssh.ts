import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { OpenOptions } from '../../../src/session/open-options.ts';
import { type SshAgent, startSshAgent } from '../../support/ssh-agent.ts';
import { type SshLab, type SshUriOptions, startSshLab } from '../../support/ssh-lab.ts';
import { SshLeftovers } from '../../support/ssh-leftovers.ts';
import { type SshServer, startSshServer } from '../../support/ssh-server.ts';
import { refused, travel, travelAlone } from './travel.ts';

type Variables = Readonly<Record<string, string>>;

/** What tests of the SSH client in this process go to. */
export class BuiltInSsh {
  readonly lab: SshLab;
  /** Lets nothing be forwarded, and people in by passwords. */
  readonly strict: SshServer;
  /** Has a key that nobody lets in, and behind it one that is. */
  readonly agent: SshAgent;

  private constructor(lab: SshLab, strict: SshServer, agent: SshAgent) {
    this.lab = lab;
    this.strict = strict;
    this.agent = agent;
  }

  static async start(sockets: string): Promise<BuiltInSsh> {
    const lab = await startSshLab({ sockets });
    const strict = await startSshServer({
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
    await strict.authorize(await readFile(lab.file('ecdsa.pub'), 'utf8'));
    const agent = await startSshAgent(lab.server.directory);
    await agent.add(lab.file('stranger'), lab.file('ecdsa'));
    return new BuiltInSsh(lab, strict, agent);
  }

  async stop(): Promise<void> {
    await this.agent.stop();
    await Promise.all([this.lab.server.stop(), this.strict.stop()]);
  }

  libssh2(options: SshUriOptions = {}): string {
    return this.lab.uri({ transport: 'libssh2', ...options });
  }

  strictUri(user: string, params: Readonly<Record<string, string>>): string {
    const query = new URLSearchParams({ known_hosts: this.lab.file('known_hosts'), ...params });
    return `test+libssh2://${user}@127.0.0.1:${this.strict.port}/default?${query}`;
  }

  async knowStrict(): Promise<void> {
    await this.lab.knowHost([`[127.0.0.1]:${this.strict.port} ${await this.strict.hostKey('ed25519')}`]);
  }

  /** Goes there as virsh does. */
  go(options: SshUriOptions, variables: Variables = {}): Promise<void> {
    const environment = this.lab.environment(variables);
    return travel(this.libssh2(options), { environment }, { ...this.lab.variables, ...variables });
  }

  goAlone(uri: string, open: OpenOptions = {}, variables: Variables = {}): Promise<void> {
    return travelAlone(uri, { environment: this.lab.environment(variables), ...open });
  }

  /** Is refused as virsh is. */
  goInVain(options: SshUriOptions): Promise<Error & Record<string, unknown>> {
    return refused(this.libssh2(options), { environment: this.lab.environment() }, this.lab.variables);
  }
}

/** Starts all of it for the tests of a block, and looks behind each of them for what it has left. */
export function useBuiltInSsh(sockets: string): () => BuiltInSsh {
  let started: BuiltInSsh | undefined;
  let leftovers: SshLeftovers;
  const ssh = (): BuiltInSsh => {
    if (started === undefined) throw new Error('it is started before the tests');
    return started;
  };
  beforeAll(async () => {
    started = await BuiltInSsh.start(sockets);
  });
  afterAll(() => started?.stop());
  beforeEach(() => {
    leftovers = new SshLeftovers(ssh().lab.server, ssh().strict);
  });
  afterEach(async () => {
    await leftovers.areGone();
    await ssh().lab.knowHost();
  });
  return ssh;
}
