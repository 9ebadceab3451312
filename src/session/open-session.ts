import { connectGetURI, connectOpen } from '../generated/remote-procedures.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import type { Transport } from '../transport/transport.ts';
import { authenticate } from './authentication/authenticate.ts';
import { loadClientConfig } from './config/load-client-config.ts';
import { processEnvironment } from './environment.ts';
import { keepaliveFeature } from './keepalive-feature.ts';
import { limitOpening, type OpeningProgress } from './limit-opening.ts';
import { nodeClock } from './node-clock.ts';
import { defaultKeepAlive, type OpenedSession, type OpenOptions } from './open-options.ts';
import { openTransport } from './open-transport.ts';
import type { ObserveOpening } from './opening-step.ts';
import { roadFailure } from './road-failure.ts';
import { Session } from './session.ts';
import { chooseUri } from './uri/choose-uri.ts';
import { nameToOpen } from './uri/name-to-open.ts';
import { startWatching, type Watching, watchConnection, watchOpening, watchState } from './watching.ts';

const readOnlyFlag = 1;
/** What programs of Xen's first years say for its URI. */
const oldXenName = /^([xX][eE][nN]|xen:\/\/)$/;

/**
 * Opens a session on the hypervisor that the URI, or an alias of libvirt.conf, names. Without one, LIBVIRT_DEFAULT_URI
 * is taken, without that the `uri_default` of libvirt.conf, and without that the daemon that is there, which then tells
 * its URI. A user's own daemon that does not run is started, unless LIBVIRT_AUTOSTART is 0.
 *
 * Rejects with a UsageError (a URI that cannot be), a TransportError (no way to the daemon), an AuthenticationError, a
 * LibvirtError (the daemon does not open it), a TimeoutError or an AbortError; nothing stays open then.
 *
 * @example
 * await using session = await openSession('qemu+tcp://kvm1/system', { timeout: 10_000 });
 */
export async function openSession(uri: string | undefined, options: OpenOptions = {}): Promise<Session> {
  return (await openSessionWithUri(uri, options)).session;
}

/** {@link OpenOptions}, and who watches the session being opened. */
export interface WatchedOpenOptions extends OpenOptions {
  readonly onStep?: ObserveOpening | undefined;
}

/** {@link openSession}, and the URI under which the connection goes. */
export async function openSessionWithUri(
  uri: string | undefined,
  options: WatchedOpenOptions = {},
): Promise<OpenedSession> {
  const reconnect = options.reconnect === true ? {} : options.reconnect || undefined;
  const watching = await startWatching(options.record);
  const openBy = (by: string | undefined, limits: CallOptions): Promise<OpenedSession> =>
    watchOpening(by, options, watching, () =>
      limitOpening(by, limits, (signal, progress) => open(by, { ...options, watching }, signal, progress)),
    );
  // Options that cannot be are refused before anything is opened.
  const reopen =
    reconnect &&
    (await import('./reconnect/reconnect.ts')).reopenBy(
      async (by = uri, limits) => (await openBy(by, limits)).session,
      reconnect,
      nodeClock,
    );
  const retry = reconnect?.retryReads ? (await import('./reconnect/retry-reads.ts')).retryReads : undefined;
  const opened = await openBy(uri, options);
  if (reopen !== undefined) opened.session.keepOpen(reopen, retry);
  watchState(opened.session, watching);
  return opened;
}

/** Opens a session, over what `sibling` has set up where that can carry several. */
async function open(
  given: string | undefined,
  options: WatchedOpenOptions & { readonly watching: Watching },
  signal: AbortSignal,
  progress: OpeningProgress,
  sibling?: Transport,
): Promise<OpenedSession> {
  const { readOnly = false, environment = processEnvironment(), keepAlive = {}, onStep } = options;
  const config = await loadClientConfig('libvirt.conf', { environment, signal });
  const chosen = chooseUri(given !== undefined && oldXenName.test(given) ? 'xen:///system' : given, {
    environment,
    config,
    variable: 'LIBVIRT_DEFAULT_URI',
    aliases: options.aliases ?? true,
    onStep,
  });
  const uri = chosen?.uri;
  const transport =
    sibling?.openAnother === undefined
      ? await openTransport(uri, { readOnly, signal, environment, config, caller: options, onStep })
      : await sibling.openAnother({ signal });
  const session = new Session(transport, { ...options, callTimeout: undefined });
  watchConnection(session, options.watching, uri?.driver);
  try {
    await authenticate(session, { ...options, uri, environment, signal });
    const name = uri === undefined ? '' : await nameToOpen(uri);
    onStep?.({ step: 'open', name, readOnly });
    const knowsPings = await session.supportsFeature(keepaliveFeature, { signal });
    if (knowsPings && keepAlive !== false) session.watchKeepalive({ ...defaultKeepAlive, ...keepAlive });
    await session.call(connectOpen, { name, flags: readOnly ? readOnlyFlag : 0 }, { signal });
    // Each connection to a test hypervisor of a file's may have a host of its own, and see nothing of the first.
    if (uri?.driver !== 'test') {
      session.opensAnotherBy(async (limits) => {
        const openOver = (within: AbortSignal, its: OpeningProgress): Promise<OpenedSession> =>
          open(given, options, within, its, transport);
        return (await limitOpening(given, limits, openOver)).session;
      });
    }
    const text = chosen?.text ?? (await session.call(connectGetURI, undefined, { signal })).uri;
    session.callTimeout = options.callTimeout;
    return { session, uri: text };
  } catch (error) {
    progress.inFlight = session.inFlight;
    session.destroy();
    throw roadFailure(error);
  }
}
