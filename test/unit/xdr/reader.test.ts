import { describe, expect, test } from '@jest/globals';
import {
  readChar,
  readChars,
  readDouble,
  readEnum,
  readFixedChars,
  readFloat,
  readOpaque,
  readShort,
  readUshort,
  XdrReader,
  XdrWriter,
} from '@xdr-ts/runtime';
import { hex } from './hex.ts';
import { thrownBy } from './thrown-by.ts';

type Read = (reader: XdrReader) => unknown;

/** What `read` makes of all the bytes. */
function read(bytes: string, item: Read): unknown {
  const reader = new XdrReader(hex(bytes));
  const value = item(reader);
  reader.done();
  return value;
}

function refusal(bytes: string, item: Read): { reason: string; offset: number } {
  const { reason, offset } = thrownBy(() => item(new XdrReader(hex(bytes))));
  return { reason, offset };
}

describe('XdrReader reads', () => {
  const cases: [type: string, bytes: string, item: Read, value: unknown][] = [
    ['int', '00000000', (r) => r.int(), 0],
    ['int', '7fffffff', (r) => r.int(), 2147483647],
    ['int', '80000000', (r) => r.int(), -2147483648],
    ['int', 'ffffffff', (r) => r.int(), -1],
    ['unsigned int', 'ffffffff', (r) => r.uint(), 4294967295],
    ['hyper', '7fffffffffffffff', (r) => r.hyper(), 9223372036854775807n],
    ['hyper', '8000000000000000', (r) => r.hyper(), -9223372036854775808n],
    ['hyper', 'ffffffffffffffff', (r) => r.hyper(), -1n],
    ['unsigned hyper', 'ffffffffffffffff', (r) => r.uhyper(), 18446744073709551615n],
    ['unsigned hyper', '0020000000000001', (r) => r.uhyper(), 9007199254740993n],
    ['float', '3fc00000', (r) => readFloat(r), 1.5],
    ['float', '80000000', (r) => readFloat(r), -0],
    ['double', '3ff8000000000000', (r) => readDouble(r), 1.5],
    ['double', '7fefffffffffffff', (r) => readDouble(r), Number.MAX_VALUE],
    ['double', '0000000000000001', (r) => readDouble(r), Number.MIN_VALUE],
    ['double', 'fff0000000000000', (r) => readDouble(r), Number.NEGATIVE_INFINITY],
    ['double', '7ff8000000000000', (r) => readDouble(r), Number.NaN],
    ['bool', '00000000', (r) => r.bool(), false],
    ['bool', '00000001', (r) => r.bool(), true],
    ['bool that is neither 0 nor 1', 'ffffff00', (r) => r.bool(), true],
    ['short', '00007fff', (r) => readShort(r), 32767],
    ['short', 'ffff8000', (r) => readShort(r), -32768],
    ['unsigned short', '0000ffff', (r) => readUshort(r), 65535],
    ['char, widened without sign', '000000ff', (r) => readChar(r), 255],
    ['char, widened with sign', 'ffffffff', (r) => readChar(r), 255],
    ['char', '00000041', (r) => readChar(r), 65],
    ['enum', 'fffffffe', (r) => readEnum(r, new Set([3, -2])), -2],
    ['count at its limit', '00000002 0000000000000000', (r) => [r.count(2, 4), r.hyper()], [2, 0n]],
    ['empty string', '00000000', (r) => r.string(0), ''],
    ['string at its limit', '00000004 61626364', (r) => r.string(4), 'abcd'],
    ['string with padding', '00000005 c3a9e4b8ad 000000', (r) => r.string(100), 'é中'],
    ['string with padding that is not zero', '00000001 61ffffff', (r) => r.string(1), 'a'],
    ['empty opaque', '00000000', (r) => readOpaque(r, 0), hex('')],
    ['opaque at its limit', '00000003 00ff8000', (r) => readOpaque(r, 3), hex('00ff80')],
    ['opaque with padding that is not zero', '00000001 aa010203', (r) => readOpaque(r, 9), hex('aa')],
    ['fixed opaque', '0102030405 000000', (r) => r.fixedOpaque(5), hex('0102030405')],
    ['fixed opaque of no bytes', '', (r) => r.fixedOpaque(0), hex('')],
    ['chars, four bytes each', '00000003 00000061 ffffff80 000000ff', (r) => readChars(r, 3), hex('6180ff')],
    ['fixed chars', '0000004d 00000000', (r) => readFixedChars(r, 2), hex('4d00')],
  ];
  test.each(cases)('%s: %s', (_, bytes, item, value) => {
    expect(read(bytes, item)).toEqual(value);
  });

  test.each([[0], [1], [2], [3], [4], [5], [6], [7]])(
    'opaque and string of %i bytes up to a multiple of four',
    (length) => {
      const bytes = new Uint8Array(4 + length + (-length & 3)).fill(0x61, 4, 4 + length);
      bytes[3] = length;
      const opaque = new XdrReader(bytes);
      expect(readOpaque(opaque, length)).toEqual(new Uint8Array(length).fill(0x61));
      expect(opaque.remaining).toBe(0);
      const string = new XdrReader(bytes);
      expect(string.string(length)).toBe('a'.repeat(length));
      expect(string.remaining).toBe(0);
    },
  );
});

