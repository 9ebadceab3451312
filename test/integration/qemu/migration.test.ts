import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Connection } from '../../../src/client/connection.ts';
import {
  DomainCreateFlags,
  DomainGetJobStatsFlags,
  DomainJobType,
  DomainMigrateFlags,
  DomainMigrateMaxSpeedFlags,
  DomainPausedReason,
  DomainRunningReason,
  DomainState,
} from '../../../src/generated/api-enums.ts';
import { describeWithQemu } from '../../support/qemu-lab/describe-with-qemu.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { guestXml } from '../../support/qemu-lab/guest-xml.ts';
import {
  goesOn,
  isGone,
  type MigrationPair,
  rover,
  roverXml,
  startMigrationPair,
  stopMigrationPair,
  underWay,
  uriOf,
} from './migration-pair.ts';

/** Where a root has to be made first. */
const setUpTime = 1_800_000;
const testTime = 120_000;

const {
  ABORT_ON_ERROR,
  AUTO_CONVERGE,
  CHANGE_PROTECTION,
  LIVE,
  NON_SHARED_DISK,
  OFFLINE,
  PARALLEL,
  PEER2PEER,
  PERSIST_DEST,
  POSTCOPY,
  TUNNELLED,
  UNDEFINE_SOURCE,
} = DomainMigrateFlags;
const extensibleParameters = 13;

