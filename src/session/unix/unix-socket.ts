import { UsageError } from '../../errors/usage-error.ts';
import type { Environment } from '../environment.ts';
import { hasUnixSockets, joinPath, runtimeDirectory, systemRuntimeDirectory } from '../platform.ts';
import { type LibvirtUri, uriParam } from '../uri/uri.ts';
import type { RemoteMode } from '../uri/uri-params.ts';
import { findDaemonProgram } from './daemon-program.ts';

/** A socket that a daemon may have. */
export interface DaemonSocket {
  readonly path: string;
  /** The program that has it, where it is ours to start: a user's own daemon. */
  readonly program: string | undefined;
}

export interface UnixSocketOptions {
  readonly readOnly: boolean;
  readonly mode: RemoteMode;
  readonly environment: Environment;
}

/** What can be named in a URI and has no daemon of its own. */
const driversWithoutDaemon: ReadonlySet<string> = new Set(['test', 'remote']);

/** The drivers that are looked for when no URI is given, in this order. */
const probed = {
  system: ['xen', 'qemu', 'lxc', 'vbox', 'bhyve', 'vz'],
  session: ['qemu', 'vbox'],
} as const;

/** The sockets at which a daemon is looked for, the likeliest first; without a URI, some daemon's. */
export function unixSockets(uri: LibvirtUri | undefined, options: UnixSocketOptions): DaemonSocket[] {
  const { readOnly, mode, environment } = options;
  requireUnixSockets(environment);
  const given = uri === undefined ? undefined : uriParam(uri, 'socket');
  if (given !== undefined) return [{ path: givenSocketPath(given, environment), program: undefined }];
  const userMode = isUserMode(uri, environment);
  const directory = userMode ? runtimeDirectory(environment) : systemRuntimeDirectory(environment);
  // A user's own daemon has no socket for readers; there the flag in the call that opens the connection says it all.
  const suffix = readOnly && !userMode ? '-sock-ro' : '-sock';
  const socketOf = (program: string): DaemonSocket => ({
    path: joinPath(environment, directory, (program === 'libvirtd' ? 'libvirt' : program) + suffix),
    program: userMode ? program : undefined,
  });
  const isThere = ({ path }: DaemonSocket): boolean => environment.exists(path);
  const legacy = socketOf('libvirtd');
  if (mode === 'legacy') return [legacy];
  if (uri === undefined) {
    const candidates = probed[userMode ? 'session' : 'system'].map((driver) => socketOf(`virt${driver}d`));
    const there = candidates.filter(isThere);
    // Nothing but users' own daemons may be installed and not have been started.
    const startable = candidates.find(({ program }) => program && findDaemonProgram(program, environment));
    const direct = there.length > 0 || startable === undefined ? there : [startable];
    if (mode === 'direct') {
      if (direct.length === 0) throw new UsageError('mode=direct: without a URI, and with no daemon of a driver there');
      return direct;
    }
    return there.length === 0 && isThere(legacy) ? [legacy] : [...direct, legacy];
  }
  const direct = driversWithoutDaemon.has(uri.driver) ? undefined : socketOf(`virt${uri.driver}d`);
  if (mode === 'direct') {
    if (direct === undefined) throw new UsageError(`mode=direct: no daemon is only for ${uri.driver}`);
    return [direct];
  }
  return direct === undefined || (!isThere(direct) && isThere(legacy)) ? [legacy] : [direct, legacy];
}

/** Throws a UsageError on platforms that lack them. */
export function requireUnixSockets(environment: Environment): void {
  if (hasUnixSockets(environment)) return;
  throw new UsageError(
    `${environment.platform} lacks the unix sockets that a URI without a host leads to: name a host, as in qemu+ssh://HOST/system or qemu+tls://HOST/system`,
  );
}

/** The path that `socket=` gives. Throws a UsageError where it cannot be one. */
export function givenSocketPath(path: string, environment: Environment): string {
  requireUnixSockets(environment);
  // An empty path would not fail on its own: Node takes it for a TCP address.
  if (path === '') throw new UsageError('socket= is empty: it takes the path of a unix socket');
  if (path.startsWith('@') && environment.platform !== 'linux') {
    throw new UsageError(
      `socket=${path}: abstract unix sockets are Linux's alone, and this is ${environment.platform}`,
    );
  }
  if (/\p{Surrogate}/u.test(path)) {
    throw new UsageError(`socket=${JSON.stringify(path)}: Node opens only paths that are UTF-8`);
  }
  return path;
}

/** Whether the user's own daemon is meant, and not the system's. Root has none of its own. */
export function isUserMode(uri: LibvirtUri | undefined, { uid }: Environment): boolean {
  if (uid === undefined || uid === 0) return false;
  return uri === undefined || uri.path === '/session' || (uri.driver === 'test' && uri.transport !== undefined);
}