test.each([0x00, 0x01, 0x7f, 0x80, 0xff])('a string sees the byte %d wherever it stands', (byte) => {
  for (let length = 1; length <= 40; length++) {
    for (let at = 0; at < length; at++) {
      const writer = new XdrWriter();
      writer.uint(length);
      const text = new Uint8Array(length).fill(0x61);
      text[at] = byte;
      writer.fixedOpaque(text, length);
      const reader = new XdrReader(writer.finish());
      if (byte === 0) expect(thrownBy(() => reader.string(40)).reason).toBe('NUL in a string');
      else {
        const escaped = String.fromCharCode(byte < 0x80 ? byte : 0xdc00 | byte);
        expect(reader.string(40)).toBe('a'.repeat(at) + escaped + 'a'.repeat(length - at - 1));
      }
    }
  }
});

describe('XdrReader refuses', () => {
  const cases: [what: string, bytes: string, item: Read, reason: string, offset: number][] = [
    ['an int cut short', '000000', (r) => r.int(), '4 bytes needed, 3 left', 0],
    ['an unsigned int cut short', '', (r) => r.uint(), '4 bytes needed, 0 left', 0],
    ['a hyper cut short', '00000000 000000', (r) => r.hyper(), '8 bytes needed, 7 left', 0],
    ['an unsigned hyper cut short', '00000000', (r) => r.uhyper(), '8 bytes needed, 4 left', 0],
    ['a float cut short', '00', (r) => readFloat(r), '4 bytes needed, 1 left', 0],
    ['a double cut short', '00000000', (r) => readDouble(r), '8 bytes needed, 4 left', 0],
    ['a short over its range', '00008000', (r) => readShort(r), '32768 is no short', 0],
    ['a short under its range', 'ffff7fff', (r) => readShort(r), '-32769 is no short', 0],
    ['an unsigned short over its range', '00010000', (r) => readUshort(r), '65536 is no unsigned short', 0],
    [
      'an unknown enum value',
      '00000000 00000004',
      (r) => [r.int(), readEnum(r, new Set([3]))],
      '4 is no value of the enum',
      4,
    ],
    [
      'a count over its limit',
      '00000003 000000000000000000000000',
      (r) => r.count(2, 4),
      'count 3 is over the limit of 2',
      0,
    ],
    [
      'a count over the bytes at hand',
      '00000003 0000000000000000',
      (r) => r.count(3, 4),
      'count 3 needs 12 bytes, 8 left',
      0,
    ],
    ['a string over its limit', '00000003 61626300', (r) => r.string(2), 'count 3 is over the limit of 2', 0],
    ['a string over the bytes at hand', '00000009 61626300', (r) => r.string(9), 'count 9 needs 9 bytes, 4 left', 0],
    ['a string without its padding', '00000003 616263', (r) => r.string(9), '4 bytes needed, 3 left', 4],
    ['a NUL in a string', '00000000 00000003 61006300', (r) => [r.int(), r.string(9)], 'NUL in a string', 8],
    ['an opaque over its limit', '00000001 00000000', (r) => readOpaque(r, 0), 'count 1 is over the limit of 0', 0],
    ['an opaque without its padding', '00000001 00', (r) => readOpaque(r, 4), '4 bytes needed, 1 left', 4],
    ['a fixed opaque without its padding', '010203', (r) => r.fixedOpaque(3), '4 bytes needed, 3 left', 0],
    [
      'chars over their limit',
      '00000002 0000000000000000',
      (r) => readChars(r, 1),
      'count 2 is over the limit of 1',
      0,
    ],
    ['chars over the bytes at hand', '00000002 00000061', (r) => readChars(r, 2), 'count 2 needs 8 bytes, 4 left', 0],
    ['fixed chars cut short', '00000061 000000', (r) => readFixedChars(r, 2), '8 bytes needed, 7 left', 0],
    ['bytes left over', '00000000 0000', (r) => [r.int(), r.done()], '2 bytes left over', 4],
  ];
  test.each(cases)('%s', (_, bytes, item, reason, offset) => {
    expect(refusal(bytes, item)).toEqual({ reason, offset });
  });

  const greedy: [what: string, item: Read][] = [
    ['string', (r) => r.string(0xffffffff)],
    ['opaque', (r) => readOpaque(r, 0xffffffff)],
    ['chars', (r) => readChars(r, 0xffffffff)],
    ['array', (r) => r.count(0xffffffff, 4)],
  ];
  test.each(greedy)('the length of a %s that no message has, and allocates nothing for it', (_, item) => {
    const before = process.memoryUsage().arrayBuffers;
    const { reason, offset } = refusal('7fffffff 00000000', item);
    expect(reason).toMatch(/^count 2147483647 needs \d+ bytes, 4 left$/);
    expect(offset).toBe(0);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });

  test('fixed lengths that the message does not have, and allocates nothing for them', () => {
    const before = process.memoryUsage().arrayBuffers;
    expect(refusal('00000000', (r) => r.fixedOpaque(2 ** 30)).reason).toBe('1073741824 bytes needed, 4 left');
    expect(refusal('00000000', (r) => readFixedChars(r, 2 ** 30)).reason).toBe('4294967296 bytes needed, 4 left');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20);
  });
});

