import { createHmac, timingSafeEqual } from 'node:crypto';
import { matchesHostPatterns } from './host-pattern.ts';

/** One line of a known_hosts file that is about a key. */
export interface KnownHost {
  readonly marker: 'cert-authority' | 'revoked' | undefined;
  /** As it stands in the file: patterns, or one hashed name. */
  readonly hosts: string;
  /** As `ssh-ed25519`. */
  readonly type: string;
  /** The key in base64, as it stands in the file. */
  readonly key: string;
  /** Where it stands, as `/root/.ssh/known_hosts:3`. */
  readonly place: string;
}

/** What known_hosts files say of a host's key. */
export type HostKeyVerdict =
  | { readonly kind: 'known' | 'unknown' }
  | { readonly kind: 'revoked'; readonly place: string }
  /** Another key of the same type is known, in this place. */
  | { readonly kind: 'changed'; readonly place: string }
  /** The host is known only by whoever signs its certificates. */
  | { readonly kind: 'authority'; readonly place: string };

/** The lines of a known_hosts file; those that are none are passed over, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  return text.split('\n').flatMap((line, index) => {
    const fields = line.trim().split(/[ \t]+/);
    const [first = ''] = fields;
    if (first === '' || first.startsWith('#')) return [];
    const marked = first.startsWith('@');
    const [hosts, type, key] = marked ? fields.slice(1) : fields;
    if (hosts === undefined || type === undefined || key === undefined) return [];
    const marker = first === '@revoked' ? 'revoked' : first === '@cert-authority' ? 'cert-authority' : undefined;
    if (marked && marker === undefined) return [];
    return [{ marker, hosts, type, key, place: `${file}:${index + 1}` }];
  });
}

/** The name under which a host is known: with the port, unless it is SSH's own. */
export function knownHostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** Whether a line is about the name that {@link knownHostName} made. */
export function isAbout({ hosts }: KnownHost, name: string): boolean {
  if (!hosts.startsWith('|')) return matchesHostPatterns(name, hosts);
  const [, version, salt, hash] = hosts.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

/** What the lines say of a key that a host shows, as OpenSSH judges. */
export function judgeHostKey(lines: readonly KnownHost[], host: string, port: number, key: Uint8Array): HostKeyVerdict {
  const verdict = judgeName(lines, knownHostName(host, port), key);
  // A host may be known without the port that it is asked at, and then its key is good at any.
  if (verdict.kind !== 'unknown' || port === 22) return verdict;
  const withoutPort = judgeName(lines, knownHostName(host, 22), key);
  return withoutPort.kind === 'known' || withoutPort.kind === 'revoked' ? withoutPort : verdict;
}

function judgeName(lines: readonly KnownHost[], name: string, key: Uint8Array): HostKeyVerdict {
  const type = keyType(key);
  const about = lines.filter((line) => isAbout(line, name));
  const isKey = (line: KnownHost): boolean => Buffer.from(line.key, 'base64').equals(key);
  const revoked = about.find((line) => line.marker === 'revoked' && isKey(line));
  if (revoked !== undefined) return { kind: 'revoked', place: revoked.place };
  const plain = about.filter(({ marker }) => marker === undefined);
  if (plain.some(isKey)) return { kind: 'known' };
  const changed = plain.find((line) => line.type === type);
  if (changed !== undefined) return { kind: 'changed', place: changed.place };
  const authority = about.find(({ marker }) => marker === 'cert-authority');
  // A plain key beside it could be meant, yet this one is not it.
  if (authority !== undefined && plain.length === 0) return { kind: 'authority', place: authority.place };
  return { kind: 'unknown' };
}

/** The types of the keys by which a host is known. */
export function knownKeyTypes(lines: readonly KnownHost[], host: string, port: number): Set<string> {
  const names = [knownHostName(host, port), knownHostName(host, 22)];
  const typesOf = (name: string): string[] =>
    lines.filter((line) => line.marker === undefined && isAbout(line, name)).map(({ type }) => type);
  const [first = [], second = []] = names.map(typesOf);
  return new Set(first.length > 0 ? first : second);
}

/** The type that a public key says it has; empty where it is none. */
export function keyType(key: Uint8Array): string {
  if (key.length < 4) return '';
  const length = new DataView(key.buffer, key.byteOffset).getUint32(0);
  return new TextDecoder().decode(key.subarray(4, 4 + length));
}
