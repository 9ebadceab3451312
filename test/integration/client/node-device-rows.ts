import type { Connection } from '../../../src/client/connection.ts';
import type { NodeDevice } from '../../../src/client/node-device.ts';
import { ConnectListAllNodeDeviceFlags } from '../../../src/generated/api-enums.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder, type Rule } from '../oracle/rules.ts';
import { row } from './comparison.ts';

const port = `<device><name>any</name><parent>scsi_host1</parent><capability type='scsi_host'>
<capability type='fc_host'><wwnn>2000000099999999</wwnn><wwpn>1000000099999999</wwpn></capability></capability></device>`;

export const ofDevice =
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

/** The life of devices under the test driver. */
export const nodeDeviceRows: readonly Row<Connection>[] = [
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
];

/** The devices of a real host. */
export const hostDeviceRows: readonly Row<Connection>[] = [
  ...lists,
  ofDevice('computer')("(computer := connection.nodeDeviceLookupByName('computer')).XMLDesc()", (device) =>
    device.getXMLDesc(),
  ),
  ofDevice('computer')('computer.listCaps()', (device) => device.listCaps()),
  ofDevice('computer')('bool(computer.isActive())', (device) => device.isActive()),
  ofDevice('computer')('bool(computer.isPersistent())', (device) => device.isPersistent()),
  ofDevice('computer')('bool(computer.autostart())', (device) => device.getAutostart()),
];
