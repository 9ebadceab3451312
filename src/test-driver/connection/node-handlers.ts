import {
  connectGetSysinfo,
  nodeGetCPUMap,
  nodeGetFreeMemory,
  nodeGetInfo,
  nodeGetSecurityModel,
} from '../../generated/remote-procedures.ts';
import { characterField, characters } from '../characters.ts';
import { checkFlags } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import { element } from '../xml/element.ts';
import { formatXml } from '../xml/format-xml.ts';

/** The protocol's field for the CPU's name. */
const modelBytes = 32;

/** The machine that the test driver plays has eight CPUs, of which the first, the third and the fifth are in use. */
const cpuMap = { cpumap: Uint8Array.of(0b10101), online: 3, ret: 8 };

const firmware = { vendor: 'LENOVO', version: 'G4ETA1WW (2.61 )', date: '05/07/2014', release: '2.61' };

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
];
