import { describe, expect, test } from '@jest/globals';
import {
  writeChar,
  writeChars,
  writeDouble,
  writeEnum,
  writeFixedChars,
  writeFloat,
  writeOpaque,
  writeShort,
  writeUchar,
  writeUshort,
  XdrWriter,
} from '@xdr-ts/runtime';
import { hex } from './hex.ts';
import { thrownBy } from './thrown-by.ts';

type Write = (writer: XdrWriter) => void;

function written(item: Write): Uint8Array {
  const writer = new XdrWriter();
  item(writer);
  return writer.finish();
}

/** A value of the wrong type, as a caller without a type checker may pass it. */
function untyped<T>(value: unknown): T {
  return value as T;
}

describe('XdrWriter writes', () => {
  const cases: [type: string, item: Write, bytes: string][] = [
    ['int', (w) => w.int(0), '00000000'],
    ['int', (w) => w.int(-0), '00000000'],
    ['int', (w) => w.int(2147483647), '7fffffff'],
    ['int', (w) => w.int(-2147483648), '80000000'],
    ['unsigned int', (w) => w.uint(4294967295), 'ffffffff'],
    ['hyper', (w) => w.hyper(9223372036854775807n), '7fffffffffffffff'],
    ['hyper', (w) => w.hyper(-9223372036854775808n), '8000000000000000'],
    ['unsigned hyper', (w) => w.uhyper(18446744073709551615n), 'ffffffffffffffff'],
    ['float', (w) => writeFloat(w, -1.5), 'bfc00000'],
    ['double', (w) => writeDouble(w, Number.MIN_VALUE), '0000000000000001'],
    ['double', (w) => writeDouble(w, -0), '8000000000000000'],
    ['bool', (w) => w.bool(false), '00000000'],
    ['bool', (w) => w.bool(true), '00000001'],
    ['short', (w) => writeShort(w, -32768), 'ffff8000'],
    ['short', (w) => writeShort(w, 32767), '00007fff'],
    ['unsigned short', (w) => writeUshort(w, 65535), '0000ffff'],
    ['char, with its sign', (w) => writeChar(w, 255), 'ffffffff'],
    ['char', (w) => writeChar(w, 127), '0000007f'],
    ['unsigned char', (w) => writeUchar(w, 255), '000000ff'],
    ['enum', (w) => writeEnum(w, -2, new Set([-2])), 'fffffffe'],
    ['count at its limit', (w) => w.count(4294967295, 4294967295), 'ffffffff'],
    ['empty string', (w) => w.string('', 0), '00000000'],
    ['string at its limit', (w) => w.string('é中', 5), '00000005 c3a9e4b8ad 000000'],
    ['opaque at its limit', (w) => writeOpaque(w, hex('00ff80'), 3), '00000003 00ff8000'],
    ['opaque that is a Buffer', (w) => writeOpaque(w, Buffer.from('ab'), 9), '00000002 61620000'],
    ['fixed opaque', (w) => w.fixedOpaque(hex('0102030405'), 5), '0102030405 000000'],
    ['chars', (w) => writeChars(w, hex('617fff'), 3), '00000003 00000061 0000007f ffffffff'],
    ['fixed chars', (w) => writeFixedChars(w, hex('4d00'), 2), '0000004d 00000000'],
    ['bytes as they are', (w) => w.raw(hex('010203')), '010203'],
  ];
  test.each(cases)('%s: %#', (_, item, bytes) => {
    expect(written(item)).toEqual(hex(bytes));
  });

  test('padding of zeros over what the buffer held before', () => {
    const writer = new XdrWriter(8);
    writer.hyper(-1n);
    writer.reset();
    writer.fixedOpaque(hex('01'), 1);
    writeOpaque(writer, hex(''), 0);
    expect(writer.finish()).toEqual(hex('01000000 00000000'));
    writer.reset();
    writer.string('a', 1);
    expect(writer.finish()).toEqual(hex('00000001 61000000'));
  });
});

