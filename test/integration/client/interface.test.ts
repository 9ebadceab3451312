import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithLab } from '../../support/lab.ts';
import { compareOnTestDriver } from './comparison.ts';
import { interfaceRows } from './interface-rows.ts';

describeWithLab('interfaces, compared with Python,', (lab) => {
  test('live the same with the test driver', () => compareOnTestDriver(lab, interfaceRows));

  test('change only between a beginning and an end', async () => {
    await using connection = await connect(lab.unixUri);
    await expect(connection.interfaceChangeCommit()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
    await expect(connection.interfaceChangeRollback()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
    await expect(connection.lookupInterfaceByName('none')).rejects.toMatchObject({ code: 'VIR_ERR_NO_INTERFACE' });
  });
});
