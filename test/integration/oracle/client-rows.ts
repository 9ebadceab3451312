import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import {
  ConnectListAllDomainsFlags,
  DomainMetadataType,
  DomainModificationImpact,
  DomainXMLFlags,
} from '../../../src/generated/api-enums.ts';
import { nothing, type Row } from './row.ts';
import { anyOrder, clock, type Rule } from './rules.ts';

const row = (
  name: string,
  python: string,
  call: (connection: Connection) => Promise<unknown>,
  rule?: Rule,
): Row<Connection> => ({ name, python, call, rule });

/** A method of the domain `web`. */
const webRow = (name: string, python: string, call: (web: Domain) => Promise<unknown>, rule?: Rule): Row<Connection> =>
  row(`Domain.${name}`, python, async (connection) => call(await connection.lookupDomainByName('web')), rule);

/** A method of `web` that gives nothing back. */
const webDoes = (name: string, python: string, call: (web: Domain) => Promise<void>): Row<Connection> =>
  webRow(name, nothing(python), call);

/** As Python's side of the comparison tells domains. */
const named = ({ name, uuid, id }: Domain): unknown => ({ name, uuid, id });

const xmlOf = (name: string, number: number): string =>
  `<domain type='test'><name>${name}</name><uuid>a1a1a1a1-0000-4000-8000-00000000000${number}</uuid><memory>4096</memory><os><type>hvm</type></os></domain>`;

const metadata = "<seat xmlns='urn:example:seat'>4</seat>";

const states: readonly Row<Connection>[] = [
  webRow('getState', 'web.state()', async (web) => {
    const { state, reason } = await web.getState();
    return [state, reason];
  }),
  webRow('isActive', 'bool(web.isActive())', (web) => web.isActive()),
];

