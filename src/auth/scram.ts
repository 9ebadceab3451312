import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { actAs } from './act-as.ts';
import { decodeBase64 } from './base64.ts';
import { MechanismError } from './mechanism-error.ts';
import { messageBytes, messageText } from './message-text.ts';
import { prepareText } from './prepare-text.ts';
import type { SaslMechanism } from './sasl-mechanism.ts';

/** A hash function that SCRAM is registered with, or that Cyrus SASL knows it with. */
export interface ScramHash {
  /** As in the mechanism's name. */
  readonly name: 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512';
  readonly rank: number;
}

const hashes: readonly ScramHash[] = [
  { name: 'SHA-512', rank: 80 },
  { name: 'SHA-384', rank: 79 },
  { name: 'SHA-256', rank: 78 },
  { name: 'SHA-224', rank: 77 },
  { name: 'SHA-1', rank: 60 },
];

/** RFC 7677 wants no fewer; with fewer, a false daemon would guess the password from our proof all the sooner. */
const fewestIterations = 4096;
/** About a second of one core: no daemon can keep a client computing for longer. */
const mostIterations = 1_000_000;

const derive = promisify(pbkdf2);

/** SCRAM with each hash function, the strongest first. */
export const scramMechanisms: readonly SaslMechanism[] = hashes.map((hash) => scram(hash));

/**
 * SCRAM (RFC 5802, RFC 7677): both sides prove that they know the password, and neither tells it.
 *
 * @param newNonce makes the client's nonce: printable ASCII without commas
 */
export function scram(
  { name, rank }: ScramHash,
  newNonce: () => string = () => randomBytes(24).toString('base64'),
): SaslMechanism {
  const algorithm = name.replace('-', '').toLowerCase();
  const hmac = (key: Uint8Array, text: string): Buffer => createHmac(algorithm, key).update(text).digest();
  return {
    name: `SCRAM-${name}`,
    rank,
    seals: false,
    async *converse(context) {
      const rawName = await context.credential('authname');
      const user = escapeName(await prepareText(rawName, 'name'));
      const other = await actAs(context, rawName);
      // The password is asked for before anything is sent: a daemon does not wait for a human for ever.
      const password = await prepareText(await context.credential('password'), 'password');
      const header = other === '' ? 'n,,' : `n,a=${escapeName(await prepareText(other, 'name to act as'))},`;
      const nonce = newNonce();
      const clientFirst = `n=${user},r=${nonce}`;

      const serverFirst = messageText(yield messageBytes(`${header}${clientFirst}`), 'first message');
      const { salt, iterations, nonce: wholeNonce } = parseServerFirst(serverFirst, nonce);
      const length = createHash(algorithm).digest().length;
      const salted = await derive(password, salt, iterations, length, algorithm);
      const clientKey = hmac(salted, 'Client Key');
      const storedKey = createHash(algorithm).update(clientKey).digest();
      const withoutProof = `c=${Buffer.from(header).toString('base64')},r=${wholeNonce}`;
      const dialogue = `${clientFirst},${serverFirst},${withoutProof}`;
      const proof = hmac(storedKey, dialogue).map((byte, index) => byte ^ (clientKey[index] ?? 0));

      const serverFinal = messageText(
        yield messageBytes(`${withoutProof},p=${Buffer.from(proof).toString('base64')}`),
        'last message',
      );
      const signature = parseServerFinal(serverFinal);
      const expected = hmac(hmac(salted, 'Server Key'), dialogue);
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
        throw new MechanismError('the daemon did not prove that it knows the password');
      }
      return { response: null };
    },
  };
}

function escapeName(name: string): string {
  return name.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

interface ServerFirst {
  readonly nonce: string;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

function parseServerFirst(text: string, ourNonce: string): ServerFirst {
  if (text.startsWith('m=')) throw new MechanismError('the daemon wants an extension of SCRAM that nobody has defined');
  const match = /^r=([\x21-\x2b\x2d-\x7e]+),s=([^,]*),i=([1-9]\d{0,9})(?:,[A-Za-z]=.*)?$/su.exec(text);
  if (match === null) throw new MechanismError("the daemon's first message is not one of SCRAM");
  const [, nonce = '', saltText = '', iterationsText = ''] = match;
  if (!nonce.startsWith(ourNonce) || nonce.length === ourNonce.length) {
    throw new MechanismError("the daemon's nonce does not continue ours");
  }
  const salt = decodeBase64(saltText);
  if (salt === undefined || salt.length === 0) throw new MechanismError("the daemon's salt is not base64");
  const iterations = Number(iterationsText);
  if (iterations < fewestIterations || iterations > mostIterations) {
    throw new MechanismError(
      `the daemon asks for ${iterations} iterations; ${fewestIterations} to ${mostIterations} are accepted`,
    );
  }
  return { nonce, salt, iterations };
}

function parseServerFinal(text: string): Uint8Array {
  const [, kind, value = ''] = /^([ev])=([^,]*)(?:,[A-Za-z]=.*)?$/su.exec(text) ?? [];
  if (kind === 'e') throw new MechanismError(`the daemon refuses: ${JSON.stringify(value.slice(0, 100))}`);
  const signature = kind === 'v' ? decodeBase64(value) : undefined;
  if (signature === undefined) throw new MechanismError("the daemon's last message is not one of SCRAM");
  return signature;
}
