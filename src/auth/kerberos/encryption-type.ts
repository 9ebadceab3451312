import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { MechanismError } from '../mechanism-error.ts';

const blockBytes = 16;
const zeroBlock = Buffer.alloc(blockBytes);

/** A way of Kerberos to encrypt and sign with one key. What it is used for, the usage, goes into every key. */
export interface EncryptionType {
  /** As IANA has registered it. */
  readonly number: number;
  readonly name: string;
  readonly keyBytes: number;
  /** The registered number of its checksum, and its length. */
  readonly checksumType: number;
  readonly checksumBytes: number;
  /** Encrypts and signs. */
  encrypt(key: Uint8Array, usage: number, plain: Uint8Array, confounder?: Uint8Array): Buffer;
  /** Throws a MechanismError when it was not encrypted with the key for the usage. */
  decrypt(key: Uint8Array, usage: number, sealed: Uint8Array): Buffer;
  checksum(key: Uint8Array, usage: number, ...data: readonly Uint8Array[]): Buffer;
}

/** What differs between RFC 3962 and RFC 8009. */
interface Profile {
  readonly number: number;
  readonly name: string;
  readonly keyBytes: number;
  readonly checksumType: number;
  readonly checksumBytes: number;
  readonly hash: 'sha1' | 'sha256' | 'sha384';
  /** Whether what is signed is the encrypted text, as in RFC 8009, and not the plain one. */
  readonly signsSealed: boolean;
  derive(key: Uint8Array, usage: number, purpose: Purpose): Uint8Array;
}

const purposes = { encryption: 0xaa, integrity: 0x55, checksum: 0x99 } as const;
type Purpose = keyof typeof purposes;

/** Those that current realms use, the best first. */
export const encryptionTypes: readonly EncryptionType[] = [
  sha2Type(20, 'aes256-cts-hmac-sha384-192', 32, 24, 'sha384'),
  sha2Type(19, 'aes128-cts-hmac-sha256-128', 16, 16, 'sha256'),
  sha1Type(18, 'aes256-cts-hmac-sha1-96', 32, 16),
  sha1Type(17, 'aes128-cts-hmac-sha1-96', 16, 15),
];

/** The type of a number. Throws a MechanismError for those that are not among {@link encryptionTypes}. */
export function encryptionType(number: number): EncryptionType {
  const found = encryptionTypes.find((type) => type.number === number);
  if (found === undefined) {
    const known = encryptionTypes.map(({ name }) => name).join(', ');
    throw new MechanismError(`the realm encrypts with Kerberos's type ${number}; known here are ${known}`);
  }
  return found;
}

/** RFC 3962, on the profile of RFC 3961. */
function sha1Type(number: number, name: string, keyBytes: number, checksumType: number): EncryptionType {
  return typeOf({
    number,
    name,
    keyBytes,
    checksumType,
    checksumBytes: 12,
    hash: 'sha1',
    signsSealed: false,
    derive: (key, usage, purpose) => deriveByFolding(key, usageBytes(usage, purpose), keyBytes),
  });
}

/** RFC 8009. */
function sha2Type(
  number: number,
  name: string,
  keyBytes: number,
  checksumBytes: number,
  hash: 'sha256' | 'sha384',
): EncryptionType {
  return typeOf({
    number,
    name,
    keyBytes,
    checksumType: number,
    checksumBytes,
    hash,
    signsSealed: true,
    derive: (key, usage, purpose) => {
      const length = purpose === 'encryption' ? keyBytes : checksumBytes;
      const bits = Buffer.alloc(4);
      bits.writeUInt32BE(length * 8);
      const label = [Buffer.from([0, 0, 0, 1]), usageBytes(usage, purpose), Buffer.from([0]), bits];
      return hmac(hash, key, ...label).subarray(0, length);
    },
  });
}

function typeOf(profile: Profile): EncryptionType {
  const { number, name, keyBytes, checksumType, checksumBytes, hash, signsSealed } = profile;
  const derive = derivedKeys(profile);
  const sign = (key: Uint8Array, ...data: readonly Uint8Array[]): Buffer =>
    hmac(hash, key, ...data).subarray(0, checksumBytes);
  return {
    number,
    name,
    keyBytes,
    checksumType,
    checksumBytes,
    encrypt(key, usage, plain, confounder = randomBytes(blockBytes)) {
      const { encryption, integrity } = derive(key, usage);
      const text = Buffer.concat([confounder, plain]);
      const sealed = encryptStealing(encryption, text);
      return Buffer.concat([sealed, signsSealed ? sign(integrity, zeroBlock, sealed) : sign(integrity, text)]);
    },
    decrypt(key, usage, bytes) {
      const wrong = new MechanismError(`what is encrypted with ${name} was not made with our key`);
      const end = bytes.length - checksumBytes;
      if (end < blockBytes) throw wrong;
      const { encryption, integrity } = derive(key, usage);
      const sealed = bytes.subarray(0, end);
      const text = decryptStealing(encryption, sealed);
      const signature = signsSealed ? sign(integrity, zeroBlock, sealed) : sign(integrity, text);
      if (!timingSafeEqual(signature, bytes.subarray(end))) throw wrong;
      return text.subarray(blockBytes);
    },
    checksum: (key, usage, ...data) => sign(derive(key, usage).checksum, ...data),
  };
}

