import { type Profiler, Session } from 'node:inspector/promises';

/** How much of the generated decoders has run, by V8's count. */
export interface DecoderCoverage {
  /** The functions that have run: one for each type. V8 does not tell of those that have not. */
  readonly functionsRun: number;
  /** The stretches of code within them that V8 counts apart: bodies, loops, arms, handlers. */
  readonly branches: number;
  readonly branchesRun: number;
}

/** Counts what runs of the functions that read types, in modules of generated types, while `run` runs. */
export async function measureDecoders(run: () => void): Promise<DecoderCoverage> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    run();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    await session.post('Profiler.stopPreciseCoverage');
    return sum(result);
  } finally {
    session.disconnect();
  }
}

function sum(scripts: readonly Profiler.ScriptCoverage[]): DecoderCoverage {
  const decoders = scripts
    .filter(({ url }) => /\/generated\/[a-z]+-types\.[jt]s$/.test(url))
    .flatMap(({ functions }) => functions)
    .filter(({ functionName }) => functionName.startsWith('read'));
  const branches = decoders.flatMap(({ ranges }) => ranges);
  return {
    functionsRun: decoders.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).length,
    branches: branches.length,
    branchesRun: branches.filter(({ count }) => count > 0).length,
  };
}
