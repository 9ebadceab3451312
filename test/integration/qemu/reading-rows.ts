import type { Connection } from '../../../src/client/connection.ts';
import { DomainInterfaceAddressesSource, DomainXMLFlags } from '../../../src/generated/api-enums.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { ofWeb } from '../client/domain-row.ts';
import type { Row } from '../oracle/row.ts';
import { sameDomain, sameShape } from './qemu-rules.ts';

/** What a running guest tells of itself. */
export const guestReadingRows: readonly Row<Connection>[] = [
  ofWeb('getState', 'web.state()', async (web) => {
    const { state, reason } = await web.getState();
    return [state, reason];
  }),
  ofWeb(
    'getInfo',
    'web.info()',
    async (web) => {
      const { state, maxMem, memory, nrVirtCpu, cpuTime } = await web.getInfo();
      return [state, maxMem, memory, nrVirtCpu, cpuTime];
    },
    sameShape,
  ),
  ofWeb('getXMLDesc', 'web.XMLDesc()', (web) => web.getXMLDesc(), sameDomain),
  ofWeb('getXMLDesc', 'web.XMLDesc(2)', (web) => web.getXMLDesc({ flags: DomainXMLFlags.INACTIVE })),
  ofWeb('getOSType', 'web.OSType()', (web) => web.getOSType()),
  ofWeb('getControlInfo', 'web.controlInfo()[:2]', async (web) => {
    const { state, details } = await web.getControlInfo();
    return [state, details];
  }),
  ofWeb('getMaxVcpus', 'web.maxVcpus()', (web) => web.getMaxVcpus()),
  ofWeb('getVcpus', 'web.vcpus()[0]', vcpus, sameShape),
  ofWeb('getSchedulerType', 'web.schedulerType()[0]', (web) => web.getSchedulerType()),
  ofWeb('getTotalCPUStats', 'web.getCPUStats(True)', async (web) => [await web.getTotalCPUStats()], sameShape),
  ofWeb('memoryStats', 'web.memoryStats()', (web) => web.memoryStats(), sameShape),
  ofWeb(
    'blockStats',
    "web.blockStats('vda')",
    async (web) => {
      const { rdReq, rdBytes, wrReq, wrBytes, errs } = await web.blockStats('vda');
      return [rdReq, rdBytes, wrReq, wrBytes, errs];
    },
    sameShape,
  ),
  ofWeb('blockStatsFlags', "web.blockStatsFlags('vda')", (web) => web.blockStatsFlags('vda'), sameShape),
  ofWeb('getBlockInfo', "web.blockInfo('vda')", async (web) => {
    const { capacity, allocation, physical } = await web.getBlockInfo('vda');
    return [capacity, allocation, physical];
  }),
  ofWeb(
    'interfaceStats',
    "web.interfaceStats('webtap')",
    async (web) => {
      const stats = await web.interfaceStats('webtap');
      const { rxBytes, rxPackets, rxErrs, rxDrop, txBytes, txPackets, txErrs, txDrop } = stats;
      return [rxBytes, rxPackets, rxErrs, rxDrop, txBytes, txPackets, txErrs, txDrop];
    },
    sameShape,
  ),
  ofWeb('getDiskErrors', 'web.diskErrors()', async (web) => Object.fromEntries((await web.getDiskErrors()).entries())),
  ofWeb('getJobStats', "web.jobStats()['type']", async (web) => (await web.getJobStats()).type),
  ofWeb('memoryPeek', 'web.memoryPeek(0, 64, 2)', async (web) => web.memoryPeek(0, 64, { rawFlags: 2 })),
  {
    name: 'Connection.getAllDomainStats',
    python: '[[domain, stats] for domain, stats in connection.getAllDomainStats()]',
    rule: sameShape,
    call: async (connection) =>
      (await connection.getAllDomainStats()).map(({ domain, params }) => [domain.toJSON(), params]),
  },
];

/** What the agent in the guest answers. */
export const guestAgentRows: readonly Row<Connection>[] = [
  // The guest gives its card an address by itself, which takes it a moment.
  ofWeb(
    'listAllInterfaceAddresses',
    "until(lambda: web.interfaceAddresses(1)['eth0']['addrs']) is not None",
    async (web) => {
      await eventually('the card has an address', async () => {
        const interfaces = await web.listAllInterfaceAddresses(DomainInterfaceAddressesSource.AGENT);
        return interfaces.some(({ name, addrs }) => name === 'eth0' && addrs.length > 0);
      });
      return true;
    },
  ),
  ofWeb('getHostname', 'web.hostname(2)', (web) => web.getHostname({ rawFlags: 2 })),
  ofWeb('getGuestInfo', 'web.guestInfo()', async (web) => flat(await web.getGuestInfo()), sameShape),
  ofWeb('getGuestVcpus', 'web.guestVcpus()', async (web) =>
    Object.fromEntries(Object.entries(await web.getGuestVcpus()).map(([name, cpus]) => [name, cpus.join(',')])),
  ),
  ofWeb('listAllInterfaceAddresses', 'web.interfaceAddresses(1)', async (web) => {
    const interfaces = await web.listAllInterfaceAddresses(DomainInterfaceAddressesSource.AGENT);
    return Object.fromEntries(interfaces.map(({ name, hwaddr, addrs }) => [name, { hwaddr, addrs }]));
  }),
  ofWeb('getTime', 'list(web.getTime())', async (web) => Object.keys(await web.getTime())),
  ofWeb(
    'qemuAgentCommand',
    `__import__('libvirt_qemu').qemuAgentCommand(web, '{"execute":"guest-ping"}', -1, 0)`,
    (web) => web.qemuAgentCommand('{"execute":"guest-ping"}'),
  ),
  ofWeb(
    'qemuMonitorCommand',
    `__import__('re').sub('"id":"[^"]*"', '', __import__('libvirt_qemu').qemuMonitorCommand(web, '{"execute":"query-status"}', 0))`,
    async (web) => (await web.qemuMonitorCommand('{"execute":"query-status"}')).replace(/"id":"[^"]*"/, ''),
  ),
];

async function vcpus(web: Parameters<Parameters<typeof ofWeb>[2]>[0]): Promise<unknown> {
  return (await web.getVcpus()).map(({ number, state, cpuTime, cpu }) => [number, state, cpuTime, cpu]);
}

/** The parameters that a tree was made of. */
function flat(tree: unknown, name = ''): Record<string, unknown> {
  const below = (field: string): string => (name === '' ? field : `${name}.${field}`);
  if (typeof tree !== 'object' || tree === null) return { [name]: tree };
  const count = Array.isArray(tree) ? { [below('count')]: tree.length } : {};
  const parts = Object.entries(tree).map(([field, value]) => flat(value, below(field)));
  return Object.assign(count, ...parts);
}
