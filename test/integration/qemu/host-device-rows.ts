import type { Connection } from '../../../src/client/connection.ts';
import type { NodeDevice } from '../../../src/client/node-device.ts';
import { ConnectListAllNodeDeviceFlags, NodeDeviceUpdateFlags } from '../../../src/generated/api-enums.ts';
import { row } from '../client/comparison.ts';
import { ofDevice } from '../client/node-device-rows.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder } from '../oracle/rules.ts';

/** Of each device there is, what the method tells. */
const ofEach = (python: string, call: (device: NodeDevice) => Promise<unknown>): Row<Connection> =>
  row(`{each.name(): ${python} for each in connection.listAllDevices()}`, async (connection) => {
    const told: Record<string, unknown> = {};
    for (const device of await connection.listAllNodeDevices()) told[device.name] = await call(device);
    return told;
  });

/** Every device that the machine has, and what the network card of the host's own is. */
export const everyDeviceRows: readonly Row<Connection>[] = [
  ofEach('each.XMLDesc()', (device) => device.getXMLDesc()),
  ofEach('True', async (device) => device.equals(await device.connection.lookupDeviceByName(device.name))),
  ofEach('each.parent()', (device) => device.getParent()),
  ofEach('sorted(each.listCaps())', async (device) => [...(await device.listCaps())].sort()),
  ofEach('each.numOfCaps()', (device) => device.numOfCaps()),
  ofEach('bool(each.isActive())', (device) => device.isActive()),
  ofEach('bool(each.isPersistent())', (device) => device.isPersistent()),
  ofEach('bool(each.autostart())', (device) => device.getAutostart()),
  row("connection.listDevices('net')", (connection) => connection.listDevices({ cap: 'net' }), anyOrder),
  row("connection.numOfDevices('pci')", (connection) => connection.numOfDevices({ cap: 'pci' })),
  row(
    'connection.listAllDevices(libvirt.VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET | libvirt.VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE)',
    (connection) =>
      connection.listAllNodeDevices({
        flags: [ConnectListAllNodeDeviceFlags.CAP_NET, ConnectListAllNodeDeviceFlags.ACTIVE],
      }),
    anyOrder,
  ),
];

const mediated =
  "<device><name>mediated</name><parent>computer</parent><capability type='mdev'><type id='any'/></capability></device>";
const port =
  "<device><parent>computer</parent><capability type='scsi_host'><capability type='fc_host'/></capability></device>";
const computer = ofDevice('computer');

/** What cannot be done with devices that nobody made. */
export const refusedDeviceRows: readonly Row<Connection>[] = [
  row("(computer := connection.nodeDeviceLookupByName('computer'))", (connection) =>
    connection.lookupDeviceByName('computer'),
  ),
  computer('(computer.setAutostart(1), None)[1]', (device) => device.setAutostart(true)),
  computer('(computer.create(), None)[1]', (device) => device.create()),
  computer('(computer.destroy(), None)[1]', (device) => device.destroy()),
  computer('(computer.undefine(), None)[1]', (device) => device.undefine()),
  row(`connection.nodeDeviceDefineXML("${mediated}")`, (connection) => connection.deviceDefineXML(mediated)),
  row(`connection.nodeDeviceCreateXML("${mediated}")`, (connection) => connection.deviceCreateXML(mediated)),
  row(`connection.nodeDeviceCreateXML("${port}")`, (connection) => connection.deviceCreateXML(port)),
  row("connection.nodeDeviceLookupSCSIHostByWWN('2000000099999999', '1000000099999999')", (connection) =>
    connection.lookupDeviceSCSIHostByWWN('2000000099999999', '1000000099999999'),
  ),
  row("connection.nodeDeviceLookupByName('none')", (connection) => connection.lookupDeviceByName('none')),
];

const card =
  "<device><name>card</name><parent>computer</parent><capability type='net'><interface>lo</interface></capability></device>";
// Not as a child of the device itself: the daemon then waits for itself for ever.
const orphan = mediated.replace('computer', 'none');
const config = { flags: NodeDeviceUpdateFlags.CONFIG };

/** Changing one, since 10.1.0. */
export const deviceUpdateRows: readonly Row<Connection>[] = [
  row("(computer := connection.nodeDeviceLookupByName('computer'))", (connection) =>
    connection.lookupDeviceByName('computer'),
  ),
  computer(`(computer.update("${card}", 0), None)[1]`, (device) => device.update(card)),
  computer(`(computer.update("${orphan}", 2), None)[1]`, (device) => device.update(orphan, config)),
  computer("(computer.update('<device/>', 0), None)[1]", (device) => device.update('<device/>')),
];
