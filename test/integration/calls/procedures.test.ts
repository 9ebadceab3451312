import { expect, jest, test } from '@jest/globals';
import { openSession } from '../../../src/session/open-session.ts';
import { describeWithLab } from '../../support/lab.ts';
import { compareWithPython } from '../oracle/compare-with-python.ts';
import { connectionRows } from '../oracle/connection-rows.ts';
import { domainHistoryRows } from '../oracle/domain-history-rows.ts';
import { domainLifeRows } from '../oracle/domain-life-rows.ts';
import { domainReadingRows } from '../oracle/domain-reading-rows.ts';
import { domainWritingRows } from '../oracle/domain-writing-rows.ts';
import { hostDeviceRows } from '../oracle/host-device-rows.ts';
import { networkRows } from '../oracle/network-rows.ts';
import { storageRows } from '../oracle/storage-rows.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

describeWithLab('procedures, called by us and by Python', (lab) => {
  test.each(['unix', 'tcp'] as const)('give the same results over %s', async (transport) => {
    await withNodeFile(lab, transport, async (place) => {
      const rows = [
        ...connectionRows,
        ...domainReadingRows,
        ...domainWritingRows(place.directory),
        ...domainHistoryRows,
        ...domainLifeRows(place.directory),
        ...networkRows,
        ...storageRows,
        ...hostDeviceRows,
        ...connectionRows,
      ];
      await using session = await openSession(place.uri);
      await compareWithPython(place, session, rows);
      expect(new Set(rows.map(({ name }) => name)).size).toBeGreaterThanOrEqual(200);
    });
  });
});
