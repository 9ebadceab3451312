import type { Connection } from '../../../src/client/connection.ts';
import type { Interface } from '../../../src/client/interface.ts';
import { ConnectListAllInterfacesFlags } from '../../../src/generated/api-enums.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder, type Rule } from '../oracle/rules.ts';
import { deed, row } from './comparison.ts';

const eth2Xml =
  "<interface type='ethernet' name='eth2'><start mode='onboot'/><mac address='aa:bb:cc:dd:ee:02'/></interface>";

export const ofInterface =
  (name: string) =>
  (python: string, call: (iface: Interface) => unknown, rule?: Rule): Row<Connection> =>
    row(python, async (connection) => call(await connection.lookupInterfaceByName(name)), rule);
const eth1 = ofInterface('eth1');
const eth2 = ofInterface('eth2');

/** What there is, in every way that it can be asked for. */
export const interfaceLists: readonly Row<Connection>[] = [
  row('connection.numOfInterfaces()', (connection) => connection.numOfInterfaces()),
  row('connection.listInterfaces()', (connection) => connection.listInterfaces(), anyOrder),
  row('connection.numOfDefinedInterfaces()', (connection) => connection.numOfDefinedInterfaces()),
  row('connection.listDefinedInterfaces()', (connection) => connection.listDefinedInterfaces(), anyOrder),
  row('connection.listAllInterfaces()', (connection) => connection.listAllInterfaces(), anyOrder),
  row('connection.listAllInterfaces(libvirt.VIR_CONNECT_LIST_INTERFACES_INACTIVE)', (connection) =>
    connection.listAllInterfaces({ flags: ConnectListAllInterfacesFlags.INACTIVE }),
  ),
];

/** The life of interfaces under the test driver. */
export const interfaceRows: readonly Row<Connection>[] = [
  ...interfaceLists,
  row("(eth1 := connection.interfaceLookupByName('eth1'))", (connection) => connection.lookupInterfaceByName('eth1')),
  row("connection.interfaceLookupByMACString('aa:bb:cc:dd:ee:ff')", (connection) =>
    connection.lookupInterfaceByMACString('aa:bb:cc:dd:ee:ff'),
  ),
  eth1('eth1.XMLDesc()', (iface) => iface.getXMLDesc()),
  deed('connection.changeBegin()', (connection) => connection.interfaceChangeBegin()),
  row(`(eth2 := connection.interfaceDefineXML("${eth2Xml}"))`, (connection) => connection.interfaceDefineXML(eth2Xml)),
  ...interfaceLists,
  eth2('(eth2.create(), None)[1]', (iface) => iface.create()),
  eth2('bool(eth2.isActive())', (iface) => iface.isActive()),
  deed('connection.changeCommit()', (connection) => connection.interfaceChangeCommit()),
  eth2('(eth2.destroy(), None)[1]', (iface) => iface.destroy()),
  eth2('bool(eth2.isActive())', (iface) => iface.isActive()),
  deed('connection.changeBegin()', (connection) => connection.interfaceChangeBegin()),
  eth2('(eth2.undefine(), None)[1]', (iface) => iface.undefine()),
  ...interfaceLists,
  deed('connection.changeRollback()', (connection) => connection.interfaceChangeRollback()),
  row("connection.interfaceLookupByName('eth2')", (connection) => connection.lookupInterfaceByName('eth2')),
];
