import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { createSecureContext, type SecureContext, connect as startTls, type TLSSocket } from 'node:tls';
import { AbortError } from '../errors/abort-error.ts';
import { AuthenticationError } from '../errors/authentication-error.ts';
import { TransportError } from '../errors/transport-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { dial } from './connect-socket.ts';
import { errorReason } from './error-reason.ts';
import { hostAndPort } from './host-and-port.ts';
import { socketEvent } from './socket-event.ts';
import { certificateAlert, handshakeFailure } from './tls-alert.ts';
import { handshakeFacts } from './tls-facts.ts';
import { serverFaults } from './tls-server-fault.ts';
import type { TlsSettings } from './tls-settings.ts';
import { TlsTransport } from './tls-transport.ts';
import { awaitVerdict } from './tls-verdict.ts';
import type { ConnectOptions, Transport } from './transport.ts';

/**
 * Connects to a TCP port with TLS, checks the server's certificate, and waits until the server has checked ours.
 *
 * Rejects with a TransportError (no connection, or no TLS there), an AuthenticationError (one side does not trust the
 * other; it says which, and why as far as that is known), a UsageError (settings that OpenSSL refuses) or an AbortError.
 */
export async function connectTls(
  host: string,
  port: number,
  settings: TlsSettings,
  options: ConnectOptions = {},
): Promise<Transport> {
  const description = `tls:${hostAndPort(host, port)}`;
  const context = secureContext(settings);
  const plain = await dial({ host, port, autoSelectFamily: true }, description, options);
  const socket = wrap(plain, context, settings);
  const { onStep } = options;
  try {
    onStep?.({ step: 'tls' });
    await shakeHands(socket, description, settings, options);
    onStep?.({ step: 'tls', ...handshakeFacts(socket, host, settings) });
    if (settings.verify) requireTrust(socket, description, host, settings);
    onStep?.({ step: 'verdict' });
    await awaitVerdict(socket, description, settings, options);
    onStep?.({ step: 'verdict', accepted: true });
    return new TlsTransport(socket, description);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function secureContext({ authorities, identity, limits }: TlsSettings): SecureContext {
  try {
    return createSecureContext({
      ca: authorities,
      // As in C, whoever is in the file is trusted, also an authority below another and even a server's own certificate.
      allowPartialTrustChain: true,
      ...(identity && { cert: identity.certificate, key: identity.key, passphrase: identity.passphrase }),
      minVersion: limits.minVersion,
      maxVersion: limits.maxVersion,
      ciphers: limits.ciphers,
      ecdhCurve: limits.groups,
      sigalgs: limits.signatures,
    });
  } catch (cause) {
    throw new UsageError(`TLS cannot be set up like this: ${errorReason(cause)}`, {
      cause,
    });
  }
}

function wrap(plain: Socket, secureContext: SecureContext, { serverName }: TlsSettings): TLSSocket {
  const socket = startTls({
    socket: plain,
    secureContext,
    // Libvirt tells the server no name. Addresses are never told.
    ...(serverName !== undefined && !isIP(serverName) && { servername: serverName }),
    // Nothing is sent before requireTrust has said yes: it tells more than one fault, and knows libvirt's rules for names.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  });
  // It keeps what failed as `errored`.
  socket.on('error', () => undefined);
  return socket;
}

async function shakeHands(
  socket: TLSSocket,
  description: string,
  { shown }: TlsSettings,
  { signal }: ConnectOptions,
): Promise<void> {
  try {
    await socketEvent(socket, 'secureConnect', `connecting to ${description}`, signal);
  } catch (cause) {
    if (cause instanceof AbortError) throw cause;
    const alert = certificateAlert(cause);
    if (alert !== undefined) {
      throw new AuthenticationError(`${description} refused us: ${alert}; we showed it ${shown}`, [], { cause });
    }
    throw new TransportError(`no TLS with ${description}: ${handshakeFailure(cause)}`, [description], { cause });
  }
}

function requireTrust(socket: TLSSocket, description: string, host: string, settings: TlsSettings): void {
  const faults = serverFaults(socket, settings.serverName ?? host, settings);
  const [first] = faults;
  if (first === undefined) return;
  const reasons = faults.map(({ message }) => message).join('; ');
  const cause = Object.assign(new Error(first.message), { code: first.code });
  throw new AuthenticationError(`${description} is not trusted: ${reasons} (${first.code})`, [], { cause });
}
