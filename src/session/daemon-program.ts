import type { Environment } from './environment.ts';
import { joinPath } from './platform.ts';

/** Where daemons are installed, before PATH is asked, which of an ordinary user often lacks these. */
const directories = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin', '/sbin'];

/** Where a daemon's program is, as `virtqemud`; `undefined` where it is not installed. */
export function findInstalled(program: string, environment: Environment): string | undefined {
  const path = environment.variables.PATH?.split(':').filter((directory) => directory.startsWith('/')) ?? [];
  return [...directories, ...path]
    .map((directory) => joinPath(environment, directory, program))
    .find((candidate) => environment.exists(candidate));
}

/** The program that is to be started for a daemon: the one that VIRTD_PATH or LIBVIRTD_PATH names, for every daemon. */
export function findDaemonProgram(program: string, environment: Environment): string | undefined {
  const { VIRTD_PATH, LIBVIRTD_PATH } = environment.variables;
  return VIRTD_PATH || LIBVIRTD_PATH || findInstalled(program, environment);
}
