import type { Connection } from '../../../src/client/connection.ts';
import {
  DomainGetJobStatsFlags,
  DomainInterfaceAddressesSource,
  DomainMemoryFlags,
  DomainModificationImpact,
  DomainStatsTypes,
  DomainVcpuFlags,
} from '../../../src/generated/api-enums.ts';
import { hostCpus } from '../oracle/node-state.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder, clock } from '../oracle/rules.ts';
import { flagsOf, ofMail, ofWeb } from './domain-row.ts';

/** Python's names of domains in the rows that follow. */
const names: readonly Row<Connection>[] = [
  {
    name: 'Connection.listAllDomains',
    python: "[(web := connection.lookupByName('web')), (mail := connection.lookupByName('mail'))]",
    rule: anyOrder,
    call: async (connection) => (await connection.listAllDomains()).map((domain) => domain.toJSON()),
  },
];

/** What running domains, and one that does not run, tell of themselves. */
export const readingRows: readonly Row<Connection>[] = [
  ...names,
  ofWeb('getControlInfo', 'web.controlInfo()', async (web) => {
    const { state, details, stateTime } = await web.getControlInfo();
    return [state, details, stateTime];
  }),
  ofWeb('isUpdated', 'bool(web.isUpdated())', (web) => web.isUpdated()),
  ofWeb('getOSType', 'web.OSType()', (web) => web.getOSType()),
  ofWeb('getHostname', 'web.hostname()', (web) => web.getHostname()),
  ofWeb('getMessages', 'web.messages()', (web) => web.getMessages()),
  ofWeb('getSecurityLabel', 'web.securityLabel()', async (web) => {
    const { label, enforcing } = await web.getSecurityLabel();
    return [label, enforcing];
  }),
  ofWeb('getTime', 'web.getTime()', (web) => web.getTime()),
  ofWeb('hasManagedSaveImage', 'bool(web.hasManagedSaveImage())', (web) => web.hasManagedSaveImage()),

  ofWeb('getMaxMemory', 'web.maxMemory()', (web) => web.getMaxMemory()),
  ofWeb('memoryStats', 'web.memoryStats()', (web) => web.memoryStats()),
  ofWeb('memoryPeek', 'web.memoryPeek(3, 5, 1)', (web) => web.memoryPeek(3, 5, { flags: DomainMemoryFlags.VIRTUAL })),
  ofWeb('memoryPeek', 'web.memoryPeek(4294967296, 4096, 2)', async (web) =>
    web.memoryPeek(4_294_967_296n, 4096, { flags: DomainMemoryFlags.PHYSICAL }),
  ),
  ofWeb('getMemoryParameters', 'web.memoryParameters()', (web) => web.getMemoryParameters()),
  ofMail('getMemoryParameters', 'mail.memoryParameters(2)', (mail) =>
    mail.getMemoryParameters({ flags: DomainModificationImpact.CONFIG }),
  ),
  ofWeb('getNumaParameters', 'web.numaParameters()', (web) => web.getNumaParameters()),

  ofWeb('getMaxVcpus', 'web.maxVcpus()', (web) => web.getMaxVcpus()),
  ofWeb('getVcpusFlags', 'web.vcpusFlags(4)', (web) => web.getVcpusFlags({ flags: DomainVcpuFlags.MAXIMUM })),
  ofMail('getVcpusFlags', 'mail.vcpusFlags(2)', (mail) => mail.getVcpusFlags({ flags: DomainVcpuFlags.CONFIG })),
  ofWeb(
    'getVcpus',
    'web.vcpus()',
    async (web) => {
      const vcpus = await web.getVcpus();
      return [
        vcpus.map(({ number, state, cpuTime, cpu }) => [number, state, cpuTime, cpu]),
        vcpus.map(({ cpuMap }) => flagsOf(cpuMap, hostCpus)),
      ];
    },
    clock,
  ),
  // Python asks for the virtual CPUs that there are, we for those that there may be.
  ofWeb('getVcpuPinInfo', 'web.vcpuPinInfo() * 2', async (web) =>
    (await web.getVcpuPinInfo()).map((cpus) => flagsOf(cpus, hostCpus)),
  ),
  ofMail('getVcpuPinInfo', 'mail.vcpuPinInfo(2)', async (mail) =>
    (await mail.getVcpuPinInfo({ flags: DomainModificationImpact.CONFIG })).map((cpus) => flagsOf(cpus, hostCpus)),
  ),
  ofWeb('getEmulatorPinInfo', 'web.emulatorPinInfo()', async (web) =>
    flagsOf(await web.getEmulatorPinInfo(), hostCpus),
  ),
  ofWeb('getIOThreadInfo', 'web.ioThreadInfo()', async (web) =>
    (await web.getIOThreadInfo()).map(({ ioThreadId, cpuMap }) => [ioThreadId, flagsOf(cpuMap, hostCpus)]),
  ),
  ofWeb('getTotalCPUStats', 'web.getCPUStats(True)', async (web) => [await web.getTotalCPUStats()]),
  ofWeb('getCPUStats', 'web.getCPUStats(False)', (web) => web.getCPUStats()),
  ofWeb('getCPUStats', 'web.getCPUStats(False)[1:2]', (web) => web.getCPUStats({ startCpu: 1, ncpus: 1 })),
  ofWeb('getSchedulerType', 'web.schedulerType()[0]', (web) => web.getSchedulerType()),
  ofWeb('getSchedulerParameters', 'web.schedulerParameters()', (web) => web.getSchedulerParameters()),
  ofWeb('getPerfEvents', 'web.perfEvents()', (web) => web.getPerfEvents()),

  ofWeb(
    'blockStats',
    "web.blockStats('vda')",
    async (web) => {
      const { rdReq, rdBytes, wrReq, wrBytes, errs } = await web.blockStats('vda');
      return [rdReq, rdBytes, wrReq, wrBytes, errs];
    },
    clock,
  ),
  ofWeb('getBlockInfo', "web.blockInfo('vda')", async (web) => {
    const { capacity, allocation, physical } = await web.getBlockInfo('vda');
    return [capacity, allocation, physical];
  }),
  ofWeb('getBlockIoTune', "web.blockIoTune('vda')", (web) => web.getBlockIoTune('vda')),
  ofWeb('getBlkioParameters', 'web.blkioParameters()', (web) => web.getBlkioParameters()),
  ofWeb('getDiskErrors', 'web.diskErrors()', async (web) =>
    Object.fromEntries((await web.getDiskErrors()).map(({ disk, error }) => [disk, error])),
  ),
  ofWeb('getFSInfo', 'web.fsInfo()', async (web) =>
    (await web.getFSInfo()).map(({ mountpoint, name, fstype, devAlias }) => [mountpoint, name, fstype, devAlias]),
  ),
  ofWeb(
    'interfaceStats',
    "web.interfaceStats('testnet0')",
    async (web) => {
      const stats = await web.interfaceStats('testnet0');
      const { rxBytes, rxPackets, rxErrs, rxDrop, txBytes, txPackets, txErrs, txDrop } = stats;
      return [rxBytes, rxPackets, rxErrs, rxDrop, txBytes, txPackets, txErrs, txDrop];
    },
    clock,
  ),
  ofWeb('getInterfaceParameters', "web.interfaceParameters('testnet0')", (web) =>
    web.getInterfaceParameters('testnet0'),
  ),
  ofWeb('listAllInterfaceAddresses', 'web.interfaceAddresses(0)', async (web) => {
    const interfaces = await web.listAllInterfaceAddresses(DomainInterfaceAddressesSource.LEASE);
    return Object.fromEntries(interfaces.map(({ name, hwaddr, addrs }) => [name, { hwaddr, addrs }]));
  }),
  {
    name: 'Connection.getAllDomainStats',
    python: '[[domain, stats] for domain, stats in connection.getAllDomainStats()]',
    rule: anyOrder,
    call: async (connection) =>
      (await connection.getAllDomainStats()).map(({ domain, params }) => [domain.toJSON(), params]),
  },
  {
    name: 'Connection.getAllDomainStats',
    python:
      '[[domain, stats] for domain, stats in connection.domainListGetStats([mail], libvirt.VIR_DOMAIN_STATS_STATE)]',
    rule: anyOrder,
    call: async (connection) => {
      const domains = [await connection.lookupDomainByName('mail')];
      const records = await connection.getAllDomainStats({ domains, stats: DomainStatsTypes.STATE });
      return records.map(({ domain, params }) => [domain.toJSON(), params]);
    },
  },
];