describe('XdrWriter refuses', () => {
  const cases: [what: string, item: Write, reason: string][] = [
    ['an int over its range', (w) => w.int(2147483648), '2147483648 is no int'],
    ['an int under its range', (w) => w.int(-2147483649), '-2147483649 is no int'],
    ['a fraction', (w) => w.int(1.5), '1.5 is no int'],
    ['NaN as an int', (w) => w.int(Number.NaN), 'NaN is no int'],
    ['a bigint as an int', (w) => w.int(untyped(5n)), '5 is no int'],
    ['text as an int, without telling it', (w) => w.int(untyped('5')), 'string is no int'],
    ['a missing int', (w) => w.int(untyped(undefined)), 'undefined is no int'],
    ['a negative unsigned int', (w) => w.uint(-1), '-1 is no unsigned int'],
    ['an unsigned int over its range', (w) => w.uint(4294967296), '4294967296 is no unsigned int'],
    ['a bigint as an unsigned int', (w) => w.uint(untyped(5n)), '5 is no unsigned int'],
    ['a missing unsigned int', (w) => w.uint(untyped(undefined)), 'undefined is no unsigned int'],
    ['a hyper over its range', (w) => w.hyper(2n ** 63n), '9223372036854775808 is no hyper'],
    ['a hyper under its range', (w) => w.hyper(-(2n ** 63n) - 1n), '-9223372036854775809 is no hyper'],
    ['a number as a hyper', (w) => w.hyper(untyped(1)), '1 is no hyper'],
    ['a negative unsigned hyper', (w) => w.uhyper(-1n), '-1 is no unsigned hyper'],
    ['an unsigned hyper over its range', (w) => w.uhyper(2n ** 64n), '18446744073709551616 is no unsigned hyper'],
    ['null as an unsigned hyper', (w) => w.uhyper(untyped(null)), 'null is no unsigned hyper'],
    ['a missing float', (w) => writeFloat(w, untyped(undefined)), 'undefined is no float'],
    ['text as a double', (w) => writeDouble(w, untyped('1')), 'string is no double'],
    ['an object without a prototype', (w) => w.int(untyped(Object.create(null))), 'object is no int'],
    ['a symbol as an unsigned int', (w) => w.uint(untyped(Symbol('5'))), 'symbol is no unsigned int'],
    ['a number as a bool', (w) => w.bool(untyped(1)), '1 is no boolean'],
    ['a short over its range', (w) => writeShort(w, 32768), '32768 is no short'],
    ['a short under its range', (w) => writeShort(w, -32769), '-32769 is no short'],
    ['a fraction as a short', (w) => writeShort(w, 0.5), '0.5 is no short'],
    ['an object as a short', (w) => writeShort(w, untyped(Object.create(null))), 'object is no short'],
    ['a bigint as an unsigned short', (w) => writeUshort(w, untyped(1n)), '1 is no unsigned short'],
    ['an unsigned short over its range', (w) => writeUshort(w, 65536), '65536 is no unsigned short'],
    ['a negative unsigned short', (w) => writeUshort(w, -1), '-1 is no unsigned short'],
    ['a missing unsigned short', (w) => writeUshort(w, untyped(undefined)), 'undefined is no unsigned short'],
    ['a char over its range', (w) => writeChar(w, 256), '256 is no byte'],
    ['a negative char', (w) => writeChar(w, -1), '-1 is no byte'],
    ['a bigint as a char', (w) => writeChar(w, untyped(1n)), '1 is no byte'],
    ['an unsigned char over its range', (w) => writeUchar(w, 256), '256 is no byte'],
    ['an unknown enum value', (w) => writeEnum(w, 3, new Set([1, 2])), '3 is no value of the enum'],
    [
      'a missing enum value',
      (w) => writeEnum(w, untyped(undefined), new Set([1])),
      'undefined is no value of the enum',
    ],
    ['a count over its limit', (w) => w.count(3, 2), 'count 3 is over the limit of 2'],
    ['a missing count', (w) => w.count(untyped(undefined), 2), 'count undefined is over the limit of 2'],
    ['a string over its limit', (w) => w.string('abc', 2), 'string of 3 characters is over the limit of 2 bytes'],
    ['a string whose bytes are over its limit', (w) => w.string('éé', 3), 'string of 4 bytes is over the limit of 3'],
    ['a NUL in a string', (w) => w.string('a\0b', 9), 'NUL or a lone surrogate in a string'],
    ['a NUL in a long string', (w) => w.string(`${'a'.repeat(40)}\0`, 99), 'NUL or a lone surrogate in a string'],
    ['a lone high surrogate', (w) => w.string('a\ud83d', 9), 'NUL or a lone surrogate in a string'],
    ['a lone low surrogate', (w) => w.string('\udc00', 9), 'NUL or a lone surrogate in a string'],
    [
      'a lone surrogate that stands for an ASCII byte',
      (w) => w.string('\udc7f', 9),
      'NUL or a lone surrogate in a string',
    ],
    ['bytes as a string, without telling them', (w) => w.string(untyped(Buffer.from('secret')), 9), 'not a string'],
    ['a missing string', (w) => w.string(untyped(undefined), 9), 'not a string'],
    ['an opaque over its limit', (w) => writeOpaque(w, hex('0102'), 1), 'count 2 is over the limit of 1'],
    ['an array as an opaque', (w) => writeOpaque(w, untyped([1, 2]), 9), 'not a Uint8Array'],
    [
      'a DataView as an opaque',
      (w) => writeOpaque(w, untyped(new DataView(new ArrayBuffer(2))), 9),
      'not a Uint8Array',
    ],
    ['a fixed opaque too short', (w) => w.fixedOpaque(hex('01'), 2), '1 bytes where 2 belong'],
    ['a fixed opaque too long', (w) => w.fixedOpaque(hex('010203'), 2), '3 bytes where 2 belong'],
    ['text as a fixed opaque', (w) => w.fixedOpaque(untyped('ab'), 2), 'not a Uint8Array'],
    ['chars over their limit', (w) => writeChars(w, hex('0102'), 1), 'count 2 is over the limit of 1'],
    ['text as chars', (w) => writeChars(w, untyped('ab'), 9), 'not a Uint8Array'],
    ['fixed chars too short', (w) => writeFixedChars(w, hex('01'), 2), '1 bytes where 2 belong'],
    ['missing fixed chars', (w) => writeFixedChars(w, untyped(undefined), 2), 'not a Uint8Array'],
    ['text as bytes', (w) => w.raw(untyped('ab')), 'not a Uint8Array'],
  ];
  test.each(cases)('%s', (_, item, reason) => {
    const writer = new XdrWriter();
    writer.hyper(0n);
    expect(thrownBy(() => item(writer))).toEqual({ reason, offset: 8, path: '' });
    expect(writer.offset).toBe(8);
  });
});

