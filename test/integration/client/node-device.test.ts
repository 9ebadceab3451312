import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithLab } from '../../support/lab.ts';
import { compareOnDriver, compareOnTestDriver, driverUri } from './comparison.ts';
import { hostDeviceRows, nodeDeviceRows } from './node-device-rows.ts';

describeWithLab('node devices, compared with Python,', (lab) => {
  test('are the same with the test driver', () => compareOnTestDriver(lab, nodeDeviceRows));

  test('are the same on the real host', () => compareOnDriver(lab, 'nodedev', hostDeviceRows));

  test('are refused what only other devices can do', async () => {
    await using connection = await connect(driverUri(lab, 'nodedev'));
    const computer = await connection.lookupDeviceByName('computer');
    await expect(computer.undefine()).rejects.toMatchObject({ procedure: 'nodeDeviceUndefine' });
    await expect(computer.setAutostart(true)).rejects.toMatchObject({ procedure: 'nodeDeviceSetAutostart' });
    await expect(computer.update('<device/>')).rejects.toMatchObject({ since: '10.1.0', daemonVersion: '9.0.0' });
    await expect(connection.deviceDefineXML('<device/>')).rejects.toMatchObject({ procedure: 'nodeDeviceDefineXML' });
    await expect(connection.lookupDeviceSCSIHostByWWN('2000000099999999', '1000000099999999')).rejects.toMatchObject({
      procedure: 'nodeDeviceLookupSCSIHostByWWN',
    });
  });

  test('leave the host by the call that the driver asks for', async () => {
    await using connection = await connect(driverUri(lab, 'qemu'));
    const computer = await connection.lookupDeviceByName('computer');
    await expect(computer.detach()).rejects.toMatchObject({ procedure: 'nodeDeviceDettach' });
    await expect(computer.detach({ driverName: 'vfio' })).rejects.toMatchObject({ procedure: 'nodeDeviceDetachFlags' });
    await expect(computer.reAttach()).rejects.toMatchObject({ procedure: 'nodeDeviceReAttach' });
    await expect(computer.reset()).rejects.toMatchObject({ procedure: 'nodeDeviceReset' });
  });
});