/** What the test driver does not do: the refusals are compared. */
export const refusedReadingRows: readonly Row<Connection>[] = [
  ...names,
  ofWeb('getLaunchSecurityInfo', 'web.launchSecurityInfo()', (web) => web.getLaunchSecurityInfo()),
  ofWeb('getSchedulerParameters', 'web.schedulerParametersFlags(0)', (web) =>
    web.getSchedulerParameters({ flags: [] }),
  ),
  ofWeb('managedSaveGetXMLDesc', 'web.managedSaveGetXMLDesc()', (web) => web.managedSaveGetXMLDesc()),
  ofWeb('blockStatsFlags', "web.blockStatsFlags('vda')", (web) => web.blockStatsFlags('vda')),
  ofWeb('blockPeek', "web.blockPeek('vda', 0, 512)", (web) => web.blockPeek('vda', 0, 512)),
  ofWeb('getBlockJobInfo', "web.blockJobInfo('vda')", (web) => web.getBlockJobInfo('vda')),
  ofWeb('backupGetXMLDesc', 'web.backupGetXMLDesc()', (web) => web.backupGetXMLDesc()),
  ofWeb('getJobInfo', 'web.jobInfo()', (web) => web.getJobInfo()),
  ofWeb('getJobStats', 'web.jobStats(1)', (web) => web.getJobStats({ flags: DomainGetJobStatsFlags.COMPLETED })),
  ofWeb('getGuestInfo', 'web.guestInfo()', (web) => web.getGuestInfo()),
  ofWeb('authorizedSSHKeysGet', "web.authorizedSSHKeysGet('root')", (web) => web.authorizedSSHKeysGet('root')),
  ofWeb('migrateGetMaxSpeed', 'web.migrateGetMaxSpeed()', (web) => web.migrateGetMaxSpeed()),
  ofWeb(
    'qemuMonitorCommand',
    `__import__('libvirt_qemu').qemuMonitorCommand(web, '{"execute":"query-status"}', 0)`,
    (web) => web.qemuMonitorCommand('{"execute":"query-status"}'),
  ),
  ofWeb(
    'qemuAgentCommand',
    `__import__('libvirt_qemu').qemuAgentCommand(web, '{"execute":"guest-ping"}', -1, 0)`,
    (web) => web.qemuAgentCommand('{"execute":"guest-ping"}'),
  ),
];
