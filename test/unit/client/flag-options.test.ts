import { describe, expect, test } from '@jest/globals';
import { expectTypeOf } from 'expect-type';
import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { type FlagOptions, flagBits, givenFlags } from '../../../src/client/flag-options.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { ConnectListAllDomainsFlags, DomainCreateFlags, DomainXMLFlags } from '../../../src/generated/api-enums.ts';

describe('flags', () => {
  test.each<readonly [FlagOptions<number>, number]>([
    [{ flags: 4 }, 4],
    [{ flags: 0 }, 0],
    [{ flags: [] }, 0],
    [{ flags: [1, 4] }, 5],
    [{ flags: [1, 1, 3] }, 3],
    [{ flags: 0x80000000 }, 0x80000000],
    [{ flags: [0x80000000, 1] }, 0x80000001],
    [{ rawFlags: 0xffffffff }, 0xffffffff],
    [{ flags: [1], rawFlags: 0x40000000 }, 0x40000001],
    [{ flags: undefined, rawFlags: 0 }, 0],
    [{ flags: [DomainXMLFlags.SECURE, DomainXMLFlags.INACTIVE] }, 3],
  ])('%j are given', (options, bits) => {
    expect(givenFlags(options)).toBe(bits);
    expect(flagBits(options)).toBe(bits);
  });

  test.each<FlagOptions<number>>([{}, { flags: undefined }, { flags: undefined, rawFlags: undefined }])(
    '%j are none given',
    (options) => {
      expect(givenFlags(options)).toBeUndefined();
      expect(flagBits(options)).toBe(0);
    },
  );

  test.each([-1, 0.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY])('%d are no flags', (wrong) => {
    for (const options of [{ flags: wrong }, { flags: [1, wrong] }, { rawFlags: wrong }]) {
      expect(() => givenFlags(options)).toThrow(UsageError);
      expect(() => flagBits(options)).toThrow(`${wrong} is no set of 32 bits`);
    }
  });
});

test("another enum's flag does not compile", () => {
  expectTypeOf((connection: Connection, domain: Domain) => [
    connection.listAllDomains({ flags: ConnectListAllDomainsFlags.ACTIVE }),
    connection.listAllDomains({ flags: [ConnectListAllDomainsFlags.ACTIVE, ConnectListAllDomainsFlags.PERSISTENT] }),
    connection.listAllDomains({ rawFlags: 1 << 20 }),
    // @ts-expect-error
    connection.listAllDomains({ flags: DomainXMLFlags.SECURE }),
    // @ts-expect-error
    connection.listAllDomains({ flags: [ConnectListAllDomainsFlags.ACTIVE, DomainXMLFlags.SECURE] }),
    // @ts-expect-error a number has no family
    connection.listAllDomains({ flags: 1 }),
    // @ts-expect-error flags do not add up to a flag
    connection.listAllDomains({ flags: ConnectListAllDomainsFlags.ACTIVE | ConnectListAllDomainsFlags.PERSISTENT }),
    domain.create({ flags: DomainCreateFlags.START_PAUSED }),
    // @ts-expect-error
    domain.create({ flags: DomainXMLFlags.SECURE }),
    // @ts-expect-error a call that has no flags takes none
    domain.suspend({ flags: [] }),
  ]).toBeFunction();
});
