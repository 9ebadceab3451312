import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseCredentialCache, principalName, type Ticket } from '../../../../src/auth/kerberos/credential-cache.ts';
import { MechanismError } from '../../../../src/auth/mechanism-error.ts';
import { cacheBytes, principal } from './cache-bytes.ts';

const owner = principal('EXAMPLE.ORG', 'fred', 'admin');
const ticket = (endTime: number, realm: string, ...names: readonly string[]): Ticket => {
  const server = principal(realm, ...names);
  return { client: owner, server, keyType: 18, key: Buffer.alloc(32, 7), endTime, bytes: Buffer.from('ticket') };
};
const tickets = [
  ticket(3_000_000_000, 'EXAMPLE.ORG', 'krbtgt', 'EXAMPLE.ORG'),
  ticket(0, 'X-CACHECONF:', 'krb5_ccache_conf_data', 'fast_avail'),
  ticket(1234, 'EXAMPLE.ORG', 'libvirt', 'kvm1'),
];
const whole = cacheBytes(owner, tickets);

test('a cache has an owner and tickets', () => {
  const cache = parseCredentialCache(whole);
  expect(principalName(cache.owner)).toBe('fred/admin@EXAMPLE.ORG');
  const names = cache.tickets.map(({ server }) => principalName(server));
  expect(names).toEqual(['krbtgt/EXAMPLE.ORG@EXAMPLE.ORG', 'libvirt/kvm1@EXAMPLE.ORG']);
  expect(cache.tickets[0]).toMatchObject({ keyType: 18, endTime: 3_000_000_000, client: owner });
  expect(Buffer.from(cache.tickets[1]?.bytes ?? []).toString()).toBe('ticket');
  expect(Buffer.from(cache.tickets[1]?.key ?? [])).toEqual(Buffer.alloc(32, 7));
});

describe('what is no cache', () => {
  test('is refused by its version', () => {
    expect(() => parseCredentialCache(Buffer.from([5, 3, 0, 0]))).toThrow(/version 4/);
  });

  test('is refused wherever it is cut, but behind a ticket', () => {
    const ends = new Set([0, 1, 2, 3].map((count) => cacheBytes(owner, tickets.slice(0, count)).length));
    for (let length = 0; length <= whole.length; length++) {
      const parse = () => parseCredentialCache(whole.subarray(0, length));
      if (ends.has(length)) parse();
      else expect(parse).toThrow(MechanismError);
    }
  });

  test('is refused whatever it is', () => {
    const head = whole.subarray(0, 16);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        try {
          parseCredentialCache(Buffer.concat([head, bytes]));
        } catch (error) {
          expect(error).toBeInstanceOf(MechanismError);
        }
      }),
    );
  });
});
