import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runProgram } from './run-program.ts';

export type SshAgent = {
  readonly socketPath: string;
  add(...keyFiles: readonly string[]): Promise<void>;
  stop(): Promise<void>;
};

/** Starts an SSH agent with no keys in it, whose socket is in the directory. */
export async function startSshAgent(directory: string): Promise<SshAgent> {
  const socketPath = join(directory, 'agent');
  // -D keeps it in the foreground, so that the process started here is the agent itself
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'ssh-agent', '-D', '-a', socketPath], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  // it says where it listens once it does
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', () => resolve());
    exited.then(() => reject(new Error('ssh-agent ended')), reject);
  });
  return {
    socketPath,
    add: async (...keyFiles) => {
      for (const file of keyFiles) {
        const { status, stderr } = await runProgram('ssh-add', ['-q', file], {
          environment: { SSH_AUTH_SOCK: socketPath },
        });
        if (status !== 0) throw new Error(`ssh-add: ${stderr}`);
      }
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
