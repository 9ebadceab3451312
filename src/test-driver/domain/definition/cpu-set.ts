import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import { fault } from '../../fault.ts';

/** More than any host has; a set may be written by hand. */
const mostCpus = 16384;

/** A set of CPUs in its shortest form: `0-3,^2` is `0-1,3`. */
export function canonicalCpuSet(text: string): string {
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
  return formatCpuSet([...cpus].sort((left, right) => left - right));
}

function formatCpuSet(sorted: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const cpu of sorted) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === cpu - 1) range[1] = cpu;
    else ranges.push([cpu, cpu]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}
