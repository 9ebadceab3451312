import { afterAll, beforeAll, test } from '@jest/globals';
import { DomainMigrateFlags } from '../../../src/generated/api-enums.ts';
import { describeWithQemu } from '../../support/qemu-lab/describe-with-qemu.ts';
import {
  goesOn,
  isGone,
  type MigrationPair,
  rover,
  startMigrationPair,
  stopMigrationPair,
  uriOf,
} from './migration-pair.ts';

/** Where a root has to be made first. */
const setUpTime = 1_800_000;
const testTime = 120_000;

const { LIVE, PEER2PEER } = DomainMigrateFlags;

for (const releases of [
  ['9.0.0', '11.3.0'],
  ['9.0.0', '12.8.0'],
  ['12.8.0', '12.8.0'],
] as const) {
  await describeWithQemu(`a guest on its way between libvirt ${releases.join(' and ')}`, releases, () => {
    let pair: MigrationPair;

    beforeAll(async () => {
      pair = await startMigrationPair(releases);
    }, setUpTime);

    afterAll(async () => {
      await stopMigrationPair(pair);
    });

    test(
      'moves through the client, there and back',
      async () => {
        const { first, second } = pair;
        const there = await (await rover(first)).migrate(second, {}, { flags: LIVE });
        await goesOn(there);
        await isGone(first);
        await goesOn(await there.migrate(first, {}, { flags: LIVE }));
        await isGone(second);
      },
      testTime,
    );

    test(
      'moves from daemon to daemon, there and back',
      async () => {
        const { first, second, hosts } = pair;
        await (await rover(first)).migrateToURI(uriOf(hosts[1]), {}, { flags: [LIVE, PEER2PEER] });
        await goesOn(await rover(second));
        await isGone(first);
        await (await rover(second)).migrateToURI(uriOf(hosts[0]), {}, { flags: [LIVE, PEER2PEER] });
        await goesOn(await rover(first));
        await isGone(second);
      },
      testTime,
    );
  });
}
