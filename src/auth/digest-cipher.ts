import { createCipheriv, createDecipheriv } from 'node:crypto';
import { Rc4 } from './rc4.ts';

/** A cipher of DIGEST-MD5's security layer. Those that are known to be broken by anybody, as des, are none of ours. */
export interface DigestCipher {
  /** As the daemon's challenge names it. */
  readonly name: 'rc4' | '3des';
  /** As SASL counts it, in bits of the key. */
  readonly strength: number;
  /** What is encrypted must be a multiple of it; 1 where nothing needs padding. */
  readonly blockBytes: number;
  /** One direction of a connection; every update goes on from the one before. */
  encrypt(key: Uint8Array): CipherStream;
  decrypt(key: Uint8Array): CipherStream;
}

export interface CipherStream {
  update(bytes: Uint8Array): Uint8Array;
}

/**
 * In the order in which they are taken. RC4 comes first, as in Cyrus SASL: daemons that have their SASL with OpenSSL 3
 * offer 3des, but then cannot set up a key for it, as they leave out its bits of parity.
 */
export const digestCiphers: readonly DigestCipher[] = [
  { name: 'rc4', strength: 128, blockBytes: 1, encrypt: (key) => new Rc4(key), decrypt: (key) => new Rc4(key) },
  {
    name: '3des',
    strength: 112,
    blockBytes: 8,
    encrypt: (key) => createCipheriv('des-ede3-cbc', tripleDesKey(key), key.subarray(8)).setAutoPadding(false),
    decrypt: (key) => createDecipheriv('des-ede3-cbc', tripleDesKey(key), key.subarray(8)).setAutoPadding(false),
  },
];

/** DES-EDE with two keys of 56 bits, the first 14 bytes, which want a bit behind each seven. */
function tripleDesKey(key: Uint8Array): Uint8Array {
  const first = spread(key.subarray(0, 7));
  return Buffer.concat([first, spread(key.subarray(7, 14)), first]);
}

function spread(key: Uint8Array): Uint8Array {
  let bits = key.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const bytes = new Uint8Array(8);
  for (let at = 7; at >= 0; at--, bits >>= 7n) bytes[at] = Number(bits & 0x7fn) << 1;
  return bytes;
}
