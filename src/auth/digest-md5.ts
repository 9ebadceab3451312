import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { actAs } from './act-as.ts';
import { type DigestChallenge, parseDigestChallenge, parseDirectives } from './digest-challenge.ts';
import { type DigestCipher, digestCiphers } from './digest-cipher.ts';
import { DigestLayer } from './digest-layer.ts';
import { MechanismError } from './mechanism-error.ts';
import { messageText } from './message-text.ts';
import type { SaslContext, SaslMechanism, StrengthRange } from './sasl-mechanism.ts';

/** The most bytes that we take in a sealed piece; libvirt allows SASL as many. */
const largestReceived = 65_536;

/** DIGEST-MD5 (RFC 2831), and a security layer where one is needed. */
export const digestMd5: SaslMechanism = digestMd5With(() => randomBytes(24).toString('base64'));

/** @param newNonce makes the client's nonce: printable ASCII without quotation marks and backslashes */
export function digestMd5With(newNonce: () => string): SaslMechanism {
  return {
    name: 'DIGEST-MD5',
    rank: 50,
    seals: true,
    async *converse(context) {
      // The daemon speaks first.
      const challenge = parseDigestChallenge(messageText(yield null, 'challenge'));
      const protection = chooseProtection(challenge, context.strength);
      const nonce = newNonce();
      const answer = await answerChallenge(context, challenge, protection, nonce);
      const proof = parseDirectives(messageText(yield answer.message, 'proof')).get('rspauth')?.[0] ?? '';
      if (!/^[\da-f]{32}$/.test(proof) || !timingSafeEqual(Buffer.from(proof), Buffer.from(answer.serverProof))) {
        throw new MechanismError('the daemon did not prove that it knows the password');
      }
      return { response: null, layer: answer.layer };
    },
  };
}

/** A `qop` of the daemon's, and the cipher of `auth-conf`. */
interface Protection {
  readonly name: 'auth' | 'auth-int' | 'auth-conf';
  readonly cipher?: DigestCipher;
}

/** Takes no more protection than is needed. */
function chooseProtection({ protections, ciphers }: DigestChallenge, { minimum, maximum }: StrengthRange): Protection {
  if (minimum === 0 && protections.includes('auth')) return { name: 'auth' };
  if (minimum <= 1 && maximum >= 1 && protections.includes('auth-int')) return { name: 'auth-int' };
  const fitting = digestCiphers.filter(({ strength }) => strength >= minimum && strength <= maximum);
  const cipher = protections.includes('auth-conf') ? fitting.find(({ name }) => ciphers.includes(name)) : undefined;
  if (cipher !== undefined) return { name: 'auth-conf', cipher };
  const offer = [...protections, ...ciphers.map((name) => `the cipher ${name}`)].join(', ');
  const known = fitting.map(({ name }) => name).join(' or ') || 'no cipher of ours';
  throw new MechanismError(
    `a security layer of ${minimum} to ${maximum} bits is needed, which ${known} can give; the daemon has ${offer}`,
  );
}

interface DigestAnswer {
  readonly message: Uint8Array;
  readonly serverProof: string;
  readonly layer: DigestLayer | undefined;
}

async function answerChallenge(
  context: SaslContext,
  challenge: DigestChallenge,
  protection: Protection,
  nonce: string,
): Promise<DigestAnswer> {
  const name = await context.credential('authname');
  const realm = await chooseRealm(context, challenge);
  const password = await context.credential('password');
  const other = await actAs(context, name);
  const { utf8 } = challenge;
  const uri = `${context.service}/${context.host}`;

  // RFC 2831 hashes names in ISO 8859-1 as far as they go, also where they are sent in UTF-8.
  const secret = md5(latin1OrUtf8(name, utf8), ':', latin1OrUtf8(realm, utf8), ':', latin1OrUtf8(password, utf8));
  const start = [secret, `:${challenge.nonce}:${nonce}`];
  const sessionKey = md5(...start, ...(other === '' ? [] : [':', encode(other, utf8)]));
  const nothing = protection.name === 'auth' ? '' : `:${'0'.repeat(32)}`;
  const prove = (method: string): string => {
    const middle = `${challenge.nonce}:00000001:${nonce}:${protection.name}`;
    return hex(md5(hex(sessionKey), `:${middle}:`, hex(md5(`${method}:`, encode(uri, utf8), nothing))));
  };
  const directives = [
    ...(utf8 ? ['charset=utf-8'] : []),
    `username=${quote(name, utf8)}`,
    ...(challenge.realms.length > 0 || realm !== '' ? [`realm=${quote(realm, utf8)}`] : []),
    `nonce=${quote(challenge.nonce, utf8)}`,
    `cnonce=${quote(nonce, utf8)}`,
    'nc=00000001',
    `qop=${protection.name}`,
    `digest-uri=${quote(uri, utf8)}`,
    ...(protection.name === 'auth' ? [] : [`maxbuf=${largestReceived}`]),
    ...(protection.cipher === undefined ? [] : [`cipher=${protection.cipher.name}`]),
    `response=${prove('AUTHENTICATE')}`,
    ...(other === '' ? [] : [`authzid=${quote(other, utf8)}`]),
  ];
  const layer = protection.name === 'auth' ? undefined : layerOf(sessionKey, protection.cipher, challenge);
  const message = Buffer.from(directives.join(','), utf8 ? 'utf8' : 'latin1');
  return { message, serverProof: prove(''), layer };
}

/** The realm that the name is known in: the only one, or one that we are told. */
async function chooseRealm(context: SaslContext, { realms }: DigestChallenge): Promise<string> {
  const [first, ...more] = realms;
  const known = await context.known('realm');
  if (known !== undefined) return known;
  if (first === undefined) return context.host;
  if (more.length === 0) return first;
  const defaultValue = first;
  return context.credential('realm', { challenge: realms.join(', '), defaultValue });
}

function layerOf(sessionKey: Buffer, cipher: DigestCipher | undefined, { largestPiece }: DigestChallenge): DigestLayer {
  const keys = (signing: string, sealing: string) => ({
    integrity: md5(sessionKey, `Digest session key to ${signing} signing key magic constant`),
    confidentiality: md5(sessionKey, `Digest H(A1) to ${sealing} sealing key magic constant`),
  });
  return new DigestLayer({
    send: keys('client-to-server', 'client-to-server'),
    receive: keys('server-to-client', 'server-to-client'),
    // The daemon may count the four bytes of the length into what it has room for.
    largestSent: Math.min(largestPiece, largestReceived) - 4,
    largestReceived,
    cipher,
  });
}

function md5(...parts: readonly (string | Uint8Array)[]): Buffer {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function hex(bytes: Buffer): string {
  return bytes.toString('hex');
}

const beyondLatin1 = /[^\0-\u{ff}]/u;

function latin1OrUtf8(text: string, utf8: boolean): Uint8Array {
  return beyondLatin1.test(text) ? encode(text, utf8) : Buffer.from(text, 'latin1');
}

function encode(text: string, utf8: boolean): Uint8Array {
  if (/[\0\p{Surrogate}]/u.test(text)) throw new MechanismError('DIGEST-MD5 has no NUL and no half characters');
  if (utf8) return Buffer.from(text, 'utf8');
  if (beyondLatin1.test(text)) throw new MechanismError('the daemon takes names and passwords in ISO 8859-1 alone');
  return Buffer.from(text, 'latin1');
}

function quote(text: string, utf8: boolean): string {
  encode(text, utf8);
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
