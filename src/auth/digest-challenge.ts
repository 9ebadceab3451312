import { MechanismError } from './mechanism-error.ts';

/** What a daemon's first message of DIGEST-MD5 says. */
export interface DigestChallenge {
  readonly realms: readonly string[];
  readonly nonce: string;
  /** Among `auth`, `auth-int` and `auth-conf`. */
  readonly protections: readonly string[];
  readonly ciphers: readonly string[];
  /** The most bytes that the daemon takes in one sealed piece. */
  readonly largestPiece: number;
  readonly utf8: boolean;
}

/** RFC 2831 allows no longer one. */
const longestChallenge = 2047;
/** RFC 2831: what holds where the daemon says nothing, and the bounds of what it may say. */
const defaultPiece = 65_536;
const smallestPiece = 17;
const largestPiece = 16_777_215;

const onlyOnce = new Set(['nonce', 'qop', 'stale', 'maxbuf', 'charset', 'algorithm', 'cipher', 'rspauth']);

/** Reads a challenge strictly. Throws a MechanismError that says what is wrong with it. */
export function parseDigestChallenge(text: string): DigestChallenge {
  const directives = parseDirectives(text);
  const first = (name: string): string | undefined => directives.get(name)?.[0];
  const nonce = first('nonce');
  if (nonce === undefined || nonce === '') throw new MechanismError("the daemon's challenge has no nonce");
  if (first('algorithm') !== 'md5-sess') {
    throw new MechanismError("the daemon's challenge is not for the algorithm md5-sess");
  }
  const charset = first('charset');
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    throw new MechanismError(`the daemon's challenge is in the character set ${JSON.stringify(charset)}`);
  }
  return {
    realms: directives.get('realm') ?? [],
    nonce,
    protections: words(first('qop') ?? 'auth'),
    ciphers: words(first('cipher') ?? ''),
    largestPiece: parseSize(first('maxbuf')),
    utf8: charset !== undefined,
  };
}

/** Directives by name, as `realm="a",realm="b",qop=auth`: each but realm at most once. */
export function parseDirectives(text: string): ReadonlyMap<string, readonly string[]> {
  if (text.length > longestChallenge) throw new MechanismError(`a message of DIGEST-MD5 of ${text.length} characters`);
  const directives = new Map<string, string[]>();
  const directive =
    /[\t\n\r ,]*([^\t\n\r ,="]+)[\t\n\r ]*=[\t\n\r ]*(?:"((?:[^"\\]|\\.)*)"|([^\t\n\r ,="]+))[\t\n\r ]*(?=,|$)/suy;
  let at = 0;
  while (!/^[\t\n\r ,]*$/.test(text.slice(at))) {
    directive.lastIndex = at;
    const match = directive.exec(text);
    if (match === null) throw new MechanismError(`a message of DIGEST-MD5 makes no sense from character ${at} on`);
    at = directive.lastIndex;
    const [, rawName = '', quoted, token] = match;
    const name = rawName.toLowerCase();
    const values = directives.get(name) ?? [];
    if (values.length > 0 && onlyOnce.has(name)) throw new MechanismError(`a message of DIGEST-MD5 has two ${name}`);
    values.push(token ?? (quoted ?? '').replace(/\\(.)/gsu, '$1'));
    directives.set(name, values);
  }
  return directives;
}

function words(list: string): string[] {
  return list
    .toLowerCase()
    .split(/[\t\n\r ,]+/)
    .filter((word) => word !== '');
}

function parseSize(text: string | undefined): number {
  if (text === undefined) return defaultPiece;
  const size = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (!(size >= smallestPiece && size <= largestPiece)) {
    throw new MechanismError(`the daemon's challenge has the maxbuf ${JSON.stringify(text.slice(0, 20))}`);
  }
  return size;
}
