import { jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithLab } from '../../support/lab.ts';
import { clientRows } from '../oracle/client-rows.ts';
import { compareWithPython } from '../oracle/compare-with-python.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

describeWithLab('the client and Python', (lab) => {
  test.each(['unix', 'tcp'] as const)('get the same from every method over %s', async (transport) => {
    await withNodeFile(lab, transport, async (place) => {
      await using connection = await connect(place.uri);
      await compareWithPython(place, connection, clientRows);
    });
  });
});
