import { join } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';
import { type Environment, runtimeDirectory } from './environment.ts';
import { type LibvirtUri, uriParam } from './uri.ts';

/** The daemon of each driver, where daemons are split by driver. */
const daemons: ReadonlyMap<string, string> = new Map([
  ['qemu', 'virtqemud'],
  ['xen', 'virtxend'],
  ['lxc', 'virtlxcd'],
  ['vbox', 'virtvboxd'],
  ['bhyve', 'virtbhyved'],
  ['vz', 'virtvzd'],
  ['ch', 'virtchd'],
  ['network', 'virtnetworkd'],
  ['storage', 'virtstoraged'],
  ['secret', 'virtsecretd'],
  ['nodedev', 'virtnodedevd'],
  ['nwfilter', 'virtnwfilterd'],
  ['interface', 'virtinterfaced'],
]);

/** The drivers that are looked for when no URI is given, in this order. */
const probed = {
  system: ['xen', 'qemu', 'lxc', 'vbox', 'bhyve', 'vz'],
  session: ['qemu', 'vbox'],
} as const;

const systemDirectory = '/var/run/libvirt';

/** The paths at which a daemon's socket is tried, the likeliest first; without a URI, some daemon's. */
export function unixSocketPaths(uri: LibvirtUri | undefined, readOnly: boolean, environment: Environment): string[] {
  const given = uri === undefined ? undefined : uriParam(uri, 'socket');
  // An empty path would not fail on its own: Node takes it for a TCP address.
  if (given === '') throw new UsageError('socket= is empty: it takes the path of a unix socket');
  if (given !== undefined) return [given];
  const userMode = isUserMode(uri, environment);
  const directory = userMode ? runtimeDirectory(environment) : systemDirectory;
  // A user's own daemon has no socket for readers; there the flag in the call that opens the connection says it all.
  const suffix = readOnly && !userMode ? '-sock-ro' : '-sock';
  const path = (daemon: string): string => join(directory, daemon + suffix);
  const legacy = path('libvirt');
  if (uri === undefined) {
    const candidates = probed[userMode ? 'session' : 'system'].map((driver) => path(daemons.get(driver) ?? driver));
    return [...candidates.filter((candidate) => environment.exists(candidate)), legacy];
  }
  const daemon = daemons.get(uri.driver);
  const direct = daemon === undefined ? undefined : path(daemon);
  const mode = uriParam(uri, 'mode') ?? 'auto';
  switch (mode) {
    case 'legacy':
      return [legacy];
    case 'direct':
      if (direct === undefined)
        throw new UsageError(`mode=direct: no daemon is only for ${uri.driver || 'an unnamed driver'}`);
      return [direct];
    case 'auto':
      return direct === undefined || (!environment.exists(direct) && environment.exists(legacy))
        ? [legacy]
        : [direct, legacy];
    default:
      throw new UsageError(`mode=${mode}: it is auto, direct or legacy`);
  }
}

/** Whether the user's own daemon is meant, and not the system's. Root has none of its own. */
function isUserMode(uri: LibvirtUri | undefined, { uid }: Environment): boolean {
  if (uid === undefined || uid === 0) return false;
  return uri === undefined || uri.path === '/session' || (uri.driver === 'test' && uri.transport !== undefined);
}
