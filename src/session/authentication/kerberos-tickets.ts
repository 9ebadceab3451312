import { lookup, lookupService } from 'node:dns/promises';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CredentialCache, parseCredentialCache, type Ticket } from '../../auth/kerberos/credential-cache.ts';
import type { TicketSource } from '../../auth/kerberos/gssapi.ts';
import { KerberosRefusal, serviceUnknown } from '../../auth/kerberos/kerberos-refusal.ts';
import { type ProfileSection, type ProfileText, parseProfile, profileValues } from '../../auth/kerberos/profile.ts';
import { MechanismError } from '../../auth/mechanism-error.ts';
import type { Environment } from '../environment.ts';
import { askRealm, kdcsOf } from './kerberos-realm.ts';

/** The type of names of services on hosts. */
const hostService = 3;
/** Finds the name that a host has in the network, if there is one. */
export type CanonicalName = (host: string) => Promise<string | undefined>;

/** Tickets out of the user's credential cache, and those that its owner's realm gives for it. */
export function kerberosTickets(
  { variables, uid }: Pick<Environment, 'variables' | 'uid'>,
  canonicalName: CanonicalName = nameInDns,
): TicketSource {
  const found = new Map<string, Promise<Ticket>>();
  const find = async (service: string, host: string, signal: AbortSignal): Promise<Ticket> => {
    const file = variables.KRB5_CONFIG || '/etc/krb5.conf';
    const profile = await parseProfile({ file, text: await readFile(file, 'utf8').catch(() => '') }, readIncluded);
    const cacheName = variables.KRB5CCNAME || profileValues(profile, 'libdefaults', 'default_ccache_name')[0];
    const cache = await readCache(cacheName, uid);
    try {
      return await ticketOf(profile, cache, [service, host.toLowerCase()], signal);
    } catch (error) {
      // A realm knows hosts by their whole names, and people write short ones.
      if (!(error instanceof KerberosRefusal && error.code === serviceUnknown && canonicalizes(profile))) throw error;
      const canonical = (await canonicalName(host))?.toLowerCase();
      if (canonical === undefined || canonical === host.toLowerCase()) throw error;
      return ticketOf(profile, cache, [service, canonical], signal);
    }
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

async function ticketOf(
  profile: ProfileSection,
  { owner, tickets }: CredentialCache,
  names: readonly [service: string, host: string],
  signal: AbortSignal,
): Promise<Ticket> {
  const good = tickets.filter(({ endTime }) => endTime * 1000 > Date.now());
  const held = good.find(({ server }) => sameNames(server.names, names));
  if (held !== undefined) return held;
  const realm = realmOf(profile, names[1]) ?? owner.realm;
  const granting = good.find(({ server }) => sameNames(server.names, ['krbtgt', realm]));
  if (granting === undefined) {
    throw new MechanismError(`there is no good Kerberos ticket for the realm ${realm}; kinit gets one`);
  }
  return askRealm(granting, { type: hostService, realm, names }, await kdcsOf(profile, realm), signal);
}

/** Whether names may be looked up: who does not trust the DNS says so in krb5.conf. */
function canonicalizes(profile: ProfileSection): boolean {
  return ['dns_canonicalize_hostname', 'rdns'].every((name) => {
    const [value = 'true'] = profileValues(profile, 'libdefaults', name);
    return !/^(?:n|no|f|false|nil|0|off)$/i.test(value);
  });
}

async function nameInDns(host: string): Promise<string | undefined> {
  try {
    const { address } = await lookup(host);
    return (await lookupService(address, 0)).hostname;
  } catch {
    return undefined;
  }
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
