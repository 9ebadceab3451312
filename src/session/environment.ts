import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the choice of a daemon depends on outside the URI. */
export interface Environment {
  /** The environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The effective user id; `undefined` where there is none, as on Windows. */
  readonly uid: number | undefined;
  /** The user's home directory. */
  readonly home: string;
  /** Whether there is a file, as a daemon's program or socket. */
  exists(path: string): boolean;
}

/** This process's own. */
export function processEnvironment(): Environment {
  return { variables: process.env, uid: process.geteuid?.(), home: homedir(), exists: existsSync };
}

/** Where a user's own daemons have their sockets. */
export function runtimeDirectory({ variables, home }: Environment): string {
  const runtime = variables.XDG_RUNTIME_DIR;
  if (runtime !== undefined && runtime !== '') return join(runtime, 'libvirt');
  const cache = variables.XDG_CACHE_HOME;
  return join(cache === undefined || cache === '' ? join(home, '.cache') : cache, 'libvirt');
}
