import { beforeAll, expect, test } from '@jest/globals';
import type { Connection } from '../../../src/client/connection.ts';
import { openSession } from '../../../src/session/open-session.ts';
import type { LibvirtRelease } from '../../support/qemu-lab/debian-root.ts';
import type { QemuHost } from '../../support/qemu-lab/qemu-host.ts';
import { hostRows, memoryRows } from '../client/connection-rows.ts';
import { historyRows, keepingRows } from '../client/domain-history-rows.ts';
import { readingRows, refusedReadingRows } from '../client/domain-reading-rows.ts';
import { refusedWritingRows } from '../client/domain-refused-rows.ts';
import { writingRows } from '../client/domain-writing-rows.ts';
import { interfaceRows } from '../client/interface-rows.ts';
import { networkRows } from '../client/network-rows.ts';
import { nodeDeviceRows } from '../client/node-device-rows.ts';
import { storageRows } from '../client/storage-rows.ts';
import { clientRows } from '../oracle/client-rows.ts';
import { compareWithPython, type Place } from '../oracle/compare-with-python.ts';
import { connectionRows } from '../oracle/connection-rows.ts';
import { domainHistoryRows } from '../oracle/domain-history-rows.ts';
import { domainLifeRows } from '../oracle/domain-life-rows.ts';
import { domainReadingRows } from '../oracle/domain-reading-rows.ts';
import { domainWritingRows } from '../oracle/domain-writing-rows.ts';
import { hostDeviceRows } from '../oracle/host-device-rows.ts';
import { networkRows as networkProcedureRows } from '../oracle/network-rows.ts';
import { nodeXml } from '../oracle/node-state.ts';
import type { Row } from '../oracle/row.ts';
import { storageRows as storageProcedureRows } from '../oracle/storage-rows.ts';
import { images } from './guest.ts';
import { compareAnswersOnHost, compareOnHost, placeOn } from './host-place.ts';
import { newerDomainRows } from './newer-rows.ts';

/** The one thing that differs by nature: Python gets there from within. */
const tellsNoUri = ({ python }: Row<Connection>): boolean => python !== 'connection.getURI()';

const nodeFile = '/node.xml';

/** The test driver of the release: everything that the one of 9.0.0 is asked, asked by us and by Python. */
export function describeTestDriver(release: LibvirtRelease, host: () => QemuHost): void {
  let place: Place;
  beforeAll(async () => {
    await host().exec('mkdir', '-p', images);
    await host().write(nodeFile, nodeXml);
    place = placeOn(host(), 'test', nodeFile);
  });

  test.each<readonly [string, readonly Row<Connection>[]]>([
    ['connections', hostRows],
    ['domains tell', readingRows],
    ['domains change', [...readingRows, ...writingRows(images), ...historyRows, ...keepingRows(images)]],
    ['every plain method', clientRows],
    ['interfaces', interfaceRows],
    ['networks', networkRows],
    ['node devices', nodeDeviceRows],
    ['storage', storageRows],
  ])('%s: the same', (_, rows) => compareOnHost(place, rows.filter(tellsNoUri)));

  test('memory of the host that is there by default: the same', () =>
    compareOnHost(placeOn(host(), 'test', '/default'), memoryRows));

  test('what 9.0.0 refuses, and what is newer, has the same end', async () => {
    const rows = [...refusedReadingRows, ...refusedWritingRows, ...newerDomainRows(release)];
    const answers = await compareAnswersOnHost(place, rows);
    expect(answers.filter((answer) => 'error' in answer).length).toBeGreaterThan(rows.length / 2);
  });

  test('procedures give the same results', async () => {
    await using session = await openSession(place.uri);
    await compareWithPython(place, session, [
      ...connectionRows,
      ...domainReadingRows,
      ...domainWritingRows(images),
      ...domainHistoryRows,
      ...domainLifeRows(images),
      ...networkProcedureRows,
      ...storageProcedureRows,
      ...hostDeviceRows,
      ...connectionRows,
    ]);
  });
}
