import { join } from 'node:path';
import { runProgram } from '../support/run-program.ts';
import { startTestDaemon } from '../support/test-daemon.ts';
import { median, runForJson } from './measurement.ts';
import { wirePolicyBar } from './operations.ts';
import type { WirePolicyResult } from './peers/wire-policy.ts';
import { ourProgram } from './peers.ts';

/** How many calls on the wire are worth it: medians, in microseconds of a call. */
export interface WirePolicyRow {
  readonly blocking: WirePolicyResult['blocking'];
  readonly quick: number;
  readonly besideSlow: number;
  /** Of quick calls beside slow ones, to those alone. */
  readonly ratio: number;
  readonly met: boolean;
}

/** Throws when a slow call failed, as it would when the daemon were taken for dead. */
export async function measureWirePolicy(rounds: number): Promise<WirePolicyRow> {
  const daemon = await startTestDaemon();
  const runs: WirePolicyResult[] = [];
  try {
    const pipe = join(daemon.directory, 'pipe');
    const { status, stderr } = await runProgram('mkfifo', [pipe]);
    if (status !== 0) throw new Error(`mkfifo: ${stderr}`);
    for (let round = 0; round < rounds; round++) {
      runs.push(await runForJson([...ourProgram('wire-policy'), daemon.unixUri, pipe]));
    }
  } finally {
    await daemon.stop();
  }
  if (runs.some(({ failed }) => failed > 0)) throw new Error(`slow calls failed: ${JSON.stringify(runs)}`);
  const [first] = runs;
  if (first === undefined) throw new Error('nothing was measured');
  const ratio = median(runs.map(({ quick, besideSlow }) => besideSlow / quick));
  return {
    blocking: first.blocking.map(({ maxInFlight }, index) => ({
      maxInFlight,
      call: median(runs.map((run) => run.blocking[index]?.call ?? Number.NaN)),
    })),
    quick: median(runs.map(({ quick }) => quick)),
    besideSlow: median(runs.map(({ besideSlow }) => besideSlow)),
    ratio,
    met: ratio <= wirePolicyBar,
  };
}
