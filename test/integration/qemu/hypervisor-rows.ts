import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import { NodeSuspendTarget } from '../../../src/generated/api-enums.ts';
import { guestXml } from '../../support/qemu-lab/guest-xml.ts';
import { deed, row } from '../client/comparison.ts';
import { ofDevice } from '../client/node-device-rows.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder, clock, type Rule } from '../oracle/rules.ts';
import { images } from './guest.ts';
import { sameShape } from './qemu-rules.ts';

const xml = guestXml({ name: 'idle', uuid: 'a1a1a1a1-0000-4000-8000-000000000007' });
const idle = (python: string, call: (idle: Domain) => unknown, rule?: Rule): Row<Connection> =>
  row(python, async (connection) => call(await connection.lookupDomainByName('idle')), rule);

/** The machine as the hypervisor sees it. */
const machineRows: readonly Row<Connection>[] = [
  row('connection.getType()', (connection) => connection.getType()),
  row('connection.getVersion()', (connection) => connection.getVersion()),
  row('connection.getLibVersion()', (connection) => connection.getLibVersion()),
  row('connection.getHostname()', (connection) => connection.getHostname()),
  row('connection.getSysinfo()', (connection) => connection.getSysinfo()),
  row('bool(connection.isSecure())', (connection) => connection.isSecure()),
  row('bool(connection.isEncrypted())', (connection) => connection.isEncrypted()),
  // Python tells memory in MiB.
  row(
    'connection.getInfo()',
    async (connection) => {
      const { model, memory, cpus, mhz, nodes, sockets, cores, threads } = await connection.getNodeInfo();
      return [model, memory / 1024n, cpus, mhz, nodes, sockets, cores, threads];
    },
    sameShape,
  ),
  row('connection.getFreeMemory()', (connection) => connection.getFreeMemory(), sameShape),
  row('connection.getCellsFreeMemory(0, 1)', (connection) => connection.getCellsFreeMemory(0, 1), sameShape),
  row('connection.getMemoryStats(-1)', (connection) => connection.getMemoryStats(), sameShape),
  row('connection.getMemoryParameters()', (connection) => connection.getMemoryParameters(), sameShape),
  row('connection.getFreePages([4], 0, 1)', async (connection) => connection.getFreePages([4], 0, 1), sameShape),
  row('connection.getCPUStats(-1)', (connection) => connection.getCPUStats(), clock),
  row('[(map := connection.getCPUMap())[0], [cpu for cpu in range(map[0]) if map[1][cpu]]]', async (connection) => {
    const { cpus, online } = await connection.getCPUMap();
    return [cpus, online];
  }),
  row('connection.getSecurityModel()', async (connection) => {
    const { model, doi } = await connection.getSecurityModel();
    return [model, doi];
  }),
  row('connection.getSEVInfo()', (connection) => connection.getSEVInfo()),
  deed("connection.setMemoryParameters({'shm_full_scans': 1})", (connection) =>
    connection.setMemoryParameters({ shm_full_scans: 1 }),
  ),
  row('connection.allocPages({4: 1}, 0, 1, 0)', (connection) => connection.allocPages({ 4: 1 }, 0, 1)),
  // Shorter than any host would sleep.
  deed('connection.suspendForDuration(libvirt.VIR_NODE_SUSPEND_TARGET_MEM, 10)', (connection) =>
    connection.suspendForDuration(NodeSuspendTarget.MEM, 10),
  ),
];

/** A domain that is never started, and files that are not there. */
const idleRows: readonly Row<Connection>[] = [
  row(`(idle := connection.defineXML("""${xml}"""))`, (connection) => connection.domainDefineXML(xml)),
  row('connection.lookupByUUIDString(idle.UUIDString())', (connection) =>
    connection.lookupDomainByUUID('a1a1a1a1-0000-4000-8000-000000000007'),
  ),
  row('connection.lookupByID(7)', (connection) => connection.lookupDomainById(7)),
  row('connection.numOfDomains()', (connection) => connection.numOfDomains()),
  row('connection.listDomainsID()', (connection) => connection.listDomains()),
  row('connection.numOfDefinedDomains()', (connection) => connection.numOfDefinedDomains()),
  row('connection.listDefinedDomains()', (connection) => connection.listDefinedDomains()),
  row('connection.listAllDomains()', (connection) => connection.listAllDomains(), anyOrder),
  row(
    '[[domain, stats] for domain, stats in connection.getAllDomainStats()]',
    async (connection) => (await connection.getAllDomainStats()).map(({ domain, params }) => [domain.toJSON(), params]),
    sameShape,
  ),
  idle('idle.XMLDesc()', (domain) => domain.getXMLDesc()),
  row(`connection.domainXMLToNative('qemu-argv', """${xml}""", 0)`, (connection) =>
    connection.domainXMLToNative('qemu-argv', xml),
  ),
  row("connection.domainXMLFromNative('qemu-argv', 'qemu-system-x86_64 -m 64', 0)", (connection) =>
    connection.domainXMLFromNative('qemu-argv', 'qemu-system-x86_64 -m 64'),
  ),
  row("__import__('libvirt_qemu').qemuAttach(connection, 1, 0)", (connection) => connection.domainQemuAttach(1)),
  row("connection.createXML('<domain/>')", (connection) => connection.domainCreateXML('<domain/>')),
  deed(`connection.restore('${images}/none')`, (connection) => connection.domainRestore(`${images}/none`)),
  deed(`connection.restoreParams({'file': '${images}/none'}, 0)`, (connection) =>
    connection.domainRestoreParams({ file: `${images}/none` }),
  ),
  row(`connection.saveImageGetXMLDesc('${images}/none')`, (connection) =>
    connection.domainSaveImageGetXMLDesc(`${images}/none`),
  ),
  deed(`connection.saveImageDefineXML('${images}/none', '<domain/>')`, (connection) =>
    connection.domainSaveImageDefineXML(`${images}/none`, '<domain/>'),
  ),
  idle('(idle.undefine(), None)[1]', (domain) => domain.undefine()),
];

const computer = ofDevice('computer');

/** What a guest could be given, were it a device of a bus. */
const passedDeviceRows: readonly Row<Connection>[] = [
  row("(computer := connection.nodeDeviceLookupByName('computer'))", (connection) =>
    connection.lookupDeviceByName('computer'),
  ),
  computer('(computer.dettach(), None)[1]', (device) => device.detach()),
  computer("(computer.detachFlags('vfio'), None)[1]", (device) => device.detach({ driverName: 'vfio' })),
  computer('(computer.reAttach(), None)[1]', (device) => device.reAttach()),
  computer('(computer.reset(), None)[1]', (device) => device.reset()),
];

/** What the hypervisor does without a guest. */
export const hypervisorRows: readonly Row<Connection>[] = [...machineRows, ...idleRows, ...passedDeviceRows];
