import { resolveSrv } from 'node:dns/promises';
import { connect } from 'node:net';
import type { Principal, Ticket } from '../../auth/kerberos/credential-cache.ts';
import { type ProfileSection, profileValues } from '../../auth/kerberos/profile.ts';
import { ticketRequest } from '../../auth/kerberos/ticket-request.ts';
import { MechanismError } from '../../auth/mechanism-error.ts';
import { AbortError } from '../../errors/abort-error.ts';

const defaultKdcPort = 88;
/** How long a server of a realm may take before the next one is asked, in milliseconds. */
const kdcPatience = 3000;
const largestReply = 1 << 20;

/** Where a server of a realm is, its key distribution center (KDC). */
export interface KdcAddress {
  readonly host: string;
  readonly port: number;
}

/** The servers of a realm, by krb5.conf or else by the DNS. */
export async function kdcsOf(profile: ProfileSection, realm: string): Promise<readonly KdcAddress[]> {
  const told = profileValues(profile, 'realms', realm, 'kdc').map(parseAddress);
  if (told.length > 0) return told;
  const found = await resolveSrv(`_kerberos._tcp.${realm}`).catch(() => []);
  return [...found]
    .sort((one, other) => one.priority - other.priority || other.weight - one.weight)
    .map(({ name, port }) => ({ host: name, port }));
}

function parseAddress(text: string): KdcAddress {
  const [, bracketed, bare = '', port] = /^(?:tcp\/)?(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  return { host: bracketed ?? bare, port: port === undefined ? defaultKdcPort : Number(port) };
}

/** Gets a ticket from the first server that answers. Rejects with a MechanismError, or an AbortError. */
export async function askRealm(
  granting: Ticket,
  server: Principal,
  kdcs: readonly KdcAddress[],
  signal: AbortSignal,
): Promise<Ticket> {
  const failures: string[] = [];
  for (const address of kdcs) {
    const request = ticketRequest(granting, server);
    let reply: Uint8Array;
    try {
      reply = await sendToKdc(address, request.bytes, signal);
    } catch (error) {
      if (error instanceof AbortError) throw error;
      failures.push(`${address.host}:${address.port}: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    return request.read(reply);
  }
  throw new MechanismError(`no server of the realm ${server.realm} answers: ${failures.join('; ') || 'none is known'}`);
}

/** One message there, and one back, each with its length before it (RFC 4120, 7.2.2). */
function sendToKdc({ host, port }: KdcAddress, message: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let received = Buffer.alloc(0);
    const finish = (action: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      action();
    };
    const fail = (error: Error): void => finish(() => reject(error));
    const onAbort = (): void => fail(new AbortError('asking for a Kerberos ticket', signal));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.setTimeout(kdcPatience, () => fail(new Error('it does not answer')));
    socket.on('error', fail);
    socket.on('end', () => fail(new Error('it hung up')));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4) return;
      const length = received.readUInt32BE();
      if (length > largestReply) fail(new Error(`it sent ${length} bytes`));
      else if (received.length >= 4 + length) finish(() => resolve(received.subarray(4, 4 + length)));
    });
    const head = Buffer.alloc(4);
    head.writeUInt32BE(message.length);
    socket.write(Buffer.concat([head, message]));
  });
}
