import { runProgram } from '../support/run-program.ts';

/** What a peer has measured of itself: times in microseconds. */
export interface Measurement {
  readonly cpu: number;
  readonly wall: number;
  /** How much has come back; all peers must have received the same. */
  readonly received: number;
}

/** Runs a program that prints a line of JSON. */
export async function runForJson<T>(
  [program, ...args]: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<T> {
  if (program === undefined) throw new TypeError('no program');
  const { status, stdout, stderr } = await runProgram(program, args, { timeout: 120_000, environment });
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${status}:\n${stderr}`);
  return JSON.parse(stdout) as T;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The runs of all candidates by their names, taken in turns so that what disturbs one disturbs all. */
export async function interleave<C extends { readonly name: string }, T>(
  candidates: readonly C[],
  rounds: number,
  run: (candidate: C) => Promise<T>,
): Promise<Map<string, T[]>> {
  const runs = new Map<string, T[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const candidate of candidates) runs.get(candidate.name)?.push(await run(candidate));
  }
  return runs;
}
