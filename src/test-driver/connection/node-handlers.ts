import { ErrorDomain } from '../../generated/api-enums.ts';
import {
  connectGetSysinfo,
  nodeGetCellsFreeMemory,
  nodeGetCPUMap,
  nodeGetCPUStats,
  nodeGetFreeMemory,
  nodeGetFreePages,
  nodeGetInfo,
  nodeGetSecurityModel,
} from '../../generated/remote-procedures.ts';
import { mustBeGreaterThanZero, mustNotBeZero } from '../arguments.ts';
import { characterField, characters } from '../characters.ts';
import { badArgument, checkFlags, invalidArgument, unexplainedFault } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { element } from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';

/** The protocol's field for the CPU's name. */
const modelBytes = 32;

/** The machine that the test driver plays has eight CPUs, of which the first, the third and the fifth are in use. */
const cpuMap = { cpumap: Uint8Array.of(0b10101), online: 3, ret: 8 };

const firmware = { vendor: 'LENOVO', version: 'G4ETA1WW (2.61 )', date: '05/07/2014', release: '2.61' };

/** What the CPUs have done since the machine began, in nanoseconds: the same for each, and for all together. */
const cpuTimes = [
  { field: 'user', value: 9_797_400_000n },
  { field: 'kernel', value: 34_678_723_400_000n },
  { field: 'idle', value: 87_264_900_000n },
  { field: 'iowait', value: 763_600_000n },
];

function sysinfo(): string {
  const entries = Object.entries(firmware).map(([name, value]) => element('entry', { name }, [value]));
  return formatXml(element('sysinfo', { type: 'smbios' }, [element('bios', {}, entries)]));
}

/** What the machine is. */
export const nodeHandlers: readonly HandledProcedure[] = [
  handle(nodeGetInfo, ({ nodeInfo: { model, ...numbers } }) => ({
    model: characterField(model, modelBytes),
    ...numbers,
  })),
  handle(nodeGetFreeMemory, ({ freeMemory: freeMem }) => ({ freeMem })),
  handle(nodeGetSecurityModel, () => ({ model: characters('testSecurity'), doi: characters('') })),
  handle(nodeGetCPUMap, (_, { need_map, need_online, flags }) => {
    checkFlags('testNodeGetCPUMap', flags, 0);
    return {
      cpumap: need_map === 0 ? new Uint8Array() : cpuMap.cpumap,
      online: need_online === 0 ? 0 : cpuMap.online,
      ret: cpuMap.ret,
    };
  }),
  handle(connectGetSysinfo, (_, { flags }) => {
    checkFlags('testConnectGetSysinfo', flags, 0);
    return { sysinfo: sysinfo() };
  }),
  handle(nodeGetCPUStats, (_, { cpuNum, nparams, flags }) => {
    if (cpuNum < -1) {
      const message = 'cpuNum in virNodeGetCPUStats only accepts -1 as a negative value';
      throw badArgument(ErrorDomain.DOMAIN, 'virNodeGetCPUStats', 'cpuNum', message);
    }
    checkFlags('testNodeGetCPUStats', flags, 0);
    if (nparams === 0) return { params: [], nparams: cpuTimes.length };
    return { params: cpuTimes.slice(0, nparams), nparams: Math.min(nparams, cpuTimes.length) };
  }),
  handle(nodeGetCellsFreeMemory, ({ cells }, { startCell, maxcells }) => {
    if (maxcells <= 0) throw mustBeGreaterThanZero(ErrorDomain.DOMAIN, 'virNodeGetCellsFreeMemory', 'maxCells');
    if (startCell >= cells.length) {
      throw invalidArgument(ErrorDomain.TEST, 'Range exceeds available cells');
    }
    // It is all of a cell's memory that the test driver calls free here.
    return { cells: cells.slice(startCell, startCell + maxcells).map(({ memory }) => BigInt(memory)) };
  }),
  handle(nodeGetFreePages, (_, { pages }) => {
    if (pages.length === 0) throw mustNotBeZero(ErrorDomain.DOMAIN, 'virNodeGetFreePages', 'npages');
    // libvirt's own driver counts none, and the daemon takes that for an error of which nothing was said.
    throw unexplainedFault();
  }),
];
