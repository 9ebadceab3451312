/*
 * npm run fuzz [-- COUNT [SEED]]: decodes COUNT mutants (1,000,000) of good frames and fails when one of them does what
 * none may do. The same SEED makes the same mutants.
 */
import { packageRoot } from '../bench/package-root.ts';
import { Random } from '../support/random-values.ts';
import { type DecoderCoverage, measureDecoders } from './decoder-coverage.ts';
import { Fuzzer, type FuzzReport } from './fuzz.ts';
import { loadSeeds } from './seeds.ts';

const [count = 1_000_000, seed = Date.now() >>> 0] = process.argv.slice(2).map(Number);
if (!Number.isSafeInteger(count) || count < 1 || !Number.isSafeInteger(seed)) {
  throw new RangeError('usage: npm run fuzz [-- COUNT [SEED]]');
}

const random = new Random(seed);
const seeds = loadSeeds(packageRoot, random);
print(`${count} mutants of ${seeds.length} frames, seed ${seed}`);

const fuzzer = new Fuzzer(seeds, random);
// Counting makes decoders slow, and after a tenth it finds nothing new.
const counted = Math.min(count, Math.max(count / 10, 100_000));
const coverage = await measureDecoders(() => fuzzer.run(counted));
fuzzer.run(count - counted);
const { report } = fuzzer;
print(tell(report, coverage));
if (report.pastHeader < count / 10) fail('too few mutants came past the header');
if (report.missing.length > 0) fail(`${report.missing.length} decoders never ran, as that of ${report.missing[0]}`);

function tell(
  { mutants, seconds, types, typesRun, typesCompleted, ...counts }: FuzzReport,
  { functionsRun, branches, branchesRun }: DecoderCoverage,
): string {
  return [
    `${seconds.toFixed(1)} s, ${Math.round(mutants / seconds)} mutants a second`,
    `${share(counts.pastHeader, mutants)} past the header`,
    `decoded to the end: ${share(counts.framesDecoded, mutants)} as frames, ${share(counts.bodiesDecoded, mutants)} as bodies`,
    `decoders of ${typesRun} of ${types} types run, ${typesCompleted} to the end at least once`,
    `generated decoders: ${share(functionsRun, types)} of ${types} functions run, ${share(branchesRun, branches)} of the ${branches} branches in them`,
    `slowest mutant ${counts.slowest.toFixed(1)} ms; at most ${Math.round(counts.memory / 1024 / 1024)} MiB more memory than at the start`,
  ].join('\n');
}

function fail(reason: string): void {
  print(`FAILED: ${reason}`);
  process.exitCode = 1;
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
