import { UsageError } from '../errors/usage-error.ts';

/** The longest map that the protocol carries has 2048 bytes. */
const highestCpu = 2048 * 8 - 1;

/** The numbers of the CPUs whose bits are set, in order. */
export function readCpuMap(map: Uint8Array): number[] {
  const cpus: number[] = [];
  for (let byte = 0; byte < map.length; byte++) {
    for (let bits = map[byte] ?? 0; bits !== 0; bits &= bits - 1) cpus.push(byte * 8 + lowestBit(bits));
  }
  return cpus;
}

/** The maps of several that follow each other, `length` bytes each. */
export function readCpuMaps(maps: Uint8Array, length: number, count: number): number[][] {
  return Array.from({ length: count }, (_, at) => readCpuMap(maps.subarray(at * length, (at + 1) * length)));
}

/** A map with the bits of these CPUs set, as long as the highest of them needs. */
export function writeCpuMap(cpus: Iterable<number>): Uint8Array {
  const sorted = sortedCpus(cpus);
  const map = new Uint8Array(((sorted.at(-1) ?? 0) >> 3) + 1);
  for (const cpu of sorted) map[cpu >> 3] = (map[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  return map;
}

/** How many bytes the map of a host with so many CPUs has. */
export function cpuMapLength(cpus: number): number {
  return (cpus + 7) >> 3;
}

/** The CPUs as libvirt writes them in text: `0-2,5`. */
export function writeCpuList(cpus: Iterable<number>): string {
  const ranges: string[] = [];
  const sorted = sortedCpus(cpus);
  for (let at = 0; at < sorted.length; at++) {
    const first = sorted[at] ?? 0;
    let last = first;
    while (sorted[at + 1] === last + 1) {
      at++;
      last++;
    }
    ranges.push(first === last ? `${first}` : `${first}-${last}`);
  }
  return ranges.join(',');
}

/** The CPUs of a text like `0-2,5`, in order; `undefined` where it is none. */
export function readCpuList(text: string): number[] | undefined {
  const cpus: number[] = [];
  for (const range of text === '' ? [] : text.split(',')) {
    const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    const [first, last] = [Number(from), Number(to)];
    // As libvirt writes them: in order, each once. Nothing else could be short text for a long list.
    if (!(first > (cpus.at(-1) ?? -1) && last >= first && last <= highestCpu)) return undefined;
    for (let cpu = first; cpu <= last; cpu++) cpus.push(cpu);
  }
  return cpus;
}

function sortedCpus(cpus: Iterable<number>): number[] {
  const sorted = [...new Set(cpus)];
  for (const cpu of sorted) {
    if (!Number.isInteger(cpu) || cpu < 0 || cpu > highestCpu)
      throw new UsageError(`${String(cpu)} is no CPU's number`);
  }
  return sorted.sort((a, b) => a - b);
}

function lowestBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
