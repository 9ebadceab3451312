import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DerReader, der, derFlags, derInteger, derText, derTime, tags } from '../../../../src/auth/kerberos/der.ts';
import { MechanismError } from '../../../../src/auth/mechanism-error.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test.each([
  [0, '020100'],
  [5, '020105'],
  [127, '02017f'],
  [128, '02020080'],
  [255, '020200ff'],
  [256, '02020100'],
  [0x7fffffff, '02047fffffff'],
  [0xffffffff, '020500ffffffff'],
  [-1, '0201ff'],
  [-128, '020180'],
  [-129, '0202ff7f'],
])('the integer %i is %s, and back', (value, bytes) => {
  expect(hex(derInteger(value))).toBe(bytes);
  expect(new DerReader(Buffer.from(bytes, 'hex')).integer()).toBe(value);
});

test('texts, times and flags are as DER has them', () => {
  expect(hex(derText('kvm'))).toBe('1b036b766d');
  expect(hex(derTime(new Date(Date.UTC(2026, 10, 24, 9, 5, 7, 999))))).toBe(
    `180f${Buffer.from('20261124090507Z').toString('hex')}`,
  );
  expect(hex(derFlags(0x20000000))).toBe('03050020000000');
});

test.each([0, 127, 128, 255, 256, 65_535, 65_536])('an element of %i bytes comes back', (length) => {
  const reader = new DerReader(der(tags.octetString, Buffer.alloc(length, 7)));
  expect(reader.take(tags.octetString)).toHaveLength(length);
  reader.end();
});

describe('what is no DER', () => {
  test.each([
    ['another tag', '0500', (reader: DerReader) => reader.take(tags.integer)],
    ['nothing', '', (reader: DerReader) => reader.take(tags.integer)],
    ['a length alone', '04', (reader: DerReader) => reader.take(tags.octetString)],
    ['an end within', '040200', (reader: DerReader) => reader.take(tags.octetString)],
    ['a length without end', '0480', (reader: DerReader) => reader.take(tags.octetString)],
    ['a length of five bytes', '04850000000001aa', (reader: DerReader) => reader.take(tags.octetString)],
    ['a length beyond all', '0484ffffffff', (reader: DerReader) => reader.take(tags.octetString)],
    ['an empty integer', '0200', (reader: DerReader) => reader.integer()],
    ['an integer of six bytes', '0206000000000001', (reader: DerReader) => reader.integer()],
    ['a rest', '05', (reader: DerReader) => reader.end()],
  ])('as %s is refused', (_, bytes, read) => {
    expect(() => read(new DerReader(Buffer.from(bytes, 'hex')))).toThrow(MechanismError);
  });

  test('is refused whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          const reader = new DerReader(bytes);
          while (reader.next !== undefined) reader.take(reader.next);
        } catch (error) {
          expect(error).toBeInstanceOf(MechanismError);
        }
      }),
    );
  });
});
