import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { NWFilterDefineFlags } from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { compareOnDriver, driverUri } from './comparison.ts';
import { nwFilterRows } from './nwfilter-rows.ts';

describeWithLab('network filters, compared with Python,', (lab) => {
  test('live the same', () => compareOnDriver(lab, 'nwfilter', nwFilterRows(randomUUID())));

  test('say what is wrong', async () => {
    await using connection = await connect(driverUri(lab, 'nwfilter'));
    await expect(
      connection.nwFilterDefineXML("<filter name='x' chain='root'><nonsense/></filter>", {
        flags: NWFilterDefineFlags.VALIDATE,
      }),
    ).rejects.toMatchObject({ code: 'VIR_ERR_XML_INVALID_SCHEMA' });
    await expect(connection.lookupNWFilterByName('none')).rejects.toMatchObject({ code: 'VIR_ERR_NO_NWFILTER' });
    await expect(connection.lookupNWFilterBindingByPortDev('none')).rejects.toMatchObject({
      code: 'VIR_ERR_NO_NWFILTER_BINDING',
    });
    await expect(connection.nwFilterBindingCreateXML('<filterbinding/>')).rejects.toMatchObject({
      procedure: 'nwFilterBindingCreateXML',
    });
  });
});
