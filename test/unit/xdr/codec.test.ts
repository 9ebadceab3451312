import { describe, expect, test } from '@jest/globals';
import {
  decodeXdr,
  encodeXdr,
  readChar,
  readChars,
  readDouble,
  readFixedChars,
  readFloat,
  readOpaque,
  readShort,
  readUshort,
  writeChar,
  writeChars,
  writeDouble,
  writeFixedChars,
  writeFloat,
  writeOpaque,
  writeShort,
  writeUchar,
  writeUshort,
  XdrError,
  XdrReader,
  XdrWriter,
  xdrVoid,
} from '@xdr-ts/runtime';
import fc from 'fast-check';
import { codecs, type ListedCodec, typeByName } from '../../../src/protocol/registry.ts';
import { loadProtocolTypes, Random, randomValue } from '../../support/random-values.ts';
import { hex } from './hex.ts';
import { lengthsTaken } from './lengths-taken.ts';

/** An item of XDR with its value, how it is written and how it is read. */
interface Item {
  readonly value: unknown;
  write(writer: XdrWriter): void;
  read(reader: XdrReader): unknown;
}

function item<T>(
  values: fc.Arbitrary<T>,
  write: (writer: XdrWriter, value: T) => void,
  read: (reader: XdrReader, value: T) => T,
): fc.Arbitrary<Item> {
  return values.map((value) => ({
    value,
    write: (writer) => write(writer, value),
    read: (reader) => read(reader, value),
  }));
}

const byte = fc.integer({ min: 0, max: 255 });
const bytes: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 20 });
const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => !value.includes('\0'));
const max = 0xffffffff;
const items: fc.Arbitrary<Item> = fc.oneof(
  item(
    fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    (w, v) => w.int(v),
    (r) => r.int(),
  ),
  item(
    fc.integer({ min: 0, max }),
    (w, v) => w.uint(v),
    (r) => r.uint(),
  ),
  item(
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    (w, v) => w.hyper(v),
    (r) => r.hyper(),
  ),
  item(
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    (w, v) => w.uhyper(v),
    (r) => r.uhyper(),
  ),
  item(
    fc.float(),
    (w, v) => writeFloat(w, v),
    (r) => readFloat(r),
  ),
  item(
    fc.double(),
    (w, v) => writeDouble(w, v),
    (r) => readDouble(r),
  ),
  item(
    fc.boolean(),
    (w, v) => w.bool(v),
    (r) => r.bool(),
  ),
  item(
    fc.integer({ min: -0x8000, max: 0x7fff }),
    (w, v) => writeShort(w, v),
    (r) => readShort(r),
  ),
  item(
    fc.integer({ min: 0, max: 0xffff }),
    (w, v) => writeUshort(w, v),
    (r) => readUshort(r),
  ),
  item(
    byte,
    (w, v) => writeChar(w, v),
    (r) => readChar(r),
  ),
  item(
    byte,
    (w, v) => writeUchar(w, v),
    (r) => readChar(r),
  ),
  item(
    text,
    (w, v) => w.string(v, max),
    (r) => r.string(max),
  ),
  item(
    bytes,
    (w, v) => writeOpaque(w, v, max),
    (r) => readOpaque(r, max),
  ),
  item(
    bytes,
    (w, v) => w.fixedOpaque(v, v.length),
    (r, v) => r.fixedOpaque(v.length),
  ),
  item(
    bytes,
    (w, v) => writeChars(w, v, max),
    (r) => readChars(r, max),
  ),
  item(
    bytes,
    (w, v) => writeFixedChars(w, v, v.length),
    (r, v) => readFixedChars(r, v.length),
  ),
);

function write(written: readonly Item[], capacity = 1024): Uint8Array {
  const writer = new XdrWriter(capacity);
  for (const { write } of written) write(writer);
  return writer.finish();
}

function read(expected: readonly Item[], input: Uint8Array): unknown[] {
  const reader = new XdrReader(input);
  const values = expected.map(({ read }) => read(reader));
  reader.done();
  return values;
}

function codecOf(name: string): ListedCodec {
  const codec = typeByName(name);
  if (codec === undefined) throw new Error(`no codec for ${name}`);
  return codec;
}

describe('items in a row', () => {
  test('come back as they were, each a multiple of four bytes, however small the buffer began', () => {
    fc.assert(
      fc.property(fc.array(items), fc.integer({ min: 0, max: 64 }), (row, capacity) => {
        const message = write(row, capacity);
        expect(message.length % 4).toBe(0);
        expect(message).toEqual(write(row));
        expect(read(row, message)).toEqual(row.map(({ value }) => value));
      }),
    );
  });

  test('that are cut short anywhere are refused with an XdrError', () => {
    fc.assert(
      fc.property(fc.array(items, { minLength: 1 }), fc.nat(), (row, at) => {
        const message = write(row);
        fc.pre(message.length > 0);
        expect(() => read(row, message.subarray(0, at % message.length))).toThrow(XdrError);
      }),
    );
  });

  test('are the same whatever stands in the padding', () => {
    const padded = fc.oneof(
      item(
        text,
        (w, v) => w.string(v, max),
        (r) => r.string(max),
      ),
      item(
        bytes,
        (w, v) => writeOpaque(w, v, max),
        (r) => readOpaque(r, max),
      ),
    );
    fc.assert(
      fc.property(padded, byte, (one, filler) => {
        const message = write([one]);
        const length = new DataView(message.buffer).getUint32(0);
        expect(message.subarray(4 + length).every((padding) => padding === 0)).toBe(true);
        expect(read([one], message.fill(filler, 4 + length))).toEqual([one.value]);
      }),
    );
  });
});

describe('codecs of the protocol', () => {
  const types = loadProtocolTypes();
  const type = fc.constantFrom(...types);

  test('give an XdrError and nothing else for bytes that are cut short', () => {
    fc.assert(
      fc.property(type, fc.integer(), (chosen, seed) => {
        const codec = codecOf(chosen.name);
        const message = codec.encode(randomValue(chosen, new Random(seed)));
        expect(lengthsTaken(codec, message)).toEqual([message.length]);
      }),
      { numRuns: 500 },
    );
  });

  test('give a value that can be written again, or an XdrError, for bytes that were tampered with', () => {
    fc.assert(
      fc.property(type, fc.integer(), fc.nat(), byte, (chosen, seed, at, replacement) => {
        const codec = codecOf(chosen.name);
        const message = codec.encode(randomValue(chosen, new Random(seed)));
        message[at % message.length] = replacement;
        let value: unknown;
        try {
          value = codec.decode(message);
        } catch (error) {
          expect(error).toBeInstanceOf(XdrError);
          return;
        }
        expect(codec.decode(codec.encode(value))).toEqual(value);
      }),
      { numRuns: 2000 },
    );
  });

  test('give an XdrError and nothing else for values that are no values of theirs', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...codecs),
        fc.anything({ withBigInt: true, withNullPrototype: true }),
        (codec, value) => {
          try {
            codec.encode(value);
          } catch (error) {
            if (!(error instanceof XdrError)) throw error;
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test('the codec of nothing writes nothing and reads nothing', () => {
  expect(encodeXdr(xdrVoid, undefined)).toEqual(hex(''));
  expect(decodeXdr(xdrVoid, hex(''))).toBeUndefined();
  expect(() => decodeXdr(xdrVoid, hex('00000000'))).toThrow('4 bytes left over at byte 0');
});
