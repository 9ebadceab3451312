import type { TLSSocket } from 'node:tls';
import { AbortError } from '../errors/abort-error.ts';
import { AuthenticationError } from '../errors/authentication-error.ts';
import { socketEvent } from './socket-event.ts';
import { certificateAlert } from './tls-alert.ts';
import type { TlsSettings } from './tls-settings.ts';
import type { ConnectOptions } from './transport.ts';

/** What a libvirt daemon sends before anything else, once it has accepted the client's certificate. */
const accepted = 1;

/**
 * Takes the one byte off the connection by which a libvirt daemon says that it has accepted our certificate; what
 * follows it stays. A daemon that refuses us hangs up instead, and with TLS 1.3 that is after a handshake that went
 * well. Rejects with an AuthenticationError that says what we had shown, or an AbortError.
 */
export async function awaitVerdict(
  socket: TLSSocket,
  description: string,
  { shown }: TlsSettings,
  { signal }: ConnectOptions,
): Promise<void> {
  const refused = (reason: string, cause?: unknown): AuthenticationError =>
    new AuthenticationError(`${description} refused us: ${reason}; we showed it ${shown}`, [], { cause });
  try {
    let verdict: unknown = null;
    while (verdict === null) {
      await socketEvent(socket, 'readable', `waiting for ${description} to accept our certificate`, signal);
      verdict = socket.read(1);
    }
    const answer = verdict instanceof Uint8Array ? verdict[0] : undefined;
    if (answer !== accepted) throw refused(`it answered ${answer} where a daemon of libvirt says ${accepted}`);
  } catch (cause) {
    if (cause instanceof AbortError || cause instanceof AuthenticationError) throw cause;
    throw refused(certificateAlert(cause) ?? 'it hung up after the handshake without saying why', cause);
  }
}
