import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../support/run-program.ts';

interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** A function's share of the time in which the program was busy. */
export interface SelfTime {
  readonly place: string;
  readonly share: number;
}

/** Runs one of our programs under V8's profiler; gives the functions that took the most time themselves. */
export async function profile([node, ...rest]: readonly string[], count = 15): Promise<SelfTime[]> {
  if (node === undefined) throw new TypeError('no program');
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-profile-'));
  try {
    const options = ['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-dir=${directory}`];
    const { status, stderr } = await runProgram(node, [...options, ...rest], { timeout: 120_000 });
    if (status !== 0) throw new Error(`profiling ended with ${status}:\n${stderr}`);
    const [file] = await readdir(directory);
    if (file === undefined) throw new Error('the profiler has written nothing');
    return selfTimes(JSON.parse(await readFile(join(directory, file), 'utf8'))).slice(0, count);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): SelfTime[] {
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const times = new Map<string, number>();
  let busy = 0;
  samples.forEach((id, index) => {
    const place = places.get(id) ?? '';
    if (place === '(idle)') return;
    const time = timeDeltas[index] ?? 0;
    busy += time;
    times.set(place, (times.get(place) ?? 0) + time);
  });
  return [...times].map(([place, time]) => ({ place, share: time / busy })).sort((a, b) => b.share - a.share);
}

function placeOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): string {
  const name = functionName || '(anonymous)';
  if (url === '') return name;
  return `${name} ${url.replace(/^.*\/dist\//, '')}:${lineNumber + 1}`;
}
