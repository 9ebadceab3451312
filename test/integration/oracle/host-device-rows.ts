import {
  interfaceChangeBegin,
  interfaceChangeCommit,
  interfaceChangeRollback,
  interfaceCreate,
  interfaceDefineXML,
  interfaceDestroy,
  interfaceGetXMLDesc,
  interfaceIsActive,
  interfaceLookupByMACString,
  interfaceLookupByName,
  interfaceUndefine,
  nodeDeviceCreateXML,
  nodeDeviceDestroy,
  nodeDeviceGetParent,
  nodeDeviceGetXMLDesc,
  nodeDeviceListCaps,
  nodeDeviceLookupByName,
  nodeDeviceNumOfCaps,
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';
import { eth1 } from './node-state.ts';
import { asks, does, type Row } from './row.ts';
import { anyOrder } from './rules.ts';

const iface = eth1;
const eth2 = { name: 'eth2', mac: 'aa:bb:cc:dd:ee:02' };
const eth2Xml = `<interface type='ethernet' name='eth2'><start mode='onboot'/><mac address='${eth2.mac}'/></interface>`;
const port = `<device><name>any</name><parent>scsi_host1</parent><capability type='scsi_host'>
<capability type='fc_host'><wwnn>2000000099999999</wwnn><wwpn>1000000099999999</wwpn></capability></capability></device>`;

/** Network interfaces and other devices of the host. */
export const hostDeviceRows: readonly Row<Session>[] = [
  asks(interfaceLookupByName, { name: 'eth1' }, "(eth1 := connection.interfaceLookupByName('eth1'))", (it) => it.iface),
  asks(
    interfaceLookupByMACString,
    { mac: eth1.mac },
    `connection.interfaceLookupByMACString('${eth1.mac}')`,
    (it) => it.iface,
  ),
  asks(interfaceGetXMLDesc, { iface, flags: 0 }, 'eth1.XMLDesc()', ({ xml }) => xml),
  does(interfaceChangeBegin, { flags: 0 }, 'connection.changeBegin()'),
  asks(
    interfaceDefineXML,
    { xml: eth2Xml, flags: 0 },
    `(eth2 := connection.interfaceDefineXML("${eth2Xml}"))`,
    (it) => it.iface,
  ),
  does(interfaceCreate, { iface: eth2, flags: 0 }, 'eth2.create()'),
  asks(interfaceIsActive, { iface: eth2 }, 'eth2.isActive()', ({ active }) => active),
  does(interfaceChangeCommit, { flags: 0 }, 'connection.changeCommit()'),
  does(interfaceDestroy, { iface: eth2, flags: 0 }, 'eth2.destroy()'),
  asks(interfaceIsActive, { iface: eth2 }, 'eth2.isActive()', ({ active }) => active),
  does(interfaceChangeBegin, { flags: 0 }, 'connection.changeBegin()'),
  does(interfaceUndefine, { iface: eth2 }, 'eth2.undefine()'),
  does(interfaceChangeRollback, { flags: 0 }, 'connection.changeRollback()'),
  asks(interfaceLookupByName, { name: 'eth2' }, "connection.interfaceLookupByName('eth2')", (it) => it.iface),

  asks(
    nodeDeviceLookupByName,
    { name: 'scsi_host11' },
    "(device := connection.nodeDeviceLookupByName('scsi_host11'))",
    ({ dev }) => dev,
  ),
  asks(nodeDeviceGetXMLDesc, { name: 'scsi_host11', flags: 0 }, 'device.XMLDesc()', ({ xml }) => xml),
  asks(nodeDeviceGetParent, { name: 'scsi_host11' }, 'device.parent()', ({ parentName }) => parentName),
  asks(nodeDeviceNumOfCaps, { name: 'scsi_host11' }, 'device.numOfCaps()', ({ num }) => num),
  asks(nodeDeviceListCaps, { name: 'scsi_host11', maxnames: 100 }, 'device.listCaps()', ({ names }) => names, anyOrder),
  asks(
    nodeDeviceCreateXML,
    { xml_desc: port, flags: 0 },
    `(made := connection.nodeDeviceCreateXML("""${port}"""))`,
    ({ dev }) => dev,
  ),
  asks(nodeDeviceGetXMLDesc, { name: 'scsi_host12', flags: 0 }, 'made.XMLDesc()', ({ xml }) => xml),
  does(nodeDeviceDestroy, { name: 'scsi_host12' }, 'made.destroy()'),
];
