import { ErrorDomain } from '../../../generated/api-enums.ts';
import { invalidArgument } from '../../fault.ts';

/** More than any host has; a set may be written by hand. */
const mostCpus = 16384;

interface CpuRange {
  readonly first: number;
  readonly last: number;
  readonly isTakenOut: boolean;
}

function parseRange(part: string, text: string): CpuRange {
  const match = /^(\^?)(\d+)(?:-(\d+))?$/.exec(part);
  const isTakenOut = match?.[1] === '^';
  const first = Number(match?.[2] ?? Number.NaN);
  const last = Number(match?.[3] ?? first);
  if (match === null || last < first || last >= mostCpus || (isTakenOut && match[3] !== undefined)) {
    throw invalidArgument(ErrorDomain.NONE, `Failed to parse bitmap '${text}'`);
  }
  return { first, last, isTakenOut };
}

/** The CPUs of a set that is written down, in ascending order: `0-3,^2` is 0, 1 and 3. */
export function parseCpuSet(text: string): number[] {
  const ranges = text
    .replace(/\s/g, '')
    .split(',')
    .map((part) => parseRange(part, text));
  // A set may say the same many times.
  const isIn = new Uint8Array(1 + ranges.reduce((most, { last }) => Math.max(most, last), 0));
  for (const { first, last, isTakenOut } of ranges) isIn.fill(isTakenOut ? 0 : 1, first, last + 1);
  return Array.from(isIn, (_, cpu) => cpu).filter((cpu) => isIn[cpu] === 1);
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
