import { connectGetURI, connectOpen } from '../generated/remote-procedures.ts';
import type { Transport } from '../transport/transport.ts';
import { authenticate } from './authenticate.ts';
import { connectionName } from './connection-name.ts';
import { type Environment, processEnvironment } from './environment.ts';
import { limitOpening, type OpeningProgress } from './limit-opening.ts';
import { openTransport } from './open-transport.ts';
import { Session, type SessionOptions } from './session.ts';
import { parseUri, uriParam } from './uri.ts';

/** How a connection is opened. */
export interface OpenOptions extends SessionOptions {
  /** Ends the opening when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** The longest that opening may take, in milliseconds, from the first packet to the daemon's last answer. */
  readonly timeout?: number | undefined;
  /** Whether the connection may only look. The daemon refuses what would change something. */
  readonly readOnly?: boolean | undefined;
  /** What the choice of a daemon depends on outside the URI; this process's own by default. */
  readonly environment?: Environment | undefined;
}

/** A session and the URI that it has. */
export interface OpenedSession {
  readonly session: Session;
  readonly uri: string;
}

const readOnlyFlag = 1;
/** VIR_DRV_FEATURE_PROGRAM_KEEPALIVE: asking for it lets the daemon look after us with pings. */
const keepaliveFeature = 10;

/**
 * Opens a session on the hypervisor that the URI names. Without one, LIBVIRT_DEFAULT_URI is taken, and without that
 * the daemon that is there, which then tells its URI.
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

/** {@link openSession}, and the URI under which the connection goes. */
export async function openSessionWithUri(uri: string | undefined, options: OpenOptions = {}): Promise<OpenedSession> {
  return limitOpening(uri, options, (signal, progress) => open(uri, options, signal, progress));
}

async function open(
  given: string | undefined,
  options: OpenOptions,
  signal: AbortSignal,
  progress: OpeningProgress,
): Promise<OpenedSession> {
  const { readOnly = false, environment = processEnvironment() } = options;
  const text = given || environment.variables.LIBVIRT_DEFAULT_URI || undefined;
  const uri = text === undefined ? undefined : parseUri(text === 'xen' ? 'xen:///system' : text);
  const transport: Transport = await openTransport(uri, { readOnly, signal, environment });
  const session = new Session(transport, options);
  try {
    await authenticate(session, uri === undefined ? undefined : uriParam(uri, 'auth'), signal);
    await session.supportsFeature(keepaliveFeature, { signal });
    const name = uri === undefined ? '' : connectionName(uri);
    await session.call(connectOpen, { name, flags: readOnly ? readOnlyFlag : 0 }, { signal });
    return { session, uri: text ?? (await session.call(connectGetURI, undefined, { signal })).uri };
  } catch (error) {
    progress.inFlight = session.inFlight;
    session.destroy();
    throw error;
  }
}