type DerivedKeys = Readonly<Record<Purpose, Uint8Array>>;

/** Every piece of a connection is sealed with the same keys: they are derived once, for as long as the key lives. */
function derivedKeys({ derive }: Profile): (key: Uint8Array, usage: number) => DerivedKeys {
  const known = new WeakMap<Uint8Array, Map<number, DerivedKeys>>();
  return (key, usage) => {
    const usages = known.get(key) ?? new Map<number, DerivedKeys>();
    known.set(key, usages);
    const keys = usages.get(usage) ?? {
      encryption: derive(key, usage, 'encryption'),
      integrity: derive(key, usage, 'integrity'),
      checksum: derive(key, usage, 'checksum'),
    };
    usages.set(usage, keys);
    return keys;
  };
}

function usageBytes(usage: number, purpose: Purpose): Buffer {
  const bytes = Buffer.alloc(5);
  bytes.writeUInt32BE(usage);
  bytes[4] = purposes[purpose];
  return bytes;
}

function hmac(hash: string, key: Uint8Array, ...data: readonly Uint8Array[]): Buffer {
  const mac = createHmac(hash, key);
  for (const part of data) mac.update(part);
  return mac.digest();
}

/** DK of RFC 3961, 5.1: the constant, folded to a block, encrypted again and again. */
function deriveByFolding(key: Uint8Array, constant: Uint8Array, length: number): Uint8Array {
  const blocks: Buffer[] = [];
  for (let block: Uint8Array = foldTo(constant, blockBytes), made = 0; made < length; made += blockBytes) {
    block = cbc(key, block);
    blocks.push(Buffer.from(block));
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/**
 * n-fold of RFC 3961, 5.1: the text repeated, each time turned 13 bits to the right, until it fills a multiple of the
 * length, and all parts of that length added up, with the carry going around.
 */
export function foldTo(text: Uint8Array, length: number): Uint8Array {
  const bits = BigInt(text.length * 8);
  const whole = text.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const mask = (1n << bits) - 1n;
  let repeated = 0n;
  const copies = leastCommonMultiple(text.length, length) / text.length;
  for (let copy = 0; copy < copies; copy++) {
    const turn = BigInt(copy * 13) % bits;
    repeated = (repeated << bits) | (((whole >> turn) | (whole << (bits - turn))) & mask);
  }
  const size = BigInt(length * 8);
  const limit = 1n << size;
  let sum = 0n;
  for (; repeated > 0n; repeated >>= size) sum += repeated % limit;
  while (sum >= limit) sum = (sum % limit) + (sum >> size);
  return Buffer.from(sum.toString(16).padStart(length * 2, '0'), 'hex');
}

function leastCommonMultiple(one: number, other: number): number {
  let multiple = one;
  while (multiple % other !== 0) multiple += one;
  return multiple;
}

function cbc(key: Uint8Array, text: Uint8Array, iv: Uint8Array = zeroBlock): Buffer {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  return cipher.update(text);
}

function uncbc(key: Uint8Array, text: Uint8Array, iv: Uint8Array = zeroBlock): Buffer {
  const cipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  return cipher.update(text);
}

/** CBC whose last block is cut to the length of the text, and changes places with the one before. */
function encryptStealing(key: Uint8Array, text: Uint8Array): Buffer {
  if (text.length === blockBytes) return cbc(key, text);
  const last = ((text.length - 1) % blockBytes) + 1;
  const padded = Buffer.concat([text, Buffer.alloc(blockBytes - last)]);
  const sealed = cbc(key, padded);
  const end = sealed.length - 2 * blockBytes;
  return Buffer.concat([sealed.subarray(0, end), sealed.subarray(end + blockBytes), sealed.subarray(end, end + last)]);
}

function decryptStealing(key: Uint8Array, sealed: Uint8Array): Buffer {
  if (sealed.length === blockBytes) return uncbc(key, sealed);
  const last = ((sealed.length - 1) % blockBytes) + 1;
  const end = sealed.length - last - blockBytes;
  const stolen = uncbc(key, sealed.subarray(end, end + blockBytes));
  // What was cut off from the block before the last is what the last one decrypts to.
  const before = Buffer.concat([sealed.subarray(end + blockBytes), stolen.subarray(last)]);
  const previous = end === 0 ? zeroBlock : sealed.subarray(end - blockBytes, end);
  const tail = stolen.map((byte, index) => byte ^ (before[index] ?? 0)).subarray(0, last);
  return Buffer.concat([
    end === 0 ? Buffer.alloc(0) : uncbc(key, sealed.subarray(0, end)),
    uncbc(key, before, previous),
    tail,
  ]);
}