describe('XdrWriter', () => {
  const items: [what: string, item: Write, bytes: string][] = [
    ['int', (w) => w.int(-2), 'fffffffe'],
    ['unsigned int', (w) => w.uint(7), '00000007'],
    ['hyper', (w) => w.hyper(-2n), 'fffffffffffffffe'],
    ['unsigned hyper', (w) => w.uhyper(7n), '0000000000000007'],
    ['float', (w) => writeFloat(w, 1.5), '3fc00000'],
    ['double', (w) => writeDouble(w, 1.5), '3ff8000000000000'],
    ['char', (w) => writeChar(w, 200), 'ffffffc8'],
    ['unsigned char', (w) => writeUchar(w, 200), '000000c8'],
    ['string', (w) => w.string('é', 9), '00000002 c3a90000'],
    ['opaque', (w) => writeOpaque(w, hex('0102'), 9), '00000002 01020000'],
    ['chars', (w) => writeChars(w, hex('01'), 9), '00000001 00000001'],
    ['bytes', (w) => w.raw(hex('01020304')), '01020304'],
  ];
  // Whichever item comes first behind the end of the buffer makes it grow.
  test.each(items)('grows for every kind of item: %s', (_, item, bytes) => {
    for (let capacity = 0; capacity <= 12; capacity++) {
      const writer = new XdrWriter(capacity);
      item(writer);
      item(writer);
      writer.uint(0xaabbccdd);
      item(writer);
      expect(writer.finish()).toEqual(hex(`${bytes}${bytes}aabbccdd${bytes}`));
    }
  });

  test('gives copies that later writing does not touch', () => {
    const writer = new XdrWriter();
    writer.int(1);
    const first = writer.finish();
    writer.reset();
    writer.int(2);
    expect(first).toEqual(hex('00000001'));
    expect(first.buffer.byteLength).toBe(4);
    expect(writer.finish()).toEqual(hex('00000002'));
  });

  test('gives what was written from an offset on, and forgets it', () => {
    const writer = new XdrWriter();
    writer.int(1);
    writer.int(2);
    expect(writer.finish(4)).toEqual(hex('00000002'));
    writer.reset(4);
    expect(writer.offset).toBe(4);
    writer.reset(100);
    expect(writer.finish()).toEqual(hex('00000001'));
  });

  test('writes over a word that it has written, and no other', () => {
    const writer = new XdrWriter();
    writer.uint(0);
    writer.int(5);
    writer.replaceUint(0, 4294967295);
    expect(writer.finish()).toEqual(hex('ffffffff 00000005'));
    expect(thrownBy(() => writer.replaceUint(5, 0)).reason).toBe('no word was written at byte 5');
    expect(thrownBy(() => writer.replaceUint(-1, 0)).reason).toBe('no word was written at byte -1');
    expect(thrownBy(() => writer.replaceUint(0, 4294967296)).reason).toBe('4294967296 is no unsigned int');
    expect(writer.finish()).toEqual(hex('ffffffff 00000005'));
  });
});
