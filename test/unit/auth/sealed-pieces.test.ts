import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { SealedPieces } from '../../../src/auth/sealed-pieces.ts';
import { ProtocolError } from '../../../src/errors/protocol-error.ts';

function sealed(pieces: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    pieces.flatMap((piece) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(piece.length);
      return [length, piece];
    }),
  );
}

test('pieces come out as they went in, wherever the stream is cut', () => {
  const piece = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.array(fc.nat(30), { minLength: 1, maxLength: 20 }),
      (pieces, cuts) => {
        const stream = sealed(pieces);
        const cutter = new SealedPieces(40);
        const found: Buffer[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn++) {
          const length = cuts[turn % cuts.length] || 1;
          cutter.push(stream.subarray(at, at + length), (bytes) => found.push(Buffer.from(bytes)));
          at += length;
        }
        expect(found).toEqual(pieces.map((bytes) => Buffer.from(bytes)));
      },
    ),
  );
});

describe('a piece that is too long', () => {
  test('is refused by its length alone, with its place, and ends it all', () => {
    const cutter = new SealedPieces(8);
    const found: number[] = [];
    const take = (piece: Uint8Array): void => {
      found.push(piece.length);
    };
    cutter.push(sealed([new Uint8Array(8)]), take);
    const thrown = (bytes: Uint8Array): unknown => {
      try {
        return cutter.push(bytes, take);
      } catch (error) {
        return error;
      }
    };
    const error = thrown(Buffer.from([0, 0, 0, 9]));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ offset: 12, message: expect.stringContaining('9 bytes; 8 were agreed') });
    expect(thrown(sealed([new Uint8Array(1)]))).toBeInstanceOf(ProtocolError);
    expect(found).toEqual([8]);
  });

  test('of 4 GiB is a length, not a negative number', () => {
    expect(() => new SealedPieces(65536).push(Buffer.alloc(4, 0xff), () => undefined)).toThrow(/4294967295 bytes/);
  });
});

test('what a taker throws ends it all', () => {
  const cutter = new SealedPieces(8);
  const fail = (): never => {
    throw new Error('no');
  };
  expect(() => cutter.push(sealed([new Uint8Array(1)]), fail)).toThrow('no');
  expect(() => cutter.push(sealed([new Uint8Array(1)]), () => undefined)).toThrow(ProtocolError);
});
