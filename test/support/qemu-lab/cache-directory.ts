import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what is made once is kept for later runs: outside of the repository, the user's to delete. */
export const cacheDirectory = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'libvirt-rpc-tests');

/** A name that changes with what went into the thing it names. */
export function versionedName(name: string, ...inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) hash.update(input).update('\0');
  return `${name}-${hash.digest('hex').slice(0, 12)}`;
}
