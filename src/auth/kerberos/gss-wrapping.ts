import { timingSafeEqual } from 'node:crypto';
import { MechanismError } from '../mechanism-error.ts';
import type { KerberosKey } from './kerberos-types.ts';

/** The keys and counters of a context of GSS-API, as they are when it is set up. */
export interface WrappingOptions {
  readonly key: KerberosKey;
  /** Whether the key is the daemon's choice. */
  readonly acceptorKey: boolean;
  readonly sendSequence: number;
  readonly receiveSequence: number;
}

const headerBytes = 16;
const tokenId = 0x0504;
const flags = { sentByAcceptor: 1, sealed: 2, acceptorKey: 4 } as const;
/** Usages of keys, by RFC 4121, 2. */
const usages = { acceptor: 22, initiator: 24 } as const;

/** The messages of a context (RFC 4121, 4.2.6.2): signed, and encrypted if wanted. We are the initiator. */
export class GssWrapping {
  readonly #key: KerberosKey;
  readonly #keyFlag: number;
  #sendSequence: bigint;
  #receiveSequence: bigint;

  constructor({ key, acceptorKey, sendSequence, receiveSequence }: WrappingOptions) {
    this.#key = key;
    this.#keyFlag = acceptorKey ? flags.acceptorKey : 0;
    this.#sendSequence = BigInt(sendSequence);
    this.#receiveSequence = BigInt(receiveSequence);
  }

  /** How many bytes a message may become longer by. */
  get overhead(): number {
    return 2 * headerBytes + 16 + this.#key.type.checksumBytes;
  }

  wrap(plain: Uint8Array, sealed: boolean): Buffer {
    const { type, bytes } = this.#key;
    const sequence = this.#sendSequence++;
    const flag = this.#keyFlag | (sealed ? flags.sealed : 0);
    const header = tokenHeader(flag, 0, 0, sequence);
    if (sealed) return Buffer.concat([header, type.encrypt(bytes, usages.initiator, Buffer.concat([plain, header]))]);
    const checksum = type.checksum(bytes, usages.initiator, plain, header);
    return Buffer.concat([tokenHeader(flag, checksum.length, 0, sequence), plain, checksum]);
  }

  /** Throws a MechanismError unless it is the next message of the daemon, sealed as told. */
  unwrap(token: Uint8Array, sealed: boolean): Uint8Array {
    const { type, bytes } = this.#key;
    const bytesOfToken = Buffer.from(token.buffer, token.byteOffset, token.length);
    if (token.length < headerBytes || bytesOfToken.readUInt16BE() !== tokenId) throw wrong('is no message of GSS-API');
    const extra = bytesOfToken.readUInt16BE(4);
    const rotation = bytesOfToken.readUInt16BE(6);
    const sequence = this.#receiveSequence++;
    const flag = flags.sentByAcceptor | this.#keyFlag | (sealed ? flags.sealed : 0);
    const expected = tokenHeader(flag, extra, rotation, sequence);
    if (!expected.equals(bytesOfToken.subarray(0, headerBytes))) throw wrong('is out of turn, or not sealed as agreed');
    const body = rotatedLeft(bytesOfToken.subarray(headerBytes), rotation);
    if (sealed) {
      const text = type.decrypt(bytes, usages.acceptor, body);
      const end = text.length - headerBytes - extra;
      const copy = text.subarray(text.length - headerBytes);
      if (end < 0 || !copy.equals(tokenHeader(flag, extra, 0, sequence))) throw wrong('has another header inside');
      return text.subarray(0, end);
    }
    const end = body.length - type.checksumBytes;
    if (end < 0 || extra !== type.checksumBytes) throw wrong('has no signature');
    const plain = body.subarray(0, end);
    const checksum = type.checksum(bytes, usages.acceptor, plain, tokenHeader(flag, 0, 0, sequence));
    if (!timingSafeEqual(checksum, body.subarray(end))) throw wrong('was not signed by the daemon');
    return plain;
  }
}

function tokenHeader(flag: number, extra: number, rotation: number, sequence: bigint): Buffer {
  const header = Buffer.alloc(headerBytes, 0xff);
  header.writeUInt16BE(tokenId);
  header[2] = flag;
  header.writeUInt16BE(extra, 4);
  header.writeUInt16BE(rotation, 6);
  header.writeBigUInt64BE(sequence, 8);
  return header;
}

function rotatedLeft(body: Buffer, rotation: number): Buffer {
  const turn = body.length === 0 ? 0 : rotation % body.length;
  return turn === 0 ? body : Buffer.concat([body.subarray(turn), body.subarray(0, turn)]);
}

function wrong(reason: string): MechanismError {
  return new MechanismError(`a wrapped message ${reason}`);
}