await describeWithQemu('a guest on its way between two hosts', ['9.0.0'], () => {
  let pair: MigrationPair;
  let first: Connection;
  let second: Connection;

  beforeAll(async () => {
    pair = await startMigrationPair(['9.0.0', '9.0.0']);
    ({ first, second } = pair);
  }, setUpTime);

  afterAll(async () => {
    await stopMigrationPair(pair);
  });

  test(
    'moves through the client there and back, and tells how it went',
    async () => {
      const there = await (await rover(first)).migrate(second, {}, { flags: LIVE });
      expect(there.connection).toBe(second);
      await goesOn(there);
      await isGone(first);
      const { type, params } = await there.getJobStats({ flags: DomainGetJobStatsFlags.COMPLETED });
      expect(type).toBe(DomainJobType.COMPLETED);
      expect(params.memory_processed).toBeGreaterThan(1_000_000n);

      const flags = [LIVE, ABORT_ON_ERROR, AUTO_CONVERGE, CHANGE_PROTECTION, PARALLEL];
      const back = await there.migrate(first, { 'parallel.connections': 2 }, { flags });
      await goesOn(back);
      await isGone(second);
    },
    testTime,
  );

  test(
    'moves by the calls of daemons without extensible parameters',
    async () => {
      const sessions = [first.session, second.session];
      for (const session of sessions) {
        const knows = session.supportsFeature.bind(session);
        jest
          .spyOn(session, 'supportsFeature')
          .mockImplementation(async (feature, options) => feature !== extensibleParameters && knows(feature, options));
      }
      const calls = sessions.map((session) => jest.spyOn(session, 'call'));
      const called = () =>
        calls.map(({ mock }) =>
          mock.calls.map(([{ name }]) => name).filter((name) => name.startsWith('domainMigrate')),
        );
      try {
        const there = await (await rover(first)).migrate(second, { bandwidth: 500, destination_name: 'wanderer' });
        expect(there.name).toBe('wanderer');
        expect(called()).toEqual([
          ['domainMigrateBegin3', 'domainMigratePerform3', 'domainMigrateConfirm3'],
          ['domainMigratePrepare3', 'domainMigrateFinish3'],
        ]);
        await goesOn(there);
        await isGone(first);

        await expect(there.migrate(second, {}, { flags: LIVE })).rejects.toMatchObject({
          message: expect.stringContaining('to the same host'),
          procedure: 'domainMigratePrepare3',
        });
        await goesOn(there);

        await there.migrateToURI(uriOf(pair.hosts[0]), { destination_name: 'rover' }, { flags: LIVE });
        expect(called()[1]).toContain('domainMigratePerform3');
        await goesOn(await rover(first));
        await expect(second.listAllDomains()).resolves.toEqual([]);
      } finally {
        jest.restoreAllMocks();
      }
    },
    testTime,
  );

  test(
    'tells meanwhile how far it is, and goes on where it was when it is aborted',
    async () => {
      const domain = await rover(first);
      // so slow that it is still under way when it is aborted
      const slowly = { bandwidth: 1 };
      for (const migrate of [
        (signal: AbortSignal) => domain.migrate(second, slowly, { flags: LIVE, signal }),
        (signal: AbortSignal) => domain.migrateToURI(uriOf(pair.hosts[1]), slowly, { flags: LIVE, signal }),
      ]) {
        const controller = new AbortController();
        const end = expect(migrate(controller.signal)).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
        await underWay(domain);
        controller.abort('enough');
        await end;
        await goesOn(domain);
        await isGone(second);
      }
    },
    testTime,
  );

  test(
    'moves from daemon to daemon, there and back through a tunnel',
    async () => {
      await (await rover(first)).migrateToURI(uriOf(pair.hosts[1]), {}, { flags: [LIVE, PEER2PEER] });
      await goesOn(await rover(second));
      await isGone(first);
      await (await rover(second)).migrateToURI(uriOf(pair.hosts[0]), {}, { flags: [LIVE, TUNNELLED] });
      await goesOn(await rover(first));
      await isGone(second);
    },
    testTime,
  );

  test(
    'runs at the destination before its memory is there, when it is told to',
    async () => {
      const domain = await rover(first);
      const slowly = { bandwidth: 1, 'bandwidth.postcopy': 1 };
      const moved = domain.migrate(second, slowly, { flags: [LIVE, POSTCOPY] }).then(
        (there) => there,
        (error: unknown) => error,
      );
      await underWay(domain);
      await domain.migrateStartPostCopy();
      await eventually('it runs at the destination', async () => {
        const { state, reason } = await (await rover(second)).getState();
        return state === DomainState.RUNNING && reason === DomainRunningReason.POSTCOPY;
      });
      await expect(domain.getState()).resolves.toEqual({
        state: DomainState.PAUSED,
        reason: DomainPausedReason.POSTCOPY,
      });
      await domain.migrateSetMaxSpeed(1000, { flags: DomainMigrateMaxSpeedFlags.POSTCOPY });
      await expect(moved).resolves.toMatchObject({ name: 'rover', connection: second });
      const there = await rover(second);
      await goesOn(there);
      await isGone(first);
      await there.migrate(first, {}, { flags: LIVE });
    },
    testTime,
  );

  test(
    'takes its disk along',
    async () => {
      const path = '/var/lib/libvirt/images/cargo.img';
      for (const host of pair.hosts) await host.exec('truncate', '--size=4M', path);
      await pair.hosts[0].exec('sh', '-c', `printf freight | dd of=${path} bs=1M seek=1 conv=notrunc status=none`);
      const disk = `<disk type='file' device='disk'>
        <driver name='qemu' type='raw'/><source file='${path}'/><target dev='vda' bus='virtio'/>
      </disk>`;
      const cargo = guestXml({ name: 'cargo', uuid: 'a1a1a1a1-0000-4000-8000-00000000000a', devices: disk });
      const here = await first.domainCreateXML(cargo, { flags: DomainCreateFlags.START_PAUSED });
      await expect(here.migrate(second)).rejects.toMatchObject({ code: 'VIR_ERR_MIGRATE_UNSAFE' });

      const there = await here.migrate(second, { migrate_disks: ['vda'] }, { flags: NON_SHARED_DISK });
      await expect(there.blockPeek('vda', 1024 * 1024, 7)).resolves.toEqual(Uint8Array.from(Buffer.from('freight')));
      await expect(here.getState()).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });

      await pair.hosts[0].exec('truncate', '--size=0', path);
      await pair.hosts[0].exec('truncate', '--size=4M', path);
      await there.migrateToURI(uriOf(pair.hosts[0]), {}, { flags: NON_SHARED_DISK });
      await expect(here.blockPeek('vda', 1024 * 1024, 7)).resolves.toEqual(Uint8Array.from(Buffer.from('freight')));
      await here.destroy();
    },
    testTime,
  );

  test(
    'moves paused as it is, and moves when it does not run',
    async () => {
      const domain = await rover(first);
      await domain.suspend();
      const there = await domain.migrate(second, {}, { flags: LIVE });
      await expect(there.getState()).resolves.toMatchObject({ state: DomainState.PAUSED });
      await there.destroy();

      const still = await first.domainDefineXML(roverXml);
      await expect(still.migrate(second, {}, { flags: OFFLINE })).rejects.toMatchObject({
        code: 'VIR_ERR_OPERATION_INVALID',
        message: expect.stringContaining('persistent flag'),
      });
      const moved = await still.migrate(second, {}, { flags: [OFFLINE, PERSIST_DEST, UNDEFINE_SOURCE] });
      await expect(moved.getState()).resolves.toMatchObject({ state: DomainState.SHUTOFF });
      await isGone(first);
      await moved.migrateToURI(uriOf(pair.hosts[0]), {}, { flags: [OFFLINE, PERSIST_DEST, UNDEFINE_SOURCE] });
      await isGone(second);
      await (await rover(first)).undefine();
    },
    testTime,
  );
});
