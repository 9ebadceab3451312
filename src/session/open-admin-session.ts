import { UsageError } from '../errors/usage-error.ts';
import { adminConnectClose, adminConnectGetLibVersion, adminConnectOpen } from '../generated/admin-procedures.ts';
import { loadClientConfig } from './config/load-client-config.ts';
import { type Environment, processEnvironment } from './environment.ts';
import { limitOpening, type OpeningProgress } from './limit-opening.ts';
import type { OpenedSession, OpenOptions } from './open-options.ts';
import { joinPath, runtimeDirectory, systemRuntimeDirectory } from './platform.ts';
import { Session } from './session.ts';
import type { SessionOptions } from './session-options.ts';
import type { SessionProgram } from './session-program.ts';
import { summarize, tryUnixSockets } from './unix/try-unix-sockets.ts';
import { givenSocketPath, requireUnixSockets } from './unix/unix-socket.ts';
import { type ChosenUri, chooseUri } from './uri/choose-uri.ts';
import { type LibvirtUri, parseUri, uriParam } from './uri/uri.ts';
import { startWatching, watchConnection, watchOpening, watchState } from './watching.ts';

/** Everybody who reaches the socket may do everything, so there is no opening to look only. */
export type OpenAdminOptions = SessionOptions &
  Pick<OpenOptions, 'signal' | 'timeout' | 'aliases' | 'record' | 'environment'>;

const adminProgram: SessionProgram = {
  close: adminConnectClose,
  askLibVersion: async (call) => (await call(adminConnectGetLibVersion)).libVer,
};

/**
 * Opens a session with the part of a daemon that manages the daemon itself: `libvirtd:///system`, or the name of
 * another daemon, or an alias of libvirt-admin.conf. Without a URI, LIBVIRT_ADMIN_DEFAULT_URI is taken, without that
 * the `uri_default` of libvirt-admin.conf, and without that the libvirtd of this machine or, unless we are root, of this
 * user.
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
  const { environment = processEnvironment(), aliases = true } = options;
  const watching = await startWatching(options.record);
  const open = async (signal: AbortSignal, progress: OpeningProgress): Promise<OpenedSession> => {
    const config = await loadClientConfig('libvirt-admin.conf', { environment, signal });
    const sources = { environment, config, variable: 'LIBVIRT_ADMIN_DEFAULT_URI', aliases } as const;
    const chosen = chooseUri(uri, sources) ?? defaultUri(environment);
    const sockets = [{ path: adminSocketPath(chosen.uri, environment), program: undefined }];
    const transport = await tryUnixSockets(sockets, { signal });
    if (Array.isArray(transport)) throw summarize(transport);
    const session = new Session(transport, { ...options, callTimeout: undefined }, adminProgram);
    watchConnection(session, watching, chosen.uri.driver);
    try {
      // There is nothing to authenticate with, and no feature to ask for.
      await session.call(adminConnectOpen, { flags: 0 }, { signal });
      session.callTimeout = options.callTimeout;
      return { session, uri: chosen.text };
    } catch (error) {
      progress.inFlight = session.inFlight;
      session.destroy();
      throw error;
    }
  };
  const opened = await watchOpening(uri, {}, watching, () => limitOpening(uri, options, open));
  watchState(opened.session, watching);
  return opened;
}

function defaultUri({ uid }: Environment): ChosenUri {
  const text = uid === 0 ? 'libvirtd:///system' : 'libvirtd:///session';
  return { text, uri: parseUri(text) };
}

/** The path of the socket that administrators of the URI's daemon connect to. Throws a UsageError. */
export function adminSocketPath(uri: LibvirtUri, environment: Environment): string {
  const { driver, transport, host, path, params } = uri;
  const wrong = (reason: string): UsageError => new UsageError(`an admin URI like libvirtd:///system ${reason}`);
  if ((transport !== undefined && transport !== 'unix') || host !== '') throw wrong('stays on this machine');
  const stray = params.find(({ name }) => name.toLowerCase() !== 'socket');
  if (stray !== undefined) throw wrong(`has no parameter but socket: not ${stray.name}`);
  const socket = uriParam(uri, 'socket');
  if (socket !== undefined) return givenSocketPath(socket, environment);
  if (!/^(libvirtd|virt.*)$/.test(driver)) throw wrong(`names a daemon, as libvirtd or virtqemud: not ${driver}`);
  requireUnixSockets(environment);
  const directory =
    path === '/system'
      ? systemRuntimeDirectory(environment)
      : path === '/session'
        ? runtimeDirectory(environment)
        : undefined;
  if (directory === undefined) throw wrong(`ends in /system or /session, not ${path || 'nothing'}`);
  // Of all daemons, libvirtd alone has sockets that are not called as it is.
  return joinPath(environment, directory, `${driver === 'libvirtd' ? 'libvirt' : driver}-admin-sock`);
}
