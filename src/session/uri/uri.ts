import { withoutPassword } from '../../diagnostics/redact-uri.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { percentDecode } from './percent-coding.ts';

/** A libvirt URI in its parts: `driver[+transport]://[user@][host][:port]/path?params#fragment`. */
export interface LibvirtUri {
  /** As `qemu`. It is left in the case that it was written in, as the daemon minds it. */
  readonly driver: string;
  /** What stands behind the `+`, in small letters; `undefined` where nothing does. */
  readonly transport: string | undefined;
  readonly user: string | undefined;
  /** Without the brackets of an IPv6 address; empty where no host is named. */
  readonly host: string;
  readonly port: number | undefined;
  readonly path: string;
  /** Decoded, in order, with their names as they were written. */
  readonly params: readonly UriParam[];
  readonly fragment: string | undefined;
}

/** A parameter of a URI, as `socket=/run/libvirt/libvirt-sock`. */
export interface UriParam {
  readonly name: string;
  readonly value: string;
}

const uriPattern = /^([^:/?#]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const schemePattern = /^([A-Za-z][A-Za-z0-9.-]*)(?:\+([A-Za-z0-9.-]+))?$/;
const authorityPattern = /^(?:([^@]*)@)?(\[[^\]]*\]|[^:@[\]]*)(?::(\d+))?$/;
const ipv6Pattern = /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%.+)?$/s;

/** The drivers that have nothing to open behind an empty path, so that `qemu://system` lacks a slash. */
const driversWithPath: ReadonlySet<string> = new Set(['qemu', 'vbox', 'vz']);

/**
 * Takes a URI apart as libvirt does, which goes by RFC 3986 to the letter. Throws a UsageError that says what is wrong
 * with it, and in which part.
 */
export function parseUri(text: string): LibvirtUri {
  const [, scheme, authority, path = '', query, fragment] = uriPattern.exec(text) ?? [];
  const wrong = (reason: string): UsageError =>
    new UsageError(`the URI ${JSON.stringify(withoutPassword(text))} ${reason}`);
  if (scheme === undefined) throw wrong('has no driver, as in qemu:///system');
  const [, driver, transport] = schemePattern.exec(scheme) ?? [];
  if (driver === undefined) {
    throw wrong(`has ${JSON.stringify(scheme)} where the driver belongs, as in qemu:///system`);
  }
  const [host, user, port] = parseAuthority(authority ?? '', wrong);
  for (const [name, part, legal] of [
    ['path', path, /[/]/],
    ['query', query ?? '', /[/?]/],
    ['fragment', fragment ?? '', /[/?[\]]/],
  ] as const) {
    checkCharacters(name, part, legal, wrong);
  }
  const named = host === 'system' || host === 'session';
  if (named && driversWithPath.has(driver) && (transport === undefined || path === '' || path === '/')) {
    throw wrong(`names the host ${host}; with a third slash, ${scheme}:///${host}, it would be the path`);
  }
  return {
    driver,
    transport: transport?.toLowerCase(),
    user,
    host,
    port,
    path: percentDecode(path),
    params: query === undefined ? [] : parseQuery(query),
    fragment: fragment === undefined ? undefined : percentDecode(fragment),
  };
}

function parseAuthority(
  authority: string,
  wrong: (reason: string) => UsageError,
): [host: string, user: string | undefined, port: number | undefined] {
  const [, user, host, portText] = authorityPattern.exec(authority) ?? [];
  if (host === undefined)
    throw wrong(`has ${JSON.stringify(withoutPassword(`//${authority}`).slice(2))} where the host belongs`);
  if (user !== undefined) checkCharacters('user', user, /(?!)/, wrong);
  const bracketed = host.startsWith('[');
  const inner = percentDecode(bracketed ? host.slice(1, -1) : host);
  if (!bracketed) checkCharacters('host', host, /(?!)/, wrong);
  else if (!ipv6Pattern.test(inner) || inner.includes('\0')) {
    throw wrong(`has ${host} where the host belongs: brackets are for IPv6 addresses`);
  }
  const port = Number(portText ?? 0);
  if (port > 65535) throw wrong(`has the port ${portText}, which is over 65535`);
  if (port !== 0 && host === '') throw wrong(`has the port ${portText} and no host`);
  return [inner, user === undefined ? undefined : percentDecode(user), port === 0 ? undefined : port];
}

/** What RFC 3986 lets stand as it is in every part behind the scheme, and `%`. */
const legalEverywhere = /[A-Za-z0-9\-._~!$&'()*+,;=:@%]/;

function checkCharacters(name: string, part: string, legal: RegExp, wrong: (reason: string) => UsageError): void {
  const badEscape = /%(?![0-9A-Fa-f]{2}).{0,2}/s.exec(part)?.[0];
  if (badEscape !== undefined) {
    throw wrong(`has a bad percent escape in its ${name}: ${JSON.stringify(badEscape)}`);
  }
  if (/%00/.test(part)) throw wrong(`has NUL (%00) in its ${name}`);
  for (const character of part) {
    if (legalEverywhere.test(character) || legal.test(character)) continue;
    const written = /\p{Surrogate}/u.test(character) ? '' : `, which is written ${encodeURIComponent(character)}`;
    throw wrong(`has ${JSON.stringify(character)} in its ${name}${written}`);
  }
}

/** Fields are parted by `&`, or by `;` where no `&` is left; `+` means itself. */
function parseQuery(query: string): UriParam[] {
  const params: UriParam[] = [];
  for (let rest = query; rest !== ''; ) {
    const ampersand = rest.indexOf('&');
    const separator = ampersand >= 0 ? ampersand : rest.indexOf(';');
    const field = separator < 0 ? rest : rest.slice(0, separator);
    rest = separator < 0 ? '' : rest.slice(separator + 1);
    const equals = field.indexOf('=');
    const name = equals < 0 ? field : field.slice(0, equals);
    if (name === '') continue;
    params.push({ name: percentDecode(name), value: equals < 0 ? '' : percentDecode(field.slice(equals + 1)) });
  }
  return params;
}

/** The value of a parameter: names do not mind case, and the last of several wins. */
export function uriParam({ params }: LibvirtUri, name: string): string | undefined {
  return params.findLast((param) => param.name.toLowerCase() === name)?.value;
}
