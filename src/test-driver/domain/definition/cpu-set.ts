import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import { fault } from '../../fault.ts';

/** More than any host has; a set may be written by hand. */
const mostCpus = 16384;

/** The CPUs of a set that is written down, in ascending order: `0-3,^2` is 0, 1 and 3. */
export function parseCpuSet(text: string): number[] {
  const cpus = new Set<number>();
  for (const part of text.replace(/\s/g, '').split(',')) {
    const match = /^(\^?)(\d+)(?:-(\d+))?$/.exec(part);
    const first = Number(match?.[2] ?? Number.NaN);
    const last = Number(match?.[3] ?? first);
    if (match === null || last < first || last >= mostCpus || (match[1] === '^' && match[3] !== undefined)) {
      throw fault(ErrorNumber.ERR_INVALID_ARG, ErrorDomain.NONE, `Failed to parse bitmap '${text}'`);
    }
    for (let cpu = first; cpu <= last; cpu++) {
      if (match[1] === '^') cpus.delete(cpu);
      else cpus.add(cpu);
    }
  }
  return [...cpus].sort((left, right) => left - right);
}

/** A set of CPUs in its shortest form: `0-3,^2` is `0-1,3`. */
export function canonicalCpuSet(text: string): string {
  return formatCpuSet(parseCpuSet(text));
}

export function formatCpuSet(sorted: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const cpu of sorted) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === cpu - 1) range[1] = cpu;
    else ranges.push([cpu, cpu]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}

/** The CPUs whose bits are set in a map as the protocol has it, in ascending order. */
export function cpusOfMap(map: Uint8Array): number[] {
  const all = Array.from({ length: map.length * 8 }, (_, cpu) => cpu);
  return all.filter((cpu) => (((map[cpu >> 3] ?? 0) >> (cpu & 7)) & 1) === 1);
}

/** The map of a set, in that many bytes; CPUs that do not fit are left out. */
export function cpuMap(cpus: readonly number[], length: number): Uint8Array {
  const map = new Uint8Array(length);
  for (const cpu of cpus) {
    if (cpu >> 3 < length) map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  }
  return map;
}
