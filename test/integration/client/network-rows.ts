import type { Connection } from '../../../src/client/connection.ts';
import type { Network } from '../../../src/client/network.ts';
import type { NetworkPort } from '../../../src/client/network-port.ts';
import {
  ConnectListAllNetworksFlags,
  NetworkCreateFlags,
  NetworkUpdateCommand,
  NetworkUpdateFlags,
  NetworkUpdateSection,
  NetworkXMLFlags,
} from '../../../src/generated/api-enums.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder, type Rule } from '../oracle/rules.ts';
import { deed, row } from './comparison.ts';

export const uuidOf = (number: number): string => `b1b1b1b1-0000-4000-8000-00000000001${number}`;
export const xmlOf = (name: string, number: number): string =>
  `<network><name>${name}</name><uuid>${uuidOf(number)}</uuid><bridge name='virbr6${number}'/></network>`;
const host = "<host mac='52:54:00:00:00:09' name='mail' ip='192.168.5.20'/>";

export const ofNetwork =
  (name: string) =>
  (python: string, call: (network: Network) => unknown, rule?: Rule): Row<Connection> =>
    row(python, async (connection) => call(await connection.lookupNetworkByName(name)), rule);
const blue = ofNetwork('blue');
const grey = ofNetwork('grey');

/** What there is, in every way that it can be asked for. */
export const networkLists: readonly Row<Connection>[] = [
  row('connection.numOfNetworks()', (connection) => connection.numOfNetworks()),
  row('connection.listNetworks()', (connection) => connection.listNetworks(), anyOrder),
  row('connection.numOfDefinedNetworks()', (connection) => connection.numOfDefinedNetworks()),
  row('connection.listDefinedNetworks()', (connection) => connection.listDefinedNetworks(), anyOrder),
  row('connection.listAllNetworks()', (connection) => connection.listAllNetworks(), anyOrder),
  row('connection.listAllNetworks(libvirt.VIR_CONNECT_LIST_NETWORKS_INACTIVE)', (connection) =>
    connection.listAllNetworks({ flags: ConnectListAllNetworksFlags.INACTIVE }),
  ),
];

/** The life of networks under the test driver. */
export const networkRows: readonly Row<Connection>[] = [
  row("(blue := connection.networkLookupByName('blue'))", (connection) => connection.lookupNetworkByName('blue')),
  row("connection.networkLookupByUUIDString('b1b1b1b1-0000-4000-8000-000000000001')", (connection) =>
    connection.lookupNetworkByUUID('B1B1B1B1000040008000000000000001'),
  ),
  ...networkLists,
  blue('blue.XMLDesc()', (network) => network.getXMLDesc()),
  blue('blue.bridgeName()', (network) => network.getBridgeName()),
  blue('bool(blue.isActive())', (network) => network.isActive()),
  blue('bool(blue.isPersistent())', (network) => network.isPersistent()),
  blue('bool(blue.autostart())', (network) => network.getAutostart()),
  blue('(blue.setAutostart(1), None)[1]', (network) => network.setAutostart(true)),
  blue('bool(blue.autostart())', (network) => network.getAutostart()),
  blue(`(blue.update(3, 4, -1, "${host}", 1), None)[1]`, (network) =>
    network.update(NetworkUpdateCommand.ADD_LAST, NetworkUpdateSection.IP_DHCP_HOST, host, {
      flags: NetworkUpdateFlags.LIVE,
    }),
  ),
  blue('blue.XMLDesc()', (network) => network.getXMLDesc()),
  blue('(blue.destroy(), None)[1]', (network) => network.destroy()),
  blue('bool(blue.isActive())', (network) => network.isActive()),
  blue('(blue.create(), None)[1]', (network) => network.create()),
  row(`connection.networkCreateXML("${xmlOf('red', 1)}")`, (connection) =>
    connection.networkCreateXML(xmlOf('red', 1)),
  ),
  row(`connection.networkCreateXMLFlags("${xmlOf('green', 2)}", 1)`, (connection) =>
    connection.networkCreateXML(xmlOf('green', 2), { flags: NetworkCreateFlags.VALIDATE }),
  ),
  row(`(grey := connection.networkDefineXML("${xmlOf('grey', 3)}"))`, (connection) =>
    connection.networkDefineXML(xmlOf('grey', 3)),
  ),
  row(`connection.networkDefineXMLFlags("${xmlOf('grey', 3)}", 0)`, (connection) =>
    connection.networkDefineXML(xmlOf('grey', 3), { flags: [] }),
  ),
  ...networkLists,
  grey('(grey.undefine(), None)[1]', (network) => network.undefine()),
  deed('connection.networkLookupByName("red").destroy()', async (connection) =>
    (await connection.lookupNetworkByName('red')).destroy(),
  ),
  ...networkLists,
];

/** Ports of a network, with limits. Its bridge is somebody else's business, so that nothing happens on the host. */
export function networkPortRows(): readonly Row<Connection>[] {
  const xml = `<network><name>wire</name><uuid>${uuidOf(6)}</uuid><forward mode='bridge'/><bridge name='virbr66'/></network>`;
  const portUuid = 'b2b2b2b2-0000-4000-8000-000000000001';
  const portXml = `<networkport><uuid>${portUuid}</uuid><owner><name>web</name><uuid>${uuidOf(5)}</uuid></owner><mac address='52:54:00:00:00:01'/><bandwidth><inbound average='10'/><outbound average='20'/></bandwidth></networkport>`;
  const portGroup = "<portgroup name='a'/>";
  const wire = ofNetwork('wire');
  const port = (python: string, call: (port: NetworkPort) => unknown): Row<Connection> =>
    wire(python, async (network) => call(await network.lookupNetworkPortByUUID(portUuid)));
  return [
    row(`(wire := connection.networkDefineXML("${xml}"))`, (connection) => connection.networkDefineXML(xml)),
    wire('(wire.create(), None)[1]', (network) => network.create()),
    wire(
      `(port := wire.portCreateXML("${portXml}", 0)).UUIDString()`,
      async (network) => (await network.portCreateXML(portXml)).uuid,
    ),
    wire('[each.UUIDString() for each in wire.listAllPorts()]', async (network) =>
      (await network.listAllPorts()).map(({ uuid }) => uuid),
    ),
    port('True', async (each) => each.equals(await each.network.lookupNetworkPortByUUID(portUuid))),
    port('port.XMLDesc()', (each) => each.getXMLDesc()),
    port('port.parameters()', (each) => each.getParameters()),
    port("(port.setParameters({'inbound.average': 100, 'outbound.burst': 7}), None)[1]", (each) =>
      each.setParameters({ 'inbound.average': 100, 'outbound.burst': 7 }),
    ),
    port('port.parameters()', (each) => each.getParameters()),
    port('(port.delete(), None)[1]', (each) => each.delete()),
    wire(`(wire.update(3, 9, -1, "${portGroup}", 3), None)[1]`, (network) =>
      network.update(NetworkUpdateCommand.ADD_LAST, NetworkUpdateSection.PORTGROUP, portGroup, {
        flags: [NetworkUpdateFlags.LIVE, NetworkUpdateFlags.CONFIG],
      }),
    ),
    wire('wire.XMLDesc()', (network) => network.getXMLDesc()),
    wire('wire.XMLDesc(libvirt.VIR_NETWORK_XML_INACTIVE)', (network) =>
      network.getXMLDesc({ flags: NetworkXMLFlags.INACTIVE }),
    ),
    wire('(wire.destroy(), None)[1]', (network) => network.destroy()),
    wire('(wire.undefine(), None)[1]', (network) => network.undefine()),
  ];
}
