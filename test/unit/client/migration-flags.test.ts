import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { DomainMigrateFlags } from '../../../src/generated/api-enums.ts';
import { type MigrationScript, migrationWith } from './migration-with.ts';

const {
  CHANGE_PROTECTION,
  NON_SHARED_DISK,
  NON_SHARED_INC,
  NON_SHARED_SYNCHRONOUS_WRITES,
  OFFLINE,
  PARALLEL,
  PEER2PEER,
  TUNNELLED,
} = DomainMigrateFlags;

type Row = readonly [
  flags: readonly DomainMigrateFlags[],
  message: RegExp | string,
  lacking?: MigrationScript['lacking'],
];

const ofBoth: readonly Row[] = [
  [[NON_SHARED_DISK, NON_SHARED_INC], 'NON_SHARED_DISK and NON_SHARED_INC exclude each other'],
  [[NON_SHARED_SYNCHRONOUS_WRITES], 'NON_SHARED_SYNCHRONOUS_WRITES needs NON_SHARED_DISK or NON_SHARED_INC'],
  [[OFFLINE], /^OFFLINE: .* at the source /, { source: [12] }],
];

describe('a migration through the client refuses, and does not begin, with', () => {
  test.each<Row>([
    ...ofBoth,
    [[PEER2PEER], /: migrateToURI takes them$/],
    [[TUNNELLED], /: migrateToURI takes them$/],
    [[PEER2PEER, TUNNELLED], /: migrateToURI takes them$/],
    [[OFFLINE], /^OFFLINE: .* at the destination /, { destination: [12] }],
    [[CHANGE_PROTECTION], /^CHANGE_PROTECTION: .* at the source /, { source: [7] }],
  ])('the flags %j: %s', async (flags, message, lacking = {}) => {
    const { domain, destination, steps } = migrationWith({ lacking });
    const refused = await domain.migrate(destination, {}, { flags }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(UsageError);
    expect(refused).toMatchObject({ message: typeof message === 'string' ? message : expect.stringMatching(message) });
    expect(steps).toEqual([]);
  });
});

describe('a migration from daemon to daemon refuses, and does not begin, with', () => {
  const uri = 'qemu+tls://there/system';

  test.each<Row>([...ofBoth, [[TUNNELLED, PARALLEL], 'TUNNELLED and PARALLEL exclude each other']])(
    'the flags %j: %s',
    async (flags, message, lacking = {}) => {
      const { domain, steps } = migrationWith({ lacking });
      const refused = await domain.migrateToURI(uri, {}, { flags }).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(UsageError);
      expect(refused).toMatchObject({
        message: typeof message === 'string' ? message : expect.stringMatching(message),
      });
      expect(steps).toEqual([]);
    },
  );

  test.each(['qemu:///system', 'qemu+tcp://localhost/system', 'qemu+tls://localhost.localdomain:16514/system'])(
    'the URI of its own host %s',
    async (own) => {
      const { domain, steps } = migrationWith();
      const refused = await domain.migrateToURI(own).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(UsageError);
      expect(refused).toMatchObject({ message: expect.stringContaining(`${JSON.stringify(own)} names no other host`) });
      expect(steps).toEqual([]);
    },
  );

  test('what is no URI', async () => {
    const { domain, steps } = migrationWith();
    await expect(domain.migrateToURI('there')).rejects.toThrow(UsageError);
    expect(steps).toEqual([]);
  });
});

describe('a migration does not refuse', () => {
  test.each([
    [[NON_SHARED_DISK, NON_SHARED_SYNCHRONOUS_WRITES]],
    [[NON_SHARED_INC, NON_SHARED_SYNCHRONOUS_WRITES]],
    [[PARALLEL]],
  ])('the flags %j', async (flags) => {
    const { domain, destination, steps } = migrationWith();
    await domain.migrate(destination, {}, { flags });
    await domain.migrateToURI('qemu+tls://there/system', {}, { flags });
    expect(steps).toHaveLength(6);
  });

  test('TUNNELLED from daemon to daemon', async () => {
    const { domain, steps } = migrationWith();
    await domain.migrateToURI('qemu+tls://there/system', {}, { flags: TUNNELLED });
    expect(steps.map(({ flags }) => flags)).toEqual([BigInt(TUNNELLED | PEER2PEER)]);
  });
});
