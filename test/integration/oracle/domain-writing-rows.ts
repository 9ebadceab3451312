import {
  domainAddIOThread,
  domainCoreDump,
  domainCoreDumpWithFormat,
  domainDelIOThread,
  domainFSFreeze,
  domainFSThaw,
  domainGetXMLDesc,
  domainInjectNMI,
  domainPinEmulator,
  domainPinIOThread,
  domainPinVcpu,
  domainSendKey,
  domainSendProcessSignal,
  domainSetAutostart,
  domainSetBlkioParameters,
  domainSetBlockIoTune,
  domainSetInterfaceParameters,
  domainSetIOThreadParams,
  domainSetLifecycleAction,
  domainSetMaxMemory,
  domainSetMemory,
  domainSetMemoryFlags,
  domainSetMemoryParameters,
  domainSetMemoryStatsPeriod,
  domainSetMetadata,
  domainSetNumaParameters,
  domainSetPerfEvents,
  domainSetSchedulerParameters,
  domainSetSchedulerParametersFlags,
  domainSetTime,
  domainSetUserPassword,
  domainSetVcpus,
  domainSetVcpusFlags,
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';
import { mail, web } from './node-state.ts';
import { asks, does, type Row } from './row.ts';
import { bool, text, uint, ullong } from './typed-param.ts';

const dom = web;
const live = 1;
const config = 2;

/** What can be changed about a domain; the descriptions at the end show that it was. */
export const domainWritingRows = (directory: string): readonly Row<Session>[] => [
  does(domainSetAutostart, { dom, autostart: 1 }, 'web.setAutostart(1)'),
  does(
    domainSetMetadata,
    { dom, type: 0, metadata: 'was es tut', key: null, uri: null, flags: 0 },
    "web.setMetadata(0, 'was es tut', None, None, 0)",
  ),
  does(domainSetMaxMemory, { dom: mail, memory: 3_000_000n }, 'mail.setMaxMemory(3000000)'),
  does(domainSetMemory, { dom, memory: 900_000n }, 'web.setMemory(900000)'),
  does(domainSetMemoryFlags, { dom, memory: 910_000n, flags: live }, 'web.setMemoryFlags(910000, 1)'),
  does(domainSetMemoryStatsPeriod, { dom, period: 3, flags: live }, 'web.setMemoryStatsPeriod(3, 1)'),
  does(
    domainSetMemoryParameters,
    { dom, params: [ullong('hard_limit', 4_000_000n)], flags: live },
    "web.setMemoryParameters({'hard_limit': 4000000}, 1)",
  ),
  does(
    domainSetNumaParameters,
    { dom, params: [text('numa_nodeset', '0-1')], flags: config },
    "web.setNumaParameters({'numa_nodeset': '0-1'}, 2)",
  ),
  does(domainSetVcpus, { dom, nvcpus: 3 }, 'web.setVcpus(3)'),
  does(domainSetVcpusFlags, { dom, nvcpus: 4, flags: live }, 'web.setVcpusFlags(4, 1)'),
  does(domainPinVcpu, { dom, vcpu: 0, cpumap: Uint8Array.of(0b101) }, 'web.pinVcpu(0, (True, False, True))'),
  does(
    domainPinEmulator,
    { dom, cpumap: Uint8Array.of(0b11), flags: 0 },
    'web.pinEmulator((True, True) + (False,) * 6)',
  ),
  does(domainAddIOThread, { dom, iothread_id: 7, flags: live }, 'web.addIOThread(7, 1)'),
  does(
    domainPinIOThread,
    { dom, iothreads_id: 7, cpumap: Uint8Array.of(0b1001), flags: live },
    'web.pinIOThread(7, (True, False, False, True), 1)',
  ),
  does(
    domainSetIOThreadParams,
    { dom, iothread_id: 7, params: [ullong('poll_max_ns', 100n)], flags: live },
    "web.setIOThreadParams(7, {'poll_max_ns': 100}, 1)",
  ),
  does(domainDelIOThread, { dom, iothread_id: 2, flags: live }, 'web.delIOThread(2, 1)'),
  does(
    domainSetSchedulerParameters,
    { dom, params: [uint('weight', 44)] },
    "web.setSchedulerParameters({'weight': 44})",
  ),
  // Python asks for the types first, which this driver refuses with flags.
  does(
    domainSetSchedulerParametersFlags,
    { dom, params: [uint('weight', 45)], flags: 0 },
    "web.setSchedulerParameters({'weight': 45})",
  ),
  does(domainSetPerfEvents, { dom, params: [bool('mbmt', true)], flags: live }, "web.setPerfEvents({'mbmt': True}, 1)"),
  does(
    domainSetBlkioParameters,
    { dom, params: [uint('weight', 500)], flags: live },
    "web.setBlkioParameters({'weight': 500}, 1)",
  ),
  does(
    domainSetBlockIoTune,
    { dom, disk: 'vda', params: [ullong('total_bytes_sec', 1000n), ullong('total_bytes_sec_max', 9000n)], flags: live },
    "web.setBlockIoTune('vda', {'total_bytes_sec': 1000, 'total_bytes_sec_max': 9000}, 1)",
  ),
  does(
    domainSetInterfaceParameters,
    { dom, device: 'testnet0', params: [uint('inbound.average', 1000)], flags: live },
    "web.setInterfaceParameters('testnet0', {'inbound.average': 1000}, 1)",
  ),
  does(domainSetLifecycleAction, { dom, type: 2, action: 1, flags: live }, 'web.setLifecycleAction(2, 1, 1)'),
  does(domainSetTime, { dom, seconds: 1n, nseconds: 2, flags: 0 }, "web.setTime({'seconds': 1, 'nseconds': 2})"),
  does(domainSetUserPassword, { dom, user: 'root', password: 'none', flags: 0 }, "web.setUserPassword('root', 'none')"),
  does(domainSendKey, { dom, codeset: 0, holdtime: 0, keycodes: [30, 31], flags: 0 }, 'web.sendKey(0, 0, [30, 31], 2)'),
  does(domainSendProcessSignal, { dom, pid_value: 1n, signum: 15, flags: 0 }, 'web.sendProcessSignal(1, 15)'),
  does(domainInjectNMI, { dom, flags: 0 }, 'web.injectNMI()'),
  asks(domainFSFreeze, { dom, mountpoints: ['/'], flags: 0 }, "web.fsFreeze(['/'])", ({ filesystems }) => filesystems),
  asks(domainFSThaw, { dom, mountpoints: [], flags: 0 }, 'web.fsThaw()', ({ filesystems }) => filesystems),
  does(domainCoreDump, { dom, to: `${directory}/ours.core`, flags: 0 }, "web.coreDump(directory + '/core', 0)"),
  does(
    domainCoreDumpWithFormat,
    { dom, to: `${directory}/ours.core`, dumpformat: 0, flags: 0 },
    "web.coreDumpWithFormat(directory + '/core', 0, 0)",
  ),
  asks(domainGetXMLDesc, { dom, flags: 0 }, 'web.XMLDesc()', ({ xml }) => xml),
  asks(domainGetXMLDesc, { dom, flags: config }, 'web.XMLDesc(2)', ({ xml }) => xml),
  asks(domainGetXMLDesc, { dom: mail, flags: 0 }, 'mail.XMLDesc()', ({ xml }) => xml),
];
