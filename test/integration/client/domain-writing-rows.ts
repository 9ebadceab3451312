import type { Connection } from '../../../src/client/connection.ts';
import {
  DomainCoreDumpFormat,
  DomainLifecycle,
  DomainLifecycleAction,
  DomainMemoryModFlags,
  DomainModificationImpact,
  DomainProcessSignal,
  DomainVcpuFlags,
  DomainXMLFlags,
  KeycodeSet,
} from '../../../src/generated/api-enums.ts';
import type { Row } from '../oracle/row.ts';
import { mailDoes, ofMail, ofWeb, webDoes } from './domain-row.ts';

const live = { flags: DomainModificationImpact.LIVE };
const config = { flags: DomainModificationImpact.CONFIG };
const none = { flags: [] };

/** What can be changed about a domain; the descriptions at the end show that it was. */
export const writingRows = (directory: string): readonly Row<Connection>[] => [
  mailDoes('setMaxMemory', 'mail.setMaxMemory(3000000)', (mail) => mail.setMaxMemory(3_000_000)),
  webDoes('setMemory', 'web.setMemory(900000)', (web) => web.setMemory(900_000n)),
  webDoes('setMemory', 'web.setMemoryFlags(910000, 1)', (web) =>
    web.setMemory(910_000, { flags: DomainMemoryModFlags.LIVE }),
  ),
  webDoes('setMemoryStatsPeriod', 'web.setMemoryStatsPeriod(3, 1)', (web) =>
    web.setMemoryStatsPeriod(3, { flags: DomainMemoryModFlags.LIVE }),
  ),
  webDoes('setMemoryParameters', "web.setMemoryParameters({'hard_limit': 4000000}, 1)", (web) =>
    web.setMemoryParameters({ hard_limit: 4_000_000, soft_limit: undefined }, live),
  ),
  webDoes('setMemoryParameters', "web.setMemoryParameters({'soft_limit': 3000000}, 1)", (web) =>
    web.setMemoryParameters({ params: [{ name: 'soft_limit', kind: 'ullong', value: 3_000_000 }] }, live),
  ),
  ofWeb('getMemoryParameters', 'web.memoryParameters()', (web) => web.getMemoryParameters()),
  webDoes('setNumaParameters', "web.setNumaParameters({'numa_nodeset': '0-1'}, 2)", (web) =>
    web.setNumaParameters({ numa_nodeset: '0-1' }, config),
  ),
  ofWeb('getNumaParameters', 'web.numaParameters(2)', (web) => web.getNumaParameters(config)),

  webDoes('setVcpus', 'web.setVcpus(3)', (web) => web.setVcpus(3)),
  webDoes('setVcpus', 'web.setVcpusFlags(4, 1)', (web) => web.setVcpus(4, { flags: DomainVcpuFlags.LIVE })),
  webDoes('pinVcpu', 'web.pinVcpu(0, (True, False, True))', (web) => web.pinVcpu(0, [2, 0])),
  webDoes('pinEmulator', 'web.pinEmulator((True, True) + (False,) * 6)', (web) => web.pinEmulator(new Set([1, 0]))),
  webDoes('addIOThread', 'web.addIOThread(7, 1)', (web) => web.addIOThread(7, live)),
  webDoes('pinIOThread', 'web.pinIOThread(7, (True, False, False, True), 1)', (web) =>
    web.pinIOThread(7, [0, 3], live),
  ),
  webDoes('setIOThreadParams', "web.setIOThreadParams(7, {'poll_max_ns': 100}, 1)", (web) =>
    web.setIOThreadParams(7, { poll_max_ns: 100n }, live),
  ),
  webDoes('delIOThread', 'web.delIOThread(2, 1)', (web) => web.delIOThread(2, live)),
  ofWeb('getVcpuPinInfo', 'web.vcpuPinInfo()[0]', async (web) => {
    const [first = []] = await web.getVcpuPinInfo();
    return Array.from({ length: 8 }, (_, cpu) => first.includes(cpu));
  }),
  webDoes('setSchedulerParameters', "web.setSchedulerParameters({'weight': 44})", (web) =>
    web.setSchedulerParameters({ weight: 44 }),
  ),
  // Python asks for the types first, which this driver refuses with flags.
  webDoes('setSchedulerParameters', "web.setSchedulerParameters({'weight': 45})", (web) =>
    web.setSchedulerParameters({ weight: 45 }, none),
  ),
  webDoes('setPerfEvents', "web.setPerfEvents({'mbmt': True}, 1)", (web) => web.setPerfEvents({ mbmt: true }, live)),
  ofWeb('getPerfEvents', 'web.perfEvents()', (web) => web.getPerfEvents()),

  webDoes('setBlkioParameters', "web.setBlkioParameters({'weight': 500}, 1)", (web) =>
    web.setBlkioParameters({ weight: 500 }, live),
  ),
  webDoes(
    'setBlockIoTune',
    "web.setBlockIoTune('vda', {'total_bytes_sec': 1000, 'total_bytes_sec_max': 9000}, 1)",
    (web) => web.setBlockIoTune('vda', { total_bytes_sec: 1000, total_bytes_sec_max: 9000n }, live),
  ),
  ofWeb('getBlockIoTune', "web.blockIoTune('vda', 1)", (web) => web.getBlockIoTune('vda', live)),
  webDoes('setInterfaceParameters', "web.setInterfaceParameters('testnet0', {'inbound.average': 1000}, 1)", (web) =>
    web.setInterfaceParameters('testnet0', { 'inbound.average': 1000 }, live),
  ),
  ofWeb('getInterfaceParameters', "web.interfaceParameters('testnet0')", (web) =>
    web.getInterfaceParameters('testnet0'),
  ),

  webDoes('setLifecycleAction', 'web.setLifecycleAction(2, 1, 1)', (web) =>
    web.setLifecycleAction(DomainLifecycle.CRASH, DomainLifecycleAction.RESTART, live),
  ),
  webDoes('setTime', "web.setTime({'seconds': 1, 'nseconds': 2})", (web) => web.setTime(1, 2)),
  ofWeb('getTime', 'web.getTime()', (web) => web.getTime()),
  webDoes('setUserPassword', "web.setUserPassword('root', 'none')", (web) => web.setUserPassword('root', 'none')),
  webDoes('sendKey', 'web.sendKey(0, 0, [30, 31], 2)', (web) => web.sendKey(KeycodeSet.LINUX, 0, [30, 31])),
  webDoes('sendProcessSignal', 'web.sendProcessSignal(1, 15)', (web) =>
    web.sendProcessSignal(1, DomainProcessSignal.TERM),
  ),
  webDoes('injectNMI', 'web.injectNMI()', (web) => web.injectNMI()),
  ofWeb('fsFreeze', "web.fsFreeze(['/'])", (web) => web.fsFreeze({ mountpoints: ['/'] })),
  ofWeb('fsThaw', 'web.fsThaw()', (web) => web.fsThaw()),
  webDoes('fsTrim', 'web.fSTrim(None, 0)', (web) => web.fsTrim()),
  webDoes('coreDump', "web.coreDump(directory + '/core', 0)", (web) => web.coreDump(`${directory}/ours.core`)),
  webDoes('coreDumpWithFormat', "web.coreDumpWithFormat(directory + '/core', 0, 0)", (web) =>
    web.coreDumpWithFormat(`${directory}/ours.core`, DomainCoreDumpFormat.RAW),
  ),
  ofWeb('getXMLDesc', 'web.XMLDesc()', (web) => web.getXMLDesc()),
  ofWeb('getXMLDesc', 'web.XMLDesc(2)', (web) => web.getXMLDesc({ flags: DomainXMLFlags.INACTIVE })),
  ofMail('getXMLDesc', 'mail.XMLDesc()', (mail) => mail.getXMLDesc()),
];