describe('XdrReader', () => {
  test('counts offsets from the start of the bytes it was given, and stops where it was told', () => {
    const reader = new XdrReader(hex('aaaaaaaa 00000001 00000002 bbbbbbbb'), 4, 12);
    expect([reader.offset, reader.remaining]).toEqual([4, 8]);
    expect(reader.int()).toBe(1);
    expect([reader.offset, reader.remaining]).toEqual([8, 4]);
    expect(reader.int()).toBe(2);
    expect(thrownBy(() => reader.int())).toEqual({ reason: '4 bytes needed, 0 left', offset: 12, path: '' });
  });

  test.each([
    [-1, 4],
    [5, 4],
    [0, 9],
    [Number.NaN, 8],
  ])('has no bytes %i to %i of 8', (start, end) => {
    expect(() => new XdrReader(new Uint8Array(8), start, end)).toThrow(RangeError);
  });

  test('stays where it was when it refuses, but behind a count', () => {
    const reader = new XdrReader(hex('00000009 000000'));
    expect(() => reader.hyper()).toThrow();
    expect(reader.offset).toBe(0);
    expect(() => readOpaque(reader, 9)).toThrow();
    expect(reader.offset).toBe(4);
  });

  test('takes a view on part of a buffer', () => {
    const whole = hex('ffffffff 00000002 61620000 ffffffff');
    const reader = new XdrReader(whole.subarray(4, 12));
    expect(reader.string(2)).toBe('ab');
    expect(reader.remaining).toBe(0);
    expect(readOpaque(new XdrReader(whole.subarray(4, 12)), 2)).toEqual(hex('6162'));
  });

  test.each([
    ['opaque', '00000004 01020304', (r: XdrReader) => readOpaque(r, 4)],
    ['fixed opaque', '01020304', (r: XdrReader) => r.fixedOpaque(4)],
    ['chars', '00000004 00000001 00000002 00000003 00000004', (r: XdrReader) => readChars(r, 4)],
  ])('gives a plain copy of the bytes of a Buffer: %s', (_, bytes, item) => {
    // Small Buffers share one large ArrayBuffer, so offsets within it count, too.
    const input = Buffer.from(hex(bytes));
    const copy = item(new XdrReader(input));
    input.fill(0xee);
    expect(copy.constructor).toBe(Uint8Array);
    expect(copy).toEqual(hex('01020304'));
    expect(copy.buffer.byteLength).toBe(4);
    copy.fill(0xdd);
    expect(input.every((byte) => byte === 0xee)).toBe(true);
  });
});
