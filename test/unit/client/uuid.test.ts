import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseUuid } from '../../../src/client/uuid.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { formatUuid } from '../../../src/protocol/uuid.ts';

const text = 'c7a5fdbd-edaf-9455-926a-d65c16db1809';
const bytes = Uint8Array.of(
  0xc7,
  0xa5,
  0xfd,
  0xbd,
  0xed,
  0xaf,
  0x94,
  0x55,
  0x92,
  0x6a,
  0xd6,
  0x5c,
  0x16,
  0xdb,
  0x18,
  9,
);

test('bytes are told as canonical text', () => {
  expect(formatUuid(bytes)).toBe(text);
  expect(formatUuid(new Uint8Array(16))).toBe('00000000-0000-0000-0000-000000000000');
});

test.each([
  text,
  text.toUpperCase(),
  text.replaceAll('-', ''),
  ` ${text}\n`,
  'c7a5fdbdedaf-9455926ad65c-16db1809',
  text.replace('-', ' '),
])('%j is taken', (given) => {
  expect(parseUuid(given)).toEqual(bytes);
});

test('16 bytes are taken as they are', () => {
  expect(parseUuid(bytes)).toEqual(bytes);
  expect(parseUuid(Buffer.from(bytes))).toEqual(Buffer.from(bytes));
});

test.each(['', 'web', text.slice(1), `${text}0`, text.replace('c', 'g'), `{${text}}`])(
  '%j is refused by name',
  (given) => {
    expect(() => parseUuid(given)).toThrow(UsageError);
    expect(() => parseUuid(given)).toThrow(`${JSON.stringify(given)} is no UUID`);
  },
);

test.each([0, 15, 17])('%d bytes are refused', (length) => {
  expect(() => parseUuid(new Uint8Array(length))).toThrow(UsageError);
  expect(() => parseUuid(new Uint8Array(length))).toThrow(`not ${length}`);
});

test('whatever the bytes, their text leads back to them', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (any) => {
      expect(formatUuid(any)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(parseUuid(formatUuid(any))).toEqual(any);
    }),
  );
});
