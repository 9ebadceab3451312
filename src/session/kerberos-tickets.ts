import { resolveSrv } from 'node:dns/promises';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import {
  type CredentialCache,
  type Principal,
  parseCredentialCache,
  type Ticket,
} from '../auth/kerberos/credential-cache.ts';
import type { TicketSource } from '../auth/kerberos/gssapi.ts';
import { type ProfileSection, type ProfileText, parseProfile, profileValues } from '../auth/kerberos/profile.ts';
import { ticketRequest } from '../auth/kerberos/ticket-request.ts';
import { MechanismError } from '../auth/mechanism-error.ts';
import { AbortError } from '../errors/abort-error.ts';
import type { Environment } from './environment.ts';

/** The type of names of services on hosts. */
const hostService = 3;
const defaultKdcPort = 88;
/** How long a server of a realm may take before the next one is asked, in milliseconds. */
const kdcPatience = 3000;
const largestReply = 1 << 20;

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Tickets out of the user's credential cache, and those that its owner's realm gives for it. */
export function kerberosTickets({ variables, uid }: Pick<Environment, 'variables' | 'uid'>): TicketSource {
  const found = new Map<string, Promise<Ticket>>();
  const find = async (service: string, host: string, signal: AbortSignal): Promise<Ticket> => {
    const file = variables.KRB5_CONFIG || '/etc/krb5.conf';
    const profile = await parseProfile({ file, text: await readFile(file, 'utf8').catch(() => '') }, readIncluded);
    const cacheName = variables.KRB5CCNAME || profileValues(profile, 'libdefaults', 'default_ccache_name')[0];
    const { owner, tickets } = await readCache(cacheName, uid);
    const names = [service, host.toLowerCase()];
    const good = tickets.filter(({ endTime }) => endTime * 1000 > Date.now());
    const held = good.find(({ server }) => sameNames(server.names, names));
    if (held !== undefined) return held;
    const realm = realmOf(profile, host.toLowerCase()) ?? owner.realm;
    const granting = good.find(({ server }) => sameNames(server.names, ['krbtgt', realm]));
    if (granting === undefined) {
      throw new MechanismError(`there is no good Kerberos ticket for the realm ${realm}; kinit gets one`);
    }
    return askRealm(granting, { type: hostService, realm, names }, await kdcsOf(profile, realm), signal);
  };
  return {
    ticketFor(service, host, signal) {
      const name = `${service}/${host}`;
      const ticket = found.get(name) ?? find(service, host, signal);
      found.set(name, ticket);
      return ticket;
    },
  };
}

async function readCache(name: string | undefined, uid: number | undefined): Promise<CredentialCache> {
  const file = await cacheFile(name, uid);
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') throw new MechanismError('there is no Kerberos ticket; kinit gets one', { cause });
    throw new MechanismError(`the Kerberos tickets cannot be read: ${cause.message}`, { cause });
  });
  return parseCredentialCache(bytes);
}

function sameNames(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

/** The file of the cache: those that are in the kernel, or kept by another program, cannot be read by everybody. */
async function cacheFile(name: string | undefined, uid: number | undefined): Promise<string> {
  const told = (name ?? 'FILE:/tmp/krb5cc_%{uid}').replace(/%\{(?:uid|euid)\}/g, String(uid ?? ''));
  const [, kind = 'FILE', path = ''] = /^(?:([A-Z]+):)?(.*)$/.exec(told) ?? [];
  if (kind === 'FILE') return path;
  if (kind !== 'DIR') {
    throw new MechanismError(
      `the Kerberos tickets are in ${told}, which cannot be read: KRB5CCNAME=FILE:… keeps them in a file`,
    );
  }
  if (path.startsWith(':')) return path.slice(1);
  const primary = await readFile(join(path, 'primary'), 'utf8').catch(() => 'tkt');
  return join(path, primary.trim());
}

/** The realm of a host, by the names of domains, the longest first. */
function realmOf(profile: ProfileSection, host: string): string | undefined {
  for (let name = host; name !== ''; name = name.replace(/^\.?[^.]*/, '')) {
    const [realm] = profileValues(profile, 'domain_realm', name);
    if (realm !== undefined) return realm;
    const [bare] = name.startsWith('.') ? profileValues(profile, 'domain_realm', name.slice(1)) : [];
    if (bare !== undefined) return bare;
  }
  return undefined;
}

async function kdcsOf(profile: ProfileSection, realm: string): Promise<readonly Address[]> {
  const told = profileValues(profile, 'realms', realm, 'kdc').map(parseAddress);
  if (told.length > 0) return told;
  const found = await resolveSrv(`_kerberos._tcp.${realm}`).catch(() => []);
  return [...found]
    .sort((one, other) => one.priority - other.priority || other.weight - one.weight)
    .map(({ name, port }) => ({ host: name, port }));
}

function parseAddress(text: string): Address {
  const [, bracketed, bare = '', port] = /^(?:tcp\/)?(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? [];
  return { host: bracketed ?? bare, port: port === undefined ? defaultKdcPort : Number(port) };
}

async function askRealm(
  granting: Ticket,
  server: Principal,
  kdcs: readonly Address[],
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
function sendToKdc({ host, port }: Address, message: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
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

async function readIncluded(directive: 'include' | 'includedir', path: string): Promise<readonly ProfileText[]> {
  if (directive === 'include') return [{ file: path, text: await readFile(path, 'utf8').catch(() => '') }];
  const names = await readdir(path).catch(() => []);
  const files = names.filter((name) => /^[\w-]+$|^[^.].*\.conf$/.test(name)).sort();
  return Promise.all(
    files.map(async (name) => {
      const file = join(path, name);
      return { file, text: await readFile(file, 'utf8').catch(() => '') };
    }),
  );
}
