/*
 * npm run bench: libvirt-rpc beside other clients on one daemon, and its codecs beside another XDR library.
 *
 *   --rounds N   how many times each peer runs an operation (5)
 *   --only TEXT  only the operations whose title has the text; `codec` for the codecs, `events` for events, `wire` for bursts,
 *                `volumes` for volumes
 *   --profile    profiles our peers in every operation, and not only where a bar is missed
 *   --strict     a missed bar, or a peer that is not there, is a failure
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type CodecRow, measureCodecs } from './codec-rows.ts';
import { DaemonBench, judge, type OperationResult, type Profile, type Verdict } from './daemon-rows.ts';
import { type EventRow, measureEvents } from './event-rows.ts';
import { type OperationKey, operations } from './operations.ts';
import { packageRoot } from './package-root.ts';
import { findPeers, ourProgram } from './peers.ts';
import { profile, type SelfTime } from './self-time.ts';
import {
  codecTable,
  eventTable,
  operationTable,
  profileTable,
  selfTimeTable,
  verdictTable,
  volumeTable,
  wirePolicyTable,
} from './tables.ts';
import { measureVolumes, type VolumeRow } from './volume-rows.ts';
import { measureWirePolicy, type WirePolicyRow } from './wire-policy-rows.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    profile: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);

function isWanted(title: string): boolean {
  return title.toLowerCase().includes(options.only.toLowerCase());
}

interface DaemonReport {
  readonly results: readonly OperationResult[];
  readonly verdicts: readonly Verdict[];
  readonly profiles: readonly Profile[];
}

async function benchCodecs(): Promise<{ rows: readonly CodecRow[]; functions: readonly SelfTime[] }> {
  if (!isWanted('codec')) return { rows: [], functions: [] };
  const rows = await measureCodecs(rounds);
  print(codecTable(rows));
  if (!options.profile && rows.every(({ met }) => met)) return { rows, functions: [] };
  const functions = await profile(ourProgram('codec-ours'));
  print(`profile of our codecs\n${selfTimeTable(functions)}`);
  return { rows, functions };
}

async function benchEvents(): Promise<readonly EventRow[]> {
  if (!isWanted('events')) return [];
  const row = await measureEvents(rounds);
  print(eventTable(row));
  return [row];
}

async function benchWirePolicy(): Promise<readonly WirePolicyRow[]> {
  if (!isWanted('wire')) return [];
  const row = await measureWirePolicy(rounds);
  print(wirePolicyTable(row));
  return [row];
}

async function benchVolumes(): Promise<readonly VolumeRow[]> {
  if (!isWanted('volumes')) return [];
  const rows = await measureVolumes(rounds);
  print(volumeTable(rows));
  return rows;
}

async function benchDaemon(bench: DaemonBench): Promise<DaemonReport> {
  const results: OperationResult[] = [];
  for (const operation of Object.keys(operations) as OperationKey[]) {
    if (!isWanted(operations[operation].title)) continue;
    const result = await bench.measure(operation, rounds);
    print(operationTable(result));
    results.push(result);
  }
  const verdicts = judge(results);
  const profiles: Profile[] = [];
  for (const { operation, rows } of results) {
    for (const { peer } of rows.filter(({ ours }) => ours)) {
      const missed = verdicts.some(
        (verdict) => verdict.operation === operation && verdict.peer === peer && !verdict.met,
      );
      if (!missed && !options.profile) continue;
      const result = await bench.profile(operation, peer);
      print(profileTable(result));
      profiles.push(result);
    }
  }
  return { results, verdicts, profiles };
}

async function main(): Promise<void> {
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: availableParallelism() };
  print(`Node ${machine.node}, ${machine.cores} x ${machine.cpu}; medians of ${rounds} runs in turns`);
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-bench-'));
  try {
    const codec = await benchCodecs();
    const { peers, missing } = await findPeers(directory);
    const skipped = [...missing];
    let daemon: DaemonReport = { results: [], verdicts: [], profiles: [] };
    const bench = await DaemonBench.start(peers).catch((error: unknown) => {
      skipped.push(`everything with a daemon: ${error instanceof Error ? error.message : String(error)}`);
    });
    let events: readonly EventRow[] = [];
    let wirePolicy: readonly WirePolicyRow[] = [];
    let volumes: readonly VolumeRow[] = [];
    if (bench !== undefined) {
      try {
        daemon = await benchDaemon(bench);
      } finally {
        await bench.stop();
      }
      events = await benchEvents();
      wirePolicy = await benchWirePolicy();
      volumes = await benchVolumes();
    }
    print(verdictTable(daemon.verdicts, codec.rows, events, wirePolicy, volumes));
    for (const each of skipped) print(`SKIPPED ${each}`);
    const reports = join(packageRoot, 'reports');
    await mkdir(reports, { recursive: true });
    await writeFile(
      join(reports, 'bench.json'),
      `${JSON.stringify({ machine, rounds, codec, ...daemon, events, wirePolicy, volumes, skipped }, null, 2)}\n`,
    );
    const failed =
      skipped.length > 0 ||
      [...daemon.verdicts, ...codec.rows, ...events, ...wirePolicy, ...volumes].some(({ met }) => !met);
    if (options.strict && failed) process.exitCode = 1;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n\n`);
}

await main();
