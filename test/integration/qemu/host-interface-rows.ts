import type { Connection } from '../../../src/client/connection.ts';
import type { Interface } from '../../../src/client/interface.ts';
import { InterfaceXMLFlags } from '../../../src/generated/api-enums.ts';
import { deed, row } from '../client/comparison.ts';
import { interfaceLists, ofInterface } from '../client/interface-rows.ts';
import type { Row } from '../oracle/row.ts';

/** Interfaces that the host is given: a pair that is up at one end, under a bridge. */
export const hostInterface = {
  bridge: 'bridge0',
  port: 'port0',
  peer: 'peer0',
  mac: '52:54:00:00:0a:01',
  commands: [
    'ip link add port0 address 52:54:00:00:0a:01 type veth peer name peer0',
    'ip link add bridge0 type bridge',
    'ip link set port0 master bridge0',
    'ip addr add 192.168.90.1/24 dev bridge0',
    'ip link set bridge0 up',
  ],
} as const;

/** Of each interface there is, what the method tells. */
const ofEach = (python: string, call: (iface: Interface) => Promise<unknown>): Row<Connection> =>
  row(`{each.name(): ${python} for each in connection.listAllInterfaces()}`, async (connection) => {
    const told: Record<string, unknown> = {};
    for (const iface of await connection.listAllInterfaces()) told[iface.name] = await call(iface);
    return told;
  });

/** The interfaces of the host. */
export const hostInterfaceRows: readonly Row<Connection>[] = [
  ...interfaceLists,
  ofEach('each.XMLDesc()', (iface) => iface.getXMLDesc()),
  ofEach('each.MACString()', async (iface) => iface.mac),
  ofEach('bool(each.isActive())', (iface) => iface.isActive()),
  row('True', async (connection) =>
    (await connection.lookupInterfaceByName(hostInterface.bridge)).equals(
      await connection.lookupInterfaceByName(hostInterface.bridge),
    ),
  ),
  row(`connection.interfaceLookupByName('${hostInterface.bridge}')`, (connection) =>
    connection.lookupInterfaceByName(hostInterface.bridge),
  ),
];

const port = ofInterface(hostInterface.port);
const xml = "<interface type='ethernet' name='other0'/>";

/** What this driver leaves to the host. */
export const refusedInterfaceRows: readonly Row<Connection>[] = [
  row(`(port := connection.interfaceLookupByName('${hostInterface.port}'))`, (connection) =>
    connection.lookupInterfaceByName(hostInterface.port),
  ),
  row(`connection.interfaceLookupByMACString('${hostInterface.mac}')`, (connection) =>
    connection.lookupInterfaceByMACString(hostInterface.mac),
  ),
  row("connection.interfaceLookupByName('none')", (connection) => connection.lookupInterfaceByName('none')),
  row("connection.interfaceLookupByMACString('52:54:00:00:0a:99')", (connection) =>
    connection.lookupInterfaceByMACString('52:54:00:00:0a:99'),
  ),
  port('port.XMLDesc(libvirt.VIR_INTERFACE_XML_INACTIVE)', (iface) =>
    iface.getXMLDesc({ flags: InterfaceXMLFlags.INACTIVE }),
  ),
  port('(port.create(), None)[1]', (iface) => iface.create()),
  port('(port.destroy(), None)[1]', (iface) => iface.destroy()),
  port('(port.undefine(), None)[1]', (iface) => iface.undefine()),
  row(`connection.interfaceDefineXML("${xml}")`, (connection) => connection.interfaceDefineXML(xml)),
  deed('connection.changeBegin()', (connection) => connection.interfaceChangeBegin()),
  deed('connection.changeCommit()', (connection) => connection.interfaceChangeCommit()),
  deed('connection.changeRollback()', (connection) => connection.interfaceChangeRollback()),
];
