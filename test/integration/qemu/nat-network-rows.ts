import type { Connection } from '../../../src/client/connection.ts';
import {
  ConnectListAllNetworksFlags,
  NetworkDefineFlags,
  NetworkMetadataType,
  NetworkUpdateCommand,
  NetworkUpdateFlags,
  NetworkUpdateSection,
  NetworkXMLFlags,
} from '../../../src/generated/api-enums.ts';
import { deed, row } from '../client/comparison.ts';
import { networkLists as lists, ofNetwork, uuidOf } from '../client/network-rows.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder } from '../oracle/rules.ts';

/** A network with a bridge, addresses and rules of the host's firewall, and a server that hands out its addresses. */
export const natXml = (name: string, number: number): string =>
  `<network><name>${name}</name><uuid>${uuidOf(number)}</uuid><forward mode='nat'/><bridge name='virbr7${number}'/>` +
  `<mac address='52:54:00:00:07:0${number}'/><ip address='192.168.7${number}.1' netmask='255.255.255.0'>` +
  `<dhcp><range start='192.168.7${number}.10' end='192.168.7${number}.99'/></dhcp></ip></network>`;

const xml = natXml('nat', 1);
const nat = ofNetwork('nat');
const both = { flags: [NetworkUpdateFlags.LIVE, NetworkUpdateFlags.CONFIG] };

const updates = (command: NetworkUpdateCommand, section: NetworkUpdateSection, part: string): Row<Connection> =>
  nat(`(nat.update(${command}, ${section}, -1, "${part}", 3), None)[1]`, (network) =>
    network.update(command, section, part, both),
  );
const { ADD_LAST, DELETE, MODIFY } = NetworkUpdateCommand;
const { DNS_HOST, IP_DHCP_HOST, PORTGROUP } = NetworkUpdateSection;

/** The life of a network that the host really has. */
export const natNetworkRows: readonly Row<Connection>[] = [
  row(`(nat := connection.networkDefineXMLFlags("${xml}", libvirt.VIR_NETWORK_DEFINE_VALIDATE))`, (connection) =>
    connection.networkDefineXML(xml, { flags: NetworkDefineFlags.VALIDATE }),
  ),
  nat('(nat.create(), bool(nat.isActive()))[1]', async (network) => {
    await network.create();
    return network.isActive();
  }),
  nat('[nat.bridgeName(), bool(nat.isPersistent())]', async (network) => [
    await network.getBridgeName(),
    await network.isPersistent(),
  ]),
  nat('(nat.setAutostart(1), bool(nat.autostart()))[1]', async (network) => {
    await network.setAutostart(true);
    return network.getAutostart();
  }),
  row('connection.listAllNetworks(libvirt.VIR_CONNECT_LIST_NETWORKS_AUTOSTART)', (connection) =>
    connection.listAllNetworks({ flags: ConnectListAllNetworksFlags.AUTOSTART }),
  ),
  ...lists,
  row(`connection.networkLookupByUUIDString('${uuidOf(1)}')`, (connection) =>
    connection.lookupNetworkByUUID(uuidOf(1)),
  ),
  row("nat.UUID() == connection.networkLookupByName('nat').UUID()", async (connection) =>
    (await connection.lookupNetworkByName('nat')).equals(await connection.lookupNetworkByUUID(uuidOf(1))),
  ),
  updates(ADD_LAST, IP_DHCP_HOST, "<host mac='52:54:00:00:00:09' name='mail' ip='192.168.71.20'/>"),
  updates(MODIFY, IP_DHCP_HOST, "<host mac='52:54:00:00:00:09' name='mail' ip='192.168.71.21'/>"),
  updates(ADD_LAST, DNS_HOST, "<host ip='192.168.71.5'><hostname>five</hostname></host>"),
  updates(DELETE, DNS_HOST, "<host ip='192.168.71.5'/>"),
  updates(ADD_LAST, PORTGROUP, "<portgroup name='a' default='yes'/>"),
  nat('nat.XMLDesc()', (network) => network.getXMLDesc()),
  nat('nat.XMLDesc(libvirt.VIR_NETWORK_XML_INACTIVE)', (network) =>
    network.getXMLDesc({ flags: NetworkXMLFlags.INACTIVE }),
  ),
  nat('nat.DHCPLeases()', (network) => network.getDHCPLeases()),
  nat('nat.listAllPorts()', (network) => network.listAllPorts()),
  nat('(nat.destroy(), bool(nat.isActive()))[1]', async (network) => {
    await network.destroy();
    return network.isActive();
  }),
  nat('(nat.undefine(), None)[1]', (network) => network.undefine()),
  deed(`connection.networkCreateXML("${xml}").destroy()`, async (connection) =>
    (await connection.networkCreateXML(xml)).destroy(),
  ),
  row('connection.listAllNetworks()', (connection) => connection.listAllNetworks(), anyOrder),
];

