import { AbortError } from '../errors/abort-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import { connectGetURI, connectOpen } from '../generated/remote-procedures.ts';
import type { Transport } from '../transport/transport.ts';
import { authenticate } from './authenticate.ts';
import { connectionName } from './connection-name.ts';
import { type Environment, processEnvironment } from './environment.ts';
import { openTransport } from './open-transport.ts';
import { Session, type SessionOptions } from './session.ts';
import { parseUri, uriParam } from './uri.ts';

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
 */
export async function openSession(uri: string | undefined, options: OpenOptions = {}): Promise<Session> {
  return (await openSessionWithUri(uri, options)).session;
}

/** {@link openSession}, and the URI under which the connection goes. */
export async function openSessionWithUri(uri: string | undefined, options: OpenOptions = {}): Promise<OpenedSession> {
  const { timeout, signal } = options;
  const controller = new AbortController();
  const startedAt = performance.now();
  let expired = false;
  const onAbort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const timer =
    timeout === undefined
      ? undefined
      : setTimeout(() => {
          expired = true;
          controller.abort();
        }, timeout);
  try {
    return await open(uri, options, controller.signal);
  } catch (error) {
    if (!(error instanceof AbortError)) throw error;
    if (expired) throw new TimeoutError(`opening ${uri ?? 'the connection'}`, performance.now() - startedAt);
    throw new AbortError(`opening ${uri ?? 'the connection'}`, controller.signal);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  }
}

async function open(given: string | undefined, options: OpenOptions, signal: AbortSignal): Promise<OpenedSession> {
  const { readOnly = false, environment = processEnvironment() } = options;
  const text = given || environment.variables.LIBVIRT_DEFAULT_URI || undefined;
  const uri = text === undefined ? undefined : parseUri(text === 'xen' ? 'xen:///system' : text);
  const transport: Transport = await openTransport(uri, { readOnly, signal, environment });
  const session = new Session(transport, options);
  try {
    await authenticate(session, uri === undefined ? undefined : uriParam(uri, 'auth'), signal);
    await session.supportsFeature(keepaliveFeature, { signal });
    const name = uri === undefined ? '' : connectionName(uri);
    await session.call(connectOpen, { name, flags: readOnly ? readOnlyFlag : 0 }, { signal, timeout: undefined });
    return { session, uri: text ?? (await session.call(connectGetURI, undefined, { signal })).uri };
  } catch (error) {
    session.destroy();
    throw error;
  }
}
