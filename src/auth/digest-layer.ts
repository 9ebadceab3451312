import { createHmac, timingSafeEqual } from 'node:crypto';
import { ProtocolError } from '../errors/protocol-error.ts';
import type { CipherStream, DigestCipher } from './digest-cipher.ts';
import { SealedPieces } from './sealed-pieces.ts';
import type { SecurityLayer } from './security-layer.ts';

/** The keys of one direction, of 16 bytes each. */
export interface DigestKeys {
  /** Signs. */
  readonly integrity: Uint8Array;
  /** Encrypts. */
  readonly confidentiality: Uint8Array;
}

export interface DigestLayerOptions {
  readonly send: DigestKeys;
  readonly receive: DigestKeys;
  /** The most bytes that the peer takes in a piece, and that it may send us in one. */
  readonly largestSent: number;
  readonly largestReceived: number;
  /** What encrypts; without it, everything is only signed. */
  readonly cipher: DigestCipher | undefined;
}

const signatureBytes = 10;
/** The type of the message, which is always 1, and its number. */
const trailerBytes = 6;
const lengthBytes = 4;

/** The security layers of DIGEST-MD5 (RFC 2831, 2.3 and 2.4): everything is signed, and may be encrypted. */
export class DigestLayer implements SecurityLayer {
  readonly strength: number;
  readonly #send: DigestKeys;
  readonly #receive: DigestKeys;
  readonly #pieces: SealedPieces;
  readonly #largestPlain: number;
  readonly #blockBytes: number;
  readonly #encryption: CipherStream | undefined;
  readonly #decryption: CipherStream | undefined;
  #sent = 0;
  #received = 0;

  constructor({ send, receive, largestSent, largestReceived, cipher }: DigestLayerOptions) {
    this.strength = cipher?.strength ?? 1;
    this.#send = send;
    this.#receive = receive;
    this.#pieces = new SealedPieces(largestReceived);
    this.#blockBytes = cipher?.blockBytes ?? 1;
    this.#largestPlain = largestSent - signatureBytes - trailerBytes - (this.#blockBytes > 1 ? this.#blockBytes : 0);
    if (this.#largestPlain < 1) throw new RangeError(`no sealed piece has room in ${largestSent} bytes`);
    this.#encryption = cipher?.encrypt(send.confidentiality);
    this.#decryption = cipher?.decrypt(receive.confidentiality);
  }

  wrap(bytes: Uint8Array): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += this.#largestPlain) {
      this.#seal(bytes.subarray(at, at + this.#largestPlain), parts);
    }
    return Buffer.concat(parts);
  }

  unwrap(chunk: Uint8Array, take: (bytes: Uint8Array) => void): void {
    this.#pieces.push(chunk, (piece, offset) => {
      const bytes = this.#open(piece, offset);
      if (bytes.length > 0) take(bytes);
    });
  }

  #seal(plain: Uint8Array, parts: Uint8Array[]): void {
    const number = this.#sent;
    this.#sent = (this.#sent + 1) >>> 0;
    const signature = sign(this.#send.integrity, number, plain);
    const block = this.#blockBytes;
    const padding = block === 1 ? 0 : block - ((plain.length + signatureBytes) % block);
    const end = padding === 0 ? signature : Buffer.concat([Buffer.alloc(padding, padding), signature]);
    const header = Buffer.alloc(lengthBytes);
    header.writeUInt32BE(plain.length + end.length + trailerBytes);
    const cipher = this.#encryption;
    if (cipher === undefined) parts.push(header, plain, end);
    else parts.push(header, cipher.update(plain), cipher.update(end));
    parts.push(trailer(number));
  }

  #open(piece: Uint8Array, offset: number): Uint8Array {
    const wrong = (reason: string): ProtocolError => new ProtocolError(`a sealed piece ${reason}`, offset);
    const number = this.#received;
    this.#received = (this.#received + 1) >>> 0;
    const end = piece.length - trailerBytes;
    if (end < signatureBytes || end % this.#blockBytes !== 0) throw wrong(`of ${piece.length} bytes cannot be`);
    if (!trailer(number).equals(piece.subarray(end))) throw wrong('is out of turn');
    const body = piece.subarray(0, end);
    const opened = this.#decryption === undefined ? body : this.#decryption.update(body);
    const padded = opened.subarray(0, opened.length - signatureBytes);
    const plain = this.#blockBytes === 1 ? padded : withoutPadding(padded, this.#blockBytes);
    // Padding and signature are judged as one, so that a forger does not learn which of them was wrong.
    const expected = sign(this.#receive.integrity, number, plain ?? padded);
    const genuine = timingSafeEqual(opened.subarray(opened.length - signatureBytes), expected);
    if (!genuine || plain === undefined) throw wrong('was not sealed by the daemon');
    return plain;
  }
}

function sign(key: Uint8Array, number: number, plain: Uint8Array): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(number);
  return createHmac('md5', key).update(count).update(plain).digest().subarray(0, signatureBytes);
}

function trailer(number: number): Buffer {
  const bytes = Buffer.alloc(trailerBytes);
  bytes.writeUInt16BE(1);
  bytes.writeUInt32BE(number, 2);
  return bytes;
}

function withoutPadding(padded: Uint8Array, blockBytes: number): Uint8Array | undefined {
  const count = padded.at(-1) ?? 0;
  if (count < 1 || count > blockBytes || count > padded.length) return undefined;
  const padding = padded.subarray(padded.length - count);
  return padding.every((byte) => byte === count) ? padded.subarray(0, padded.length - count) : undefined;
}
