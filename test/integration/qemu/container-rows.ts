import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { ConnectListAllDomainsFlags, DomainXMLFlags } from '../../../src/generated/api-enums.ts';
import { row } from '../client/comparison.ts';
import type { Row } from '../oracle/row.ts';

export const boxXml =
  "<domain type='lxc'><name>box</name><uuid>f1f1f1f1-0000-4000-8000-000000000001</uuid><memory>65536</memory><vcpu>1</vcpu>" +
  "<os><type>exe</type><init>/bin/sh</init></os><devices><filesystem type='mount'><source dir='/'/><target dir='/'/></filesystem>" +
  "<console type='pty'/></devices></domain>";

const box = (python: string, call: (box: Domain) => unknown): Row<Connection> =>
  row(python, async (connection) => call(await connection.lookupDomainByName('box')));

/** A container that does not run, from its definition to its end; some of it the driver refuses. */
export const containerRows: readonly Row<Connection>[] = [
  row('connection.getType()', (connection) => connection.getType()),
  row('connection.getVersion()', (connection) => connection.getVersion()),
  row('connection.getCapabilities()', (connection) => connection.getCapabilities()),
  row("connection.getMaxVcpus('lxc')", (connection) => connection.getMaxVcpus({ type: 'lxc' })),
  row(`(box := connection.defineXML("${boxXml}"))`, (connection) => connection.domainDefineXML(boxXml)),
  row("connection.lookupByUUIDString('f1f1f1f1-0000-4000-8000-000000000001')", (connection) =>
    connection.lookupDomainByUUID('f1f1f1f1-0000-4000-8000-000000000001'),
  ),
  row('connection.listDefinedDomains()', (connection) => connection.listDefinedDomains()),
  row('connection.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_INACTIVE)', (connection) =>
    connection.listAllDomains({ flags: ConnectListAllDomainsFlags.INACTIVE }),
  ),
  box('box.XMLDesc()', (domain) => domain.getXMLDesc()),
  box('box.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE)', (domain) =>
    domain.getXMLDesc({ flags: DomainXMLFlags.INACTIVE }),
  ),
  box('box.OSType()', (domain) => domain.getOSType()),
  box('box.state()', async (domain) => {
    const { state, reason } = await domain.getState();
    return [state, reason];
  }),
  box('box.info()', async (domain) => {
    const { state, maxMem, memory, nrVirtCpu, cpuTime } = await domain.getInfo();
    return [state, maxMem, memory, nrVirtCpu, cpuTime];
  }),
  box('(box.setAutostart(1), bool(box.autostart()))[1]', async (domain) => {
    await domain.setAutostart(true);
    return domain.getAutostart();
  }),
  box("(box.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, 'Kiste', None, None, 2), None)[1]", (domain) =>
    domain.setMetadata(1, 'Kiste', { rawFlags: 2 }),
  ),
  box('box.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None)', (domain) => domain.getMetadata(1)),
  box('box.memoryParameters()', (domain) => domain.getMemoryParameters()),
  box('box.schedulerType()[0]', (domain) => domain.getSchedulerType()),
  box('(box.destroy(), None)[1]', (domain) => domain.destroy()),
  box('(box.suspend(), None)[1]', (domain) => domain.suspend()),
  box('box.jobInfo()', (domain) => domain.getJobInfo()),
  box("__import__('libvirt_qemu').qemuMonitorCommand(box, 'info version', 1)", (domain) =>
    domain.qemuMonitorCommand('info version', { rawFlags: 1 }),
  ),
  box('(box.undefine(), None)[1]', (domain) => domain.undefine()),
  row('connection.listAllDomains()', (connection) => connection.listAllDomains()),
];
