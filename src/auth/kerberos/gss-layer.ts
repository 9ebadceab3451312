import { ProtocolError } from '../../errors/protocol-error.ts';
import { SealedPieces } from '../sealed-pieces.ts';
import type { SecurityLayer } from '../security-layer.ts';
import type { GssWrapping } from './gss-wrapping.ts';

export interface GssLayerOptions {
  readonly wrapping: GssWrapping;
  /** Whether everything is encrypted, and not only signed. */
  readonly sealed: boolean;
  readonly strength: number;
  /** The most bytes that a piece may have, for the daemon and for us. */
  readonly largestSent: number;
  readonly largestReceived: number;
}

/** The security layers of GSSAPI (RFC 4752, 3.3). */
export class GssLayer implements SecurityLayer {
  readonly strength: number;
  readonly #wrapping: GssWrapping;
  readonly #sealed: boolean;
  readonly #largestPlain: number;
  readonly #pieces: SealedPieces;

  constructor({ wrapping, sealed, strength, largestSent, largestReceived }: GssLayerOptions) {
    this.strength = strength;
    this.#wrapping = wrapping;
    this.#sealed = sealed;
    this.#largestPlain = largestSent - wrapping.overhead;
    if (this.#largestPlain < 1) throw new RangeError(`no sealed piece has room in ${largestSent} bytes`);
    this.#pieces = new SealedPieces(largestReceived);
  }

  wrap(bytes: Uint8Array): Uint8Array {
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += this.#largestPlain) {
      const token = this.#wrapping.wrap(bytes.subarray(at, at + this.#largestPlain), this.#sealed);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(token.length);
      parts.push(length, token);
    }
    return Buffer.concat(parts);
  }

  unwrap(chunk: Uint8Array, take: (bytes: Uint8Array) => void): void {
    this.#pieces.push(chunk, (piece, offset) => {
      const bytes = this.#open(piece, offset);
      if (bytes.length > 0) take(bytes);
    });
  }

  #open(piece: Uint8Array, offset: number): Uint8Array {
    try {
      return this.#wrapping.unwrap(piece, this.#sealed);
    } catch (cause) {
      throw new ProtocolError('a sealed piece was not sealed by the daemon', offset, { cause });
    }
  }
}