/** What cannot be done with a network, one that runs and one that does not. */
export const refusedNetworkRows: readonly Row<Connection>[] = [
  row(`(nat := connection.networkDefineXML("${xml}"))`, (connection) => connection.networkDefineXML(xml)),
  nat('(nat.destroy(), None)[1]', (network) => network.destroy()),
  nat('nat.DHCPLeases()', (network) => network.getDHCPLeases()),
  nat('nat.listAllPorts()', (network) => network.listAllPorts()),
  nat('(nat.create(), None)[1]', (network) => network.create()),
  nat('(nat.create(), None)[1]', (network) => network.create()),
  updates(DELETE, PORTGROUP, "<portgroup name='none'/>"),
  updates(MODIFY, NetworkUpdateSection.BRIDGE, "<bridge name='other'/>"),
  nat("nat.portLookupByUUIDString('b2b2b2b2-0000-4000-8000-000000000009')", (network) =>
    network.lookupNetworkPortByUUID('b2b2b2b2-0000-4000-8000-000000000009'),
  ),
  row(`connection.networkCreateXML("${xml.replace('nat', 'tan')}")`, (connection) =>
    connection.networkCreateXML(xml.replace('nat', 'tan')),
  ),
  row("connection.networkDefineXML('<network/>')", (connection) => connection.networkDefineXML('<network/>')),
  row("connection.networkLookupByName('none')", (connection) => connection.lookupNetworkByName('none')),
  nat('(nat.destroy(), None)[1]', (network) => network.destroy()),
  nat('(nat.undefine(), None)[1]', (network) => network.undefine()),
];

const description = { flags: NetworkUpdateFlags.CONFIG };

/** What is kept with a network, since 9.7.0. */
export const networkMetadataRows: readonly Row<Connection>[] = [
  row(`(nat := connection.networkDefineXML("${xml}"))`, (connection) => connection.networkDefineXML(xml)),
  nat(
    "(nat.setMetadata(libvirt.VIR_NETWORK_METADATA_TITLE, 'größer', None, None, libvirt.VIR_NETWORK_UPDATE_AFFECT_CONFIG), None)[1]",
    (network) => network.setMetadata(NetworkMetadataType.TITLE, 'größer', description),
  ),
  nat('nat.metadata(libvirt.VIR_NETWORK_METADATA_TITLE, None)', (network) =>
    network.getMetadata(NetworkMetadataType.TITLE),
  ),
  nat(
    `(nat.setMetadata(libvirt.VIR_NETWORK_METADATA_ELEMENT, "<seat>4</seat>", 's', 'urn:example:seat'), None)[1]`,
    (network) =>
      network.setMetadata(NetworkMetadataType.ELEMENT, '<seat>4</seat>', { key: 's', uri: 'urn:example:seat' }),
  ),
  nat("nat.metadata(libvirt.VIR_NETWORK_METADATA_ELEMENT, 'urn:example:seat')", (network) =>
    network.getMetadata(NetworkMetadataType.ELEMENT, { uri: 'urn:example:seat' }),
  ),
  nat('nat.XMLDesc()', (network) => network.getXMLDesc()),
  nat('(nat.undefine(), None)[1]', (network) => network.undefine()),
];
