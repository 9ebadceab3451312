import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs `body` while no other process of the machine holds the lock file. The lock ends with this process at the latest. */
export async function withFileLock<T>(file: string, body: () => Promise<T>): Promise<T> {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo locked; exec cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(holder, 'close');
  const locked = await Promise.race([once(holder.stdout, 'data').then(() => true), closed.then(() => false)]);
  if (!locked) throw new Error(`flock could not lock ${file}`);
  try {
    return await body();
  } finally {
    holder.stdin.end();
    await closed;
  }
}
