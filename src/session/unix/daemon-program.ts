import type { Environment } from '../environment.ts';
import { joinPath } from '../platform.ts';

/** Where daemons are installed, before PATH is asked, which of an ordinary user often lacks these. */
const directories = ['/usr/sbin', '/usr/local/sbin', '/opt/homebrew/sbin', '/sbin'];

/**
 * Where a daemon's program is, as `virtqemud`; `undefined` where it is not installed. VIRTD_PATH or, without it,
 * LIBVIRTD_PATH names the directory of all daemons.
 */
export function findDaemonProgram(program: string, environment: Environment): string | undefined {
  const { VIRTD_PATH, LIBVIRTD_PATH, PATH } = environment.variables;
  const given = VIRTD_PATH || LIBVIRTD_PATH;
  const path = PATH?.split(':').filter((directory) => directory.startsWith('/')) ?? [];
  return (given ? [given] : [...directories, ...path])
    .map((directory) => joinPath(environment, directory, program))
    .find((candidate) => environment.exists(candidate));
}
