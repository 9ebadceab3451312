import {
  domainBlockStats,
  domainGetAutostart,
  domainGetBlkioParameters,
  domainGetBlockInfo,
  domainGetBlockIoTune,
  domainGetControlInfo,
  domainGetCPUStats,
  domainGetDiskErrors,
  domainGetEmulatorPinInfo,
  domainGetFSInfo,
  domainGetHostname,
  domainGetInfo,
  domainGetInterfaceParameters,
  domainGetIOThreadInfo,
  domainGetMaxMemory,
  domainGetMaxVcpus,
  domainGetMemoryParameters,
  domainGetMessages,
  domainGetMetadata,
  domainGetNumaParameters,
  domainGetOSType,
  domainGetPerfEvents,
  domainGetSchedulerParameters,
  domainGetSchedulerType,
  domainGetSecurityLabel,
  domainGetState,
  domainGetTime,
  domainGetVcpuPinInfo,
  domainGetVcpus,
  domainGetVcpusFlags,
  domainGetXMLDesc,
  domainInterfaceAddresses,
  domainInterfaceStats,
  domainIsActive,
  domainIsPersistent,
  domainIsUpdated,
  domainLookupByID,
  domainLookupByName,
  domainLookupByUUID,
  domainMemoryPeek,
  domainMemoryStats,
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';
import { cpuFlags, dictionary, textIn } from './comparable.ts';
import { hostCpus, mail, web } from './node-state.ts';
import { asks, type Row } from './row.ts';
import { clock } from './rules.ts';

const dom = web;
/** Bytes in a CPU map. */
const maplen = 1;
/** Python's names of the tags from DomainMemoryStatTags, by number. */
const memoryStatNames = [
  'swap_in',
  'swap_out',
  'major_fault',
  'minor_fault',
  'unused',
  'available',
  'actual',
  'rss',
  'usable',
  'last_update',
  'disk_caches',
  'hugetlb_pgalloc',
  'hugetlb_pgfail',
];
const allOf = { nparams: 16, flags: 0 };

/** What a running domain tells of itself. */
export const domainReadingRows: readonly Row<Session>[] = [
  asks(domainLookupByName, { name: 'web' }, "(web := connection.lookupByName('web'))", (result) => result.dom),
  asks(
    domainLookupByUUID,
    { uuid: mail.uuid },
    "(mail := connection.lookupByUUIDString('a1a1a1a1-0000-4000-8000-000000000002'))",
    (result) => result.dom,
  ),
  asks(domainLookupByID, { id: 1 }, 'connection.lookupByID(1)', (result) => result.dom),
  asks(domainGetXMLDesc, { dom, flags: 0 }, 'web.XMLDesc()', ({ xml }) => xml),
  asks(
    domainGetInfo,
    { dom },
    'web.info()',
    ({ state, maxMem, memory, nrVirtCpu, cpuTime }) => [state, maxMem, memory, nrVirtCpu, cpuTime],
    clock,
  ),
  asks(domainGetState, { dom, flags: 0 }, 'web.state()', ({ state, reason }) => [state, reason]),
  asks(domainGetControlInfo, { dom, flags: 0 }, 'web.controlInfo()', ({ state, details, stateTime }) => [
    state,
    details,
    stateTime,
  ]),
  asks(domainIsActive, { dom }, 'web.isActive()', ({ active }) => active),
  asks(domainIsPersistent, { dom }, 'web.isPersistent()', ({ persistent }) => persistent),
  asks(domainIsUpdated, { dom }, 'web.isUpdated()', ({ updated }) => updated),
  asks(domainGetAutostart, { dom }, 'web.autostart()', ({ autostart }) => autostart),
  asks(domainGetOSType, { dom }, 'web.OSType()', ({ type }) => type),
  asks(domainGetHostname, { dom, flags: 0 }, 'web.hostname()', ({ hostname }) => hostname),
  asks(domainGetMetadata, { dom, type: 1, uri: null, flags: 0 }, 'web.metadata(1, None)', ({ metadata }) => metadata),
  asks(domainGetSecurityLabel, { dom }, 'web.securityLabel()', ({ label, enforcing }) => [
    textIn(label),
    enforcing !== 0,
  ]),
  asks(domainGetMessages, { dom, flags: 0 }, 'web.messages()', ({ msgs }) => msgs),
  asks(domainGetTime, { dom, flags: 0 }, 'web.getTime()', (time) => time),

  asks(domainGetMaxMemory, { dom }, 'web.maxMemory()', ({ memory }) => memory),
  asks(domainMemoryStats, { dom, maxStats: 16, flags: 0 }, 'web.memoryStats()', ({ stats }) =>
    Object.fromEntries(stats.map(({ tag, val }) => [memoryStatNames[tag], val])),
  ),
  asks(domainMemoryPeek, { dom, offset: 3n, size: 5, flags: 1 }, 'web.memoryPeek(3, 5, 1)', ({ buffer }) => buffer),
  asks(domainGetMemoryParameters, { dom, ...allOf }, 'web.memoryParameters()', ({ params }) => dictionary(params)),
  asks(domainGetNumaParameters, { dom, ...allOf, flags: 4 }, 'web.numaParameters()', ({ params }) =>
    dictionary(params),
  ),

  asks(domainGetMaxVcpus, { dom }, 'web.maxVcpus()', ({ num }) => num),
  asks(domainGetVcpusFlags, { dom, flags: 4 }, 'web.vcpusFlags(4)', ({ num }) => num),
  asks(
    domainGetVcpus,
    { dom, maxinfo: 2, maplen },
    'web.vcpus()',
    ({ info, cpumaps }) => [
      info.map(({ number, state, cpu_time, cpu }) => [number, state, cpu_time, cpu]),
      info.map((_, vcpu) => cpuFlags(cpumaps.subarray(vcpu * maplen), hostCpus)),
    ],
    clock,
  ),
  asks(domainGetVcpuPinInfo, { dom, ncpumaps: 2, maplen, flags: 0 }, 'web.vcpuPinInfo()', ({ cpumaps, num }) =>
    Array.from({ length: num }, (_, vcpu) => cpuFlags(cpumaps.subarray(vcpu * maplen), hostCpus)),
  ),
  asks(domainGetEmulatorPinInfo, { dom, maplen, flags: 0 }, 'web.emulatorPinInfo()', ({ cpumaps }) =>
    cpuFlags(cpumaps, hostCpus),
  ),
  asks(domainGetIOThreadInfo, { dom, flags: 0 }, 'web.ioThreadInfo()', ({ info }) =>
    info.map(({ iothread_id, cpumap }) => [iothread_id, cpuFlags(cpumap, hostCpus)]),
  ),
  asks(
    domainGetCPUStats,
    { dom, nparams: 3, start_cpu: -1, ncpus: 1, flags: 4 },
    'web.getCPUStats(True)',
    ({ params }) => [dictionary(params)],
  ),
  asks(domainGetSchedulerType, { dom }, 'web.schedulerType()', ({ type, nparams }) => [type, nparams]),
  asks(domainGetSchedulerParameters, { dom, nparams: 1 }, 'web.schedulerParameters()', ({ params }) =>
    dictionary(params),
  ),
  asks(domainGetPerfEvents, { dom, flags: 4 }, 'web.perfEvents()', ({ params }) => dictionary(params)),

  asks(
    domainBlockStats,
    { dom, path: 'vda' },
    "web.blockStats('vda')",
    ({ rd_req, rd_bytes, wr_req, wr_bytes, errs }) => [rd_req, rd_bytes, wr_req, wr_bytes, errs],
    clock,
  ),
  asks(
    domainGetBlockInfo,
    { dom, path: 'vda', flags: 0 },
    "web.blockInfo('vda')",
    ({ capacity, allocation, physical }) => [capacity, allocation, physical],
  ),
  asks(
    domainGetBlockIoTune,
    { dom, disk: 'vda', ...allOf, nparams: 32, flags: 4 },
    "web.blockIoTune('vda')",
    ({ params }) => dictionary(params),
  ),
  asks(domainGetBlkioParameters, { dom, ...allOf, flags: 4 }, 'web.blkioParameters()', ({ params }) =>
    dictionary(params),
  ),
  asks(domainGetDiskErrors, { dom, maxerrors: 4, flags: 0 }, 'web.diskErrors()', ({ errors }) =>
    Object.fromEntries(errors.map(({ disk, error }) => [disk, error])),
  ),
  asks(domainGetFSInfo, { dom, flags: 0 }, 'web.fsInfo()', ({ info }) =>
    info.map(({ mountpoint, name, fstype, dev_aliases }) => [mountpoint, name, fstype, dev_aliases]),
  ),
  asks(
    domainInterfaceStats,
    { dom, device: 'testnet0' },
    "web.interfaceStats('testnet0')",
    (stats) => [
      stats.rx_bytes,
      stats.rx_packets,
      stats.rx_errs,
      stats.rx_drop,
      stats.tx_bytes,
      stats.tx_packets,
      stats.tx_errs,
      stats.tx_drop,
    ],
    clock,
  ),
  asks(
    domainGetInterfaceParameters,
    { dom, device: 'testnet0', ...allOf, flags: 4 },
    "web.interfaceParameters('testnet0')",
    ({ params }) => dictionary(params),
  ),
  asks(domainInterfaceAddresses, { dom, source: 0, flags: 0 }, 'web.interfaceAddresses(0)', ({ ifaces }) =>
    Object.fromEntries(ifaces.map(({ name, hwaddr, addrs }) => [name, { hwaddr, addrs }])),
  ),
];
