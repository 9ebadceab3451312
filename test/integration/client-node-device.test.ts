import { expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import type { NodeDevice } from '../../src/client/node-device.ts';
import { ConnectListAllNodeDeviceFlags } from '../../src/generated/api-enums.ts';
import { describeWithLab } from '../support/lab.ts';
import { compareOnDriver, compareOnTestDriver, driverUri, row } from './client-comparison.ts';
import type { Row } from './oracle/row.ts';
import { anyOrder, type Rule } from './oracle/rules.ts';

const port = `<device><name>any</name><parent>scsi_host1</parent><capability type='scsi_host'>
<capability type='fc_host'><wwnn>2000000099999999</wwnn><wwpn>1000000099999999</wwpn></capability></capability></device>`;

const ofDevice =
  (name: string) =>
  (python: string, call: (device: NodeDevice) => unknown, rule?: Rule): Row<Connection> =>
    row(python, async (connection) => call(await connection.lookupDeviceByName(name)), rule);
const host = ofDevice('scsi_host11');
const made = ofDevice('scsi_host12');

const lists: readonly Row<Connection>[] = [
  row('connection.numOfDevices(None)', (connection) => connection.numOfDevices()),
  row('connection.listDevices(None)', (connection) => connection.listDevices(), anyOrder),
  row('connection.listAllDevices()', (connection) => connection.listAllNodeDevices(), anyOrder),
];

describeWithLab('node devices, compared with Python,', (lab) => {
  test('are the same with the test driver', () =>
    compareOnTestDriver(lab, [
      ...lists,
      row("connection.numOfDevices('scsi_host')", (connection) => connection.numOfDevices({ cap: 'scsi_host' })),
      row("connection.listDevices('system')", (connection) => connection.listDevices({ cap: 'system' }), anyOrder),
      row('connection.listAllDevices(libvirt.VIR_CONNECT_LIST_NODE_DEVICES_CAP_SYSTEM)', (connection) =>
        connection.listAllNodeDevices({ flags: ConnectListAllNodeDeviceFlags.CAP_SYSTEM }),
      ),
      row("(device := connection.nodeDeviceLookupByName('scsi_host11'))", (connection) =>
        connection.lookupDeviceByName('scsi_host11'),
      ),
      host('device.XMLDesc()', (device) => device.getXMLDesc()),
      host('device.parent()', (device) => device.getParent()),
      ofDevice('computer')("connection.nodeDeviceLookupByName('computer').parent()", (device) => device.getParent()),
      host('device.numOfCaps()', (device) => device.numOfCaps()),
      host('device.listCaps()', (device) => device.listCaps(), anyOrder),
      row(`(made := connection.nodeDeviceCreateXML("""${port}"""))`, (connection) => connection.deviceCreateXML(port)),
      made('made.XMLDesc()', (device) => device.getXMLDesc()),
      ...lists,
      made('(made.destroy(), None)[1]', (device) => device.destroy()),
      ...lists,
    ]));

  test('are the same on the real host', () =>
    compareOnDriver(lab, 'nodedev', [
      ...lists,
      ofDevice('computer')("(computer := connection.nodeDeviceLookupByName('computer')).XMLDesc()", (device) =>
        device.getXMLDesc(),
      ),
      ofDevice('computer')('computer.listCaps()', (device) => device.listCaps()),
      ofDevice('computer')('bool(computer.isActive())', (device) => device.isActive()),
      ofDevice('computer')('bool(computer.isPersistent())', (device) => device.isPersistent()),
      ofDevice('computer')('bool(computer.autostart())', (device) => device.getAutostart()),
    ]));

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
