import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { DomainStreams } from '../../../src/client/domain/domain-streams.ts';
import { Domain } from '../../../src/client/domain.ts';
import { DomainCheckpoint } from '../../../src/client/domain-checkpoint.ts';
import { DomainSnapshot } from '../../../src/client/domain-snapshot.ts';
import { DomainState } from '../../../src/generated/api-enums.ts';
import {
  qemuConnectDomainMonitorEventDeregister,
  qemuConnectDomainMonitorEventRegister,
} from '../../../src/generated/qemu-procedures.ts';
import type { LibvirtRelease } from '../../support/qemu-lab/debian-root.ts';
import { describeWithQemu } from '../../support/qemu-lab/describe-with-qemu.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { type QemuHost, startQemuHost } from '../../support/qemu-lab/qemu-host.ts';
import { compareAnswers, compareWithPython } from '../oracle/compare-with-python.ts';
import type { Row } from '../oracle/row.ts';
import { blockJobRows } from './block-job-rows.ts';
import { deviceRows, limitRows } from './device-rows.ts';
import { booted, makeDisks, pythonNames, webXml } from './guest.ts';
import { guestInsideRows } from './guest-inside-rows.ts';
import { guestSettingRows } from './guest-setting-rows.ts';
import { backupRows, savingRows, snapshotRows } from './history-rows.ts';
import { placeOn } from './host-place.ts';
import { hostRows } from './host-rows.ts';
import { newerDomainRows } from './newer-rows.ts';
import { qemuProgramRows } from './program-rows.ts';
import { guestAgentRows, guestReadingRows } from './reading-rows.ts';
import { spareDomainRows } from './spare-domain-rows.ts';
import { watchMethods } from './watch-methods.ts';

/** Where a root has to be made first. */
const setUpTime = 1_800_000;
const testTime = 120_000;

/** These have a suite of their own. */
const elsewhere = /^Domain\.(migrate|migrateToURI)$/;

/** Everything that a guest under the release of libvirt is asked and does, asked by us and by Python. */
export async function describeGuest(release: LibvirtRelease): Promise<void> {
  await describeWithQemu(`a guest of QEMU under libvirt ${release}, asked by us and by Python`, [release], () => {
    let host: QemuHost;
    let connection: Connection;
    const uncalled = watchMethods([Domain, DomainSnapshot, DomainCheckpoint], [DomainStreams]);

    beforeAll(async () => {
      host = await startQemuHost({ release });
      connection = await connect(host.uri);
      await makeDisks(host);
      const web = await connection.domainDefineXML(webXml);
      await web.create();
      await booted(web);
    }, setUpTime);

    afterAll(async () => {
      await connection?.close();
      await host?.stop();
    });

    const compare = (rows: readonly Row<Connection>[]): Promise<void> =>
      compareWithPython(placeOn(host, 'qemu'), connection, [...pythonNames, ...rows]);

    test.each([
      ['the host tells', hostRows],
      ['the running guest tells', guestReadingRows],
      ['its agent tells', guestAgentRows],
      ['its devices and settings do', deviceRows],
      ['its snapshots do', snapshotRows],
      ['its memory kept in files does', savingRows],
      ['its checkpoints and backups do', backupRows],
      ['jobs on its disk do', blockJobRows],
    ] as const)('%s the same', (_, rows) => compare(rows), testTime);

    test(
      'the limits that its machine has for it, or has not, are the same',
      async () => {
        const answers = await compareAnswers(placeOn(host, 'qemu'), connection, [...pythonNames, ...limitRows]);
        expect(answers.filter((answer) => 'value' in answer).length).toBeGreaterThan(8);
      },
      testTime,
    );

    test(
      "QEMU's own program, and what came after 9.0.0, ends the same",
      async () => {
        const rows = [...pythonNames, ...qemuProgramRows, ...newerDomainRows(release)];
        const answers = await compareAnswers(placeOn(host, 'qemu'), connection, rows);
        expect(answers.filter((answer) => 'value' in answer).length).toBeGreaterThan(6);
      },
      testTime,
    );

    test.each([
      ['the rest of what can be set and asked of it', guestSettingRows, 30],
      ['what its agent does in it', guestInsideRows, 5],
      ['a domain that never runs', spareDomainRows, 25],
    ] as const)(
      '%s: the same',
      async (_, rows, least) => {
        const answers = await compareAnswers(placeOn(host, 'qemu'), connection, [...pythonNames, ...rows]);
        expect(answers.filter((answer) => 'value' in answer).length).toBeGreaterThanOrEqual(least);
      },
      testTime,
    );

    test(
      "events of QEMU's monitor are registered for, and no more",
      async () => {
        const { session } = connection;
        const args = { dom: null, event: 'RESUME', flags: 0 };
        const registration = await session.call(qemuConnectDomainMonitorEventRegister, args);
        await session.call(qemuConnectDomainMonitorEventDeregister, registration);
        await expect(session.call(qemuConnectDomainMonitorEventDeregister, registration)).rejects.toMatchObject({
          procedure: 'qemuConnectDomainMonitorEventDeregister',
        });
      },
      testTime,
    );

    test(
      'it shuts down and is forgotten',
      async () => {
        const web = await connection.lookupDomainByName('web');
        await web.shutdown();
        await eventually('the guest is off', async () => !(await web.isActive()));
        await expect(web.getState()).resolves.toMatchObject({ state: DomainState.SHUTOFF });
        await web.undefine();
        await expect(web.getState()).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
      },
      testTime,
    );

    test('no method is left out', () => {
      const had = new Set(newerDomainRows(release).map(({ name }) => name));
      const lacking = new Set(newerDomainRows().flatMap(({ name }) => (had.has(name) ? [] : [name])));
      expect(uncalled().filter((method) => !elsewhere.test(method) && !lacking.has(method))).toEqual([]);
    });
  });
}
