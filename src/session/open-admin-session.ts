import { join } from 'node:path';
import { UsageError } from '../errors/usage-error.ts';
import { adminConnectClose, adminConnectGetLibVersion, adminConnectOpen } from '../generated/admin-procedures.ts';
import { connectUnix } from '../transport/unix.ts';
import { type Environment, processEnvironment, runtimeDirectory } from './environment.ts';
import { limitOpening } from './limit-opening.ts';
import type { OpenedSession, OpenOptions } from './open-session.ts';
import { Session } from './session.ts';
import type { SessionProgram } from './session-program.ts';
import { type LibvirtUri, parseUri, uriParam } from './uri.ts';

/** Everybody who reaches the socket may do everything, so there is no opening to look only. */
export type OpenAdminOptions = Omit<OpenOptions, 'readOnly'>;

const systemDirectory = '/var/run/libvirt';

const adminProgram: SessionProgram = {
  close: adminConnectClose,
  askLibVersion: async (call) => (await call(adminConnectGetLibVersion)).libVer,
};

/**
 * Opens a session with the part of a daemon that manages the daemon itself: `libvirtd:///system`, or the name of
 * another daemon. Without a URI, LIBVIRT_ADMIN_DEFAULT_URI is taken, and without that the libvirtd of this machine or,
 * unless we are root, of this user.
 *
 * Rejects as `openSession` does. The daemon closes the connection of whoever runs as another user than itself.
 */
export async function openAdminSession(uri: string | undefined, options: OpenAdminOptions = {}): Promise<Session> {
  return (await openAdminSessionWithUri(uri, options)).session;
}

/** {@link openAdminSession}, and the URI under which the connection goes. */
export async function openAdminSessionWithUri(
  uri: string | undefined,
  options: OpenAdminOptions = {},
): Promise<OpenedSession> {
  const { environment = processEnvironment() } = options;
  const text = uri || environment.variables.LIBVIRT_ADMIN_DEFAULT_URI || defaultUri(environment);
  return await limitOpening(text, options, async (signal, progress) => {
    const transport = await connectUnix(adminSocketPath(parseUri(text), environment), { signal });
    const session = new Session(transport, options, adminProgram);
    try {
      // There is nothing to authenticate with, and no feature to ask for.
      await session.call(adminConnectOpen, { flags: 0 }, { signal });
      return { session, uri: text };
    } catch (error) {
      progress.inFlight = session.inFlight;
      session.destroy();
      throw error;
    }
  });
}

function defaultUri({ uid }: Environment): string {
  return uid === 0 ? 'libvirtd:///system' : 'libvirtd:///session';
}

/** The path of the socket that administrators of the URI's daemon connect to. Throws a UsageError. */
export function adminSocketPath(uri: LibvirtUri, environment: Environment): string {
  const { driver, transport, host, path, params } = uri;
  const wrong = (reason: string): UsageError => new UsageError(`an admin URI like libvirtd:///system ${reason}`);
  if (driver === '') throw wrong('names a daemon');
  if ((transport !== undefined && transport !== 'unix') || host !== '') throw wrong('stays on this machine');
  const stray = params.find(({ name }) => name.toLowerCase() !== 'socket');
  if (stray !== undefined) throw wrong(`has no parameter but socket: not ${stray.name}`);
  const directory =
    path === '/system' ? systemDirectory : path === '/session' ? runtimeDirectory(environment) : undefined;
  if (directory === undefined) throw wrong(`ends in /system or /session, not ${path || 'nothing'}`);
  const socket = uriParam(uri, 'socket');
  if (socket === '') throw wrong('has the path of a unix socket as its socket');
  // Of all daemons, libvirtd alone has sockets that are not called as it is.
  return socket ?? join(directory, `${driver === 'libvirtd' ? 'libvirt' : driver}-admin-sock`);
}
