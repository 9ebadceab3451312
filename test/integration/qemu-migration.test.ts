import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import type { Domain } from '../../src/client/domain.ts';
import {
  DomainGetJobStatsFlags,
  DomainJobType,
  DomainMigrateFlags,
  DomainState,
} from '../../src/generated/api-enums.ts';
import { describeWithQemu } from '../support/qemu-lab/describe-with-qemu.ts';
import { eventually } from '../support/qemu-lab/eventually.ts';
import { guestXml } from '../support/qemu-lab/guest-xml.ts';
import { linkHosts } from '../support/qemu-lab/link-hosts.ts';
import { daemonPort, type QemuHost, startQemuHost } from '../support/qemu-lab/qemu-host.ts';
import { booted } from './qemu/guest.ts';

/** Where a root has to be made first. */
const setUpTime = 1_800_000;
const testTime = 120_000;

const xml = guestXml({ name: 'rover', uuid: 'a1a1a1a1-0000-4000-8000-000000000009' });
const { LIVE, OFFLINE, PERSIST_DEST, PEER2PEER, UNDEFINE_SOURCE } = DomainMigrateFlags;

await describeWithQemu('a guest on its way between two hosts', ['9.0.0'], () => {
  let hosts: readonly [QemuHost, QemuHost];
  let first: Connection;
  let second: Connection;

  beforeAll(async () => {
    hosts = [await startQemuHost({ release: '9.0.0' }), await startQemuHost({ release: '9.0.0' })];
    await linkHosts(...hosts);
    [first, second] = [await connect(hosts[0].uri), await connect(hosts[1].uri)];
    await booted(await first.domainCreateXML(xml));
  }, setUpTime);

  afterAll(async () => {
    await Promise.all([first?.close(), second?.close()]);
    await Promise.all(hosts?.map((host) => host.stop()) ?? []);
  });

  const rover = (connection: Connection): Promise<Domain> => connection.lookupDomainByName('rover');
  const goesOn = async (domain: Domain): Promise<void> => {
    await expect(domain.getState()).resolves.toMatchObject({ state: DomainState.RUNNING });
    const pong = await domain.qemuAgentCommand('{"execute":"guest-ping"}');
    expect(JSON.parse(pong ?? '')).toEqual({ return: {} });
  };
  const isGone = (connection: Connection) =>
    expect(rover(connection)).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });

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

      const back = await there.migrate(first, {}, { flags: LIVE });
      await goesOn(back);
      await isGone(second);
    },
    testTime,
  );

  test(
    'tells meanwhile how far it is, and goes on where it was when it is aborted',
    async () => {
      const domain = await rover(first);
      // so slow that it is still under way when it is aborted
      await domain.migrateSetMaxSpeed(1);
      const controller = new AbortController();
      const migration = domain.migrate(second, {}, { flags: LIVE, signal: controller.signal });
      const end = expect(migration).rejects.toMatchObject({ name: 'AbortError', cause: 'enough' });
      await eventually('memory is under way', async () => {
        const { type, params } = await domain.getJobStats();
        return type !== DomainJobType.NONE && (params.memory_processed ?? 0n) > 0n;
      });
      controller.abort('enough');
      await end;
      await goesOn(domain);
      await isGone(second);
      await domain.migrateSetMaxSpeed(1000);
    },
    testTime,
  );

  test(
    'stays where it is when the destination refuses it',
    async () => {
      const domain = await rover(first);
      await second.domainDefineXML(xml.replace(/<uuid>.*<\/uuid>/, ''));
      await expect(domain.migrate(second, {}, { flags: LIVE })).rejects.toMatchObject({
        code: 'VIR_ERR_OPERATION_FAILED',
        procedure: 'domainMigratePrepare3Params',
      });
      await (await rover(second)).undefine();
      await goesOn(domain);
      // nothing is left of the attempt that would keep it from another
      await expect(domain.getJobInfo()).resolves.toMatchObject({ type: DomainJobType.NONE });
    },
    testTime,
  );

  test(
    'moves from daemon to daemon, there and back',
    async () => {
      const uriOf = ({ name }: QemuHost): string => `qemu+tcp://${name}:${daemonPort}/system`;
      await (await rover(first)).migrateToURI(uriOf(hosts[1]), {}, { flags: [LIVE, PEER2PEER] });
      await goesOn(await rover(second));
      await isGone(first);
      await (await rover(second)).migrateToURI(uriOf(hosts[0]), {}, { flags: LIVE });
      await goesOn(await rover(first));
      await isGone(second);
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

      const still = await first.domainDefineXML(xml);
      const moved = await still.migrate(second, {}, { flags: [OFFLINE, PERSIST_DEST, UNDEFINE_SOURCE] });
      await expect(moved.getState()).resolves.toMatchObject({ state: DomainState.SHUTOFF });
      await isGone(first);
      await moved.undefine();
    },
    testTime,
  );
});
