import {
  connectBaselineCPU,
  connectFindStoragePoolSources,
  connectGetAllDomainStats,
  connectGetCapabilities,
  connectGetCPUModelNames,
  connectGetHostname,
  connectGetLibVersion,
  connectGetMaxVcpus,
  connectGetSysinfo,
  connectGetType,
  connectGetURI,
  connectGetVersion,
  connectListAllDomains,
  connectListAllInterfaces,
  connectListAllNetworks,
  connectListAllNodeDevices,
  connectListAllStoragePools,
  connectListDefinedDomains,
  connectListDefinedInterfaces,
  connectListDefinedNetworks,
  connectListDefinedStoragePools,
  connectListDomains,
  connectListInterfaces,
  connectListNetworks,
  connectListStoragePools,
  connectNumOfDefinedDomains,
  connectNumOfDefinedInterfaces,
  connectNumOfDefinedNetworks,
  connectNumOfDefinedStoragePools,
  connectNumOfDomains,
  connectNumOfInterfaces,
  connectNumOfNetworks,
  connectNumOfStoragePools,
  nodeGetCPUMap,
  nodeGetCPUStats,
  nodeGetInfo,
  nodeGetSecurityModel,
  nodeListDevices,
  nodeNumOfDevices,
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';
import { cpuFlags, dictionary, textIn } from './comparable.ts';
import { asks, type Row } from './row.ts';
import { anyOrder, clock } from './rules.ts';

const cpu = '<cpu><arch>x86_64</arch><model>qemu64</model></cpu>';
const most = { maxnames: 100 };
const all = { need_results: 1, flags: 0 };

/** What a connection tells of its host, its driver and the objects that there are. */
export const connectionRows: readonly Row<Session>[] = [
  asks(connectGetType, undefined, 'connection.getType()', ({ type }) => type),
  asks(connectGetVersion, undefined, 'connection.getVersion()', ({ hv_ver }) => hv_ver),
  asks(connectGetLibVersion, undefined, 'connection.getLibVersion()', ({ lib_ver }) => lib_ver),
  asks(connectGetHostname, undefined, 'connection.getHostname()', ({ hostname }) => hostname),
  // Python tells its own URI, which also says how to reach the daemon.
  asks(
    connectGetURI,
    undefined,
    `'test://' + __import__('urllib.parse').parse.urlsplit(connection.getURI()).path`,
    ({ uri }) => uri,
  ),
  asks(connectGetCapabilities, undefined, 'connection.getCapabilities()', ({ capabilities }) => capabilities),
  asks(connectGetSysinfo, { flags: 0 }, 'connection.getSysinfo()', ({ sysinfo }) => sysinfo),
  asks(connectGetMaxVcpus, { type: null }, 'connection.getMaxVcpus(None)', ({ max_vcpus }) => max_vcpus),
  // Python tells memory in MiB.
  asks(
    nodeGetInfo,
    undefined,
    'connection.getInfo()',
    ({ model, memory, cpus, mhz, nodes, sockets, cores, threads }) => [
      textIn(model),
      memory / 1024n,
      cpus,
      mhz,
      nodes,
      sockets,
      cores,
      threads,
    ],
  ),
  {
    name: nodeGetCPUStats.name,
    python: 'connection.getCPUStats(-1)',
    rule: clock,
    // How many there are depends on the release, and has to be asked for first.
    call: async (session) => {
      const { nparams } = await session.call(nodeGetCPUStats, { cpuNum: -1, nparams: 0, flags: 0 });
      const { params } = await session.call(nodeGetCPUStats, { cpuNum: -1, nparams, flags: 0 });
      return Object.fromEntries(params.map(({ field, value }) => [field, value]));
    },
  },
  asks(
    nodeGetCPUMap,
    { need_map: 1, need_online: 1, flags: 0 },
    'connection.getCPUMap()',
    ({ cpumap, online, ret }) => [ret, cpuFlags(cpumap, ret), online],
  ),
  asks(nodeGetSecurityModel, undefined, 'connection.getSecurityModel()', ({ model, doi }) => [
    textIn(model),
    textIn(doi),
  ]),
  asks(
    connectGetCPUModelNames,
    { arch: 'x86_64', ...all },
    "connection.getCPUModelNames('x86_64')",
    ({ models }) => models,
  ),
  asks(connectBaselineCPU, { xmlCPUs: [cpu], flags: 0 }, `connection.baselineCPU(["${cpu}"])`, (result) => result.cpu),
  asks(
    connectFindStoragePoolSources,
    { type: 'logical', srcSpec: null, flags: 0 },
    "connection.findStoragePoolSources('logical', None)",
    ({ xml }) => xml,
  ),
  asks(
    connectGetAllDomainStats,
    { doms: [], stats: 0, flags: 0 },
    'connection.getAllDomainStats()',
    ({ retStats }) => retStats.map(({ dom, params }) => [dom, dictionary(params)]),
    anyOrder,
  ),

  asks(connectNumOfDomains, undefined, 'connection.numOfDomains()', ({ num }) => num),
  asks(connectListDomains, { maxids: 100 }, 'connection.listDomainsID()', ({ ids }) => ids),
  asks(connectNumOfDefinedDomains, undefined, 'connection.numOfDefinedDomains()', ({ num }) => num),
  asks(connectListDefinedDomains, most, 'connection.listDefinedDomains()', ({ names }) => names),
  asks(connectListAllDomains, all, 'connection.listAllDomains()', ({ domains }) => domains, anyOrder),

  asks(connectNumOfNetworks, undefined, 'connection.numOfNetworks()', ({ num }) => num),
  asks(connectListNetworks, most, 'connection.listNetworks()', ({ names }) => names),
  asks(connectNumOfDefinedNetworks, undefined, 'connection.numOfDefinedNetworks()', ({ num }) => num),
  asks(connectListDefinedNetworks, most, 'connection.listDefinedNetworks()', ({ names }) => names),
  asks(connectListAllNetworks, all, 'connection.listAllNetworks()', ({ nets }) => nets, anyOrder),

  asks(connectNumOfStoragePools, undefined, 'connection.numOfStoragePools()', ({ num }) => num),
  asks(connectListStoragePools, most, 'connection.listStoragePools()', ({ names }) => names),
  asks(connectNumOfDefinedStoragePools, undefined, 'connection.numOfDefinedStoragePools()', ({ num }) => num),
  asks(connectListDefinedStoragePools, most, 'connection.listDefinedStoragePools()', ({ names }) => names),
  asks(connectListAllStoragePools, all, 'connection.listAllStoragePools()', ({ pools }) => pools, anyOrder),

  asks(connectNumOfInterfaces, undefined, 'connection.numOfInterfaces()', ({ num }) => num),
  asks(connectListInterfaces, most, 'connection.listInterfaces()', ({ names }) => names),
  asks(connectNumOfDefinedInterfaces, undefined, 'connection.numOfDefinedInterfaces()', ({ num }) => num),
  asks(connectListDefinedInterfaces, most, 'connection.listDefinedInterfaces()', ({ names }) => names),
  asks(connectListAllInterfaces, all, 'connection.listAllInterfaces()', ({ ifaces }) => ifaces, anyOrder),

  asks(nodeNumOfDevices, { cap: null, flags: 0 }, 'connection.numOfDevices(None)', ({ num }) => num),
  asks(
    nodeListDevices,
    { cap: 'scsi_host', ...most, flags: 0 },
    "connection.listDevices('scsi_host')",
    ({ names }) => names,
    anyOrder,
  ),
  asks(connectListAllNodeDevices, all, 'connection.listAllDevices()', ({ devices }) => devices, anyOrder),
];
