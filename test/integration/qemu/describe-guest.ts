import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { DomainState } from '../../../src/generated/api-enums.ts';
import type { LibvirtRelease } from '../../support/qemu-lab/debian-root.ts';
import { describeWithQemu } from '../../support/qemu-lab/describe-with-qemu.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { type QemuHost, startQemuHost } from '../../support/qemu-lab/qemu-host.ts';
import { askPython } from '../oracle/ask-python.ts';
import { comparable } from '../oracle/comparable.ts';
import { compareWithPython } from '../oracle/compare-with-python.ts';
import type { Row } from '../oracle/row.ts';
import { blockJobRows } from './block-job-rows.ts';
import { deviceRows, limitRows } from './device-rows.ts';
import { booted, images, makeDisks, pythonNames, webXml } from './guest.ts';
import { backupRows, savingRows, snapshotRows } from './history-rows.ts';
import { hostRows } from './host-rows.ts';
import { guestAgentRows, guestReadingRows } from './reading-rows.ts';

/** Where a root has to be made first. */
const setUpTime = 1_800_000;
const testTime = 120_000;

/** Everything that a guest under the release of libvirt is asked and does, asked by us and by Python. */
export async function describeGuest(release: LibvirtRelease): Promise<void> {
  await describeWithQemu(`a guest of QEMU under libvirt ${release}, asked by us and by Python`, [release], () => {
    let host: QemuHost;
    let connection: Connection;

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
      compareWithPython({ uri: host.uri, directory: images }, connection, [...pythonNames, ...rows]);

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
        const rows = [...pythonNames, ...limitRows];
        const expressions = rows.map(({ python }) => python);
        const theirs = await askPython(host.uri, images, expressions);
        const ours: unknown[] = [];
        for (const row of rows) {
          const refused = (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) });
          ours.push(await row.call(connection).then((value) => ({ value: comparable(value) }), refused));
        }
        expect(ours.map((answer, at) => [expressions[at], answer])).toEqual(
          theirs.map((answer, at) => [expressions[at], answer]),
        );
        expect(theirs.filter((answer) => 'value' in answer).length).toBeGreaterThan(8);
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
  });
}
