import { isIP, SocketAddress } from 'node:net';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatIpAddress, maskPrefix, parseIpAddress } from '../../../src/test-driver/ip-address.ts';

test('an address is the same when it has been written and read', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  );
  fc.assert(
    fc.property(bytes, (address) => {
      expect(parseIpAddress(formatIpAddress(address))).toEqual(address);
    }),
  );
});

test('an address is written as systems write it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom<number[]>(0, 0, 1, 0xab12), { minLength: 8, maxLength: 8 }), (groups) => {
      // IPv4 in the last groups is a notation of its own.
      fc.pre(groups.slice(0, 6).some((group) => group !== 0));
      const bytes = Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
      const { address } = new SocketAddress({
        family: 'ipv6',
        address: groups.map((group) => group.toString(16)).join(':'),
      });
      expect(formatIpAddress(bytes)).toBe(address);
    }),
  );
});

test('what is no address is none', () => {
  const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/));
  fc.assert(
    fc.property(text, (address) => {
      expect(parseIpAddress(address) !== undefined).toBe(isIP(address) !== 0 && !address.includes('%'));
    }),
  );
});

test.each([
  ['255.255.255.0', 24],
  ['255.255.254.0', 23],
  ['0.0.0.0', 0],
  ['255.255.255.255', 32],
])('the mask %s has %d bits', (mask, bits) => {
  expect(maskPrefix(parseIpAddress(mask) ?? new Uint8Array())).toBe(bits);
});