/** The methods of Connection and Domain, plain and with flags. */
export const clientRows: readonly Row<Connection>[] = [
  row('Connection.getURI', 'connection.getURI()', async (connection) => connection.getURI()),
  row('Connection.getType', 'connection.getType()', (connection) => connection.getType()),
  row('Connection.getVersion', 'connection.getVersion()', (connection) => connection.getVersion()),
  row('Connection.getLibVersion', 'connection.getLibVersion()', (connection) => connection.getLibVersion()),
  row('Connection.getHostname', 'connection.getHostname()', (connection) => connection.getHostname()),
  row('Connection.getCapabilities', 'connection.getCapabilities()', (connection) => connection.getCapabilities()),
  row('Connection.getMaxVcpus', 'connection.getMaxVcpus(None)', (connection) => connection.getMaxVcpus()),
  // Python tells memory in MiB.
  row('Connection.getNodeInfo', 'connection.getInfo()', async (connection) => {
    const { model, memory, cpus, mhz, nodes, sockets, cores, threads } = await connection.getNodeInfo();
    return [model, memory / 1024n, cpus, mhz, nodes, sockets, cores, threads];
  }),
  row(
    'Connection.listAllDomains',
    'connection.listAllDomains()',
    async (connection) => (await connection.listAllDomains()).map(named),
    anyOrder,
  ),
  row(
    'Connection.listAllDomains',
    'connection.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_ACTIVE)',
    async (connection) => (await connection.listAllDomains({ flags: ConnectListAllDomainsFlags.ACTIVE })).map(named),
  ),
  row('Connection.lookupDomainByName', "(web := connection.lookupByName('web'))", async (connection) =>
    named(await connection.lookupDomainByName('web')),
  ),
  row('Connection.lookupDomainById', 'connection.lookupByID(1)', async (connection) =>
    named(await connection.lookupDomainById(1)),
  ),
  row('Connection.lookupDomainByUUID', 'connection.lookupByUUIDString(web.UUIDString())', async (connection) =>
    named(await connection.lookupDomainByUUID('a1a1a1a1-0000-4000-8000-000000000001')),
  ),
  row('Connection.domainDefineXML', `(made := connection.defineXML("${xmlOf('made', 4)}"))`, async (connection) =>
    named(await connection.domainDefineXML(xmlOf('made', 4))),
  ),
  row('Connection.domainDefineXML', `connection.defineXMLFlags("${xmlOf('made', 4)}", 0)`, async (connection) =>
    named(await connection.domainDefineXML(xmlOf('made', 4), { flags: [] })),
  ),
  row('Connection.domainCreateXML', `connection.createXML("${xmlOf('brief', 5)}")`, async (connection) =>
    named(await connection.domainCreateXML(xmlOf('brief', 5))),
  ),

  ...states,
  webRow(
    'getInfo',
    'web.info()',
    async (web) => {
      const { state, maxMem, memory, nrVirtCpu, cpuTime } = await web.getInfo();
      return [state, maxMem, memory, nrVirtCpu, cpuTime];
    },
    clock,
  ),
  webRow('getXMLDesc', 'web.XMLDesc()', (web) => web.getXMLDesc()),
  webRow('getXMLDesc', 'web.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE | libvirt.VIR_DOMAIN_XML_SECURE)', (web) =>
    web.getXMLDesc({ flags: [DomainXMLFlags.INACTIVE, DomainXMLFlags.SECURE] }),
  ),
  webRow('isPersistent', 'bool(web.isPersistent())', (web) => web.isPersistent()),
  webRow('getAutostart', 'bool(web.autostart())', (web) => web.getAutostart()),
  webDoes('setAutostart', 'web.setAutostart(1)', (web) => web.setAutostart(true)),
  webRow('getAutostart', 'bool(web.autostart())', (web) => web.getAutostart()),
  webRow('getMetadata', 'web.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None)', (web) =>
    web.getMetadata(DomainMetadataType.TITLE),
  ),
  webDoes(
    'setMetadata',
    "web.setMetadata(libvirt.VIR_DOMAIN_METADATA_DESCRIPTION, 'was es tut', None, None, 0)",
    (web) => web.setMetadata(DomainMetadataType.DESCRIPTION, 'was es tut'),
  ),
  webDoes(
    'setMetadata',
    `web.setMetadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, "${metadata}", 's', 'urn:example:seat', libvirt.VIR_DOMAIN_AFFECT_CONFIG)`,
    (web) =>
      web.setMetadata(DomainMetadataType.ELEMENT, metadata, {
        key: 's',
        uri: 'urn:example:seat',
        flags: DomainModificationImpact.CONFIG,
      }),
  ),
  webRow(
    'getMetadata',
    "web.metadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, 'urn:example:seat', libvirt.VIR_DOMAIN_AFFECT_CONFIG)",
    (web) =>
      web.getMetadata(DomainMetadataType.ELEMENT, {
        uri: 'urn:example:seat',
        flags: DomainModificationImpact.CONFIG,
      }),
  ),
  webDoes('setMetadata', 'web.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None, None, None, 0)', (web) =>
    web.setMetadata(DomainMetadataType.TITLE, null),
  ),
  webRow('getXMLDesc', 'web.XMLDesc()', (web) => web.getXMLDesc()),
  webDoes('suspend', 'web.suspend()', (web) => web.suspend()),
  ...states,
  webDoes('resume', 'web.resume()', (web) => web.resume()),
  ...states,
  webDoes('reset', 'web.reset()', (web) => web.reset()),
  webDoes('reboot', 'web.reboot(0)', (web) => web.reboot()),
  webDoes('shutdown', 'web.shutdown()', (web) => web.shutdown()),
  ...states,
  webRow('create', '(web.create(), web)[1]', async (web) => {
    await web.create();
    return named(web);
  }),
  ...states,
  webDoes('shutdown', 'web.shutdownFlags(0)', (web) => web.shutdown({ flags: [] })),
  webRow('create', '(web.createWithFlags(0), web)[1]', async (web) => {
    await web.create({ flags: [] });
    return named(web);
  }),
  webRow('destroy', '(web.destroy(), connection.lookupByName("web"))[1]', async (web) => {
    await web.destroy();
    return named(web);
  }),
  ...states,
  webRow('create', '(web.create(), web)[1]', async (web) => {
    await web.create();
    return named(web);
  }),
  webRow('destroy', '(web.destroyFlags(0), connection.lookupByName("web"))[1]', async (web) => {
    await web.destroy({ flags: [] });
    return named(web);
  }),
  row('Domain.equals', "web.UUID() == connection.lookupByName('web').UUID()", async (connection) =>
    (await connection.lookupDomainByName('web')).equals(await connection.lookupDomainByName('web')),
  ),
  webDoes('undefine', 'web.undefine()', (web) => web.undefine()),
  row('Domain.undefine', nothing('made.undefineFlags(0)'), async (connection) =>
    (await connection.lookupDomainByName('made')).undefine({ flags: [] }),
  ),
  row(
    'Connection.listAllDomains',
    'connection.listAllDomains()',
    async (connection) => (await connection.listAllDomains()).map(named),
    anyOrder,
  ),
];
