import { existsSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';

/**
 * What the choice of a daemon, and the way to it, depend on outside the URI. What follows from it, as directories, is
 * in platform.ts. Tests change some of it: `{ ...processEnvironment(), uid: 1000 }`.
 */
export interface Environment {
  /** Node's name of the operating system, as `linux`, `darwin` or `win32`. */
  readonly platform: string;
  /** The environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The effective user id; `undefined` where there is none, as on Windows. */
  readonly uid: number | undefined;
  /** The name of the user; `undefined` where the system has none for the user id, as in some containers. */
  readonly userName: string | undefined;
  /** The user's home directory. */
  readonly home: string;
  /** The name of this machine. */
  readonly hostname: string;
  /** Whether there is a file, as a daemon's program or socket. */
  exists(path: string): boolean;
}

/** This process's own. */
export function processEnvironment(): Environment {
  return {
    platform: process.platform,
    variables: process.env,
    uid: process.geteuid?.(),
    // Looking it up may have to ask a directory service, so it waits until somebody wants to know.
    get userName() {
      return userNameOfProcess();
    },
    home: homedir(),
    hostname: hostname(),
    exists: existsSync,
  };
}

function userNameOfProcess(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}
