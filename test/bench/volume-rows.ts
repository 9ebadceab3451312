import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../support/run-program.ts';
import { startTestDaemon } from '../support/test-daemon.ts';
import { virsh } from '../support/virsh.ts';
import { interleave, median } from './measurement.ts';
import { volumeBars } from './operations.ts';
import { ourProgram } from './peers.ts';

/** A volume brought up or down by us and by virsh: whole programs but for their start, medians in seconds. */
export interface VolumeRow {
  readonly way: 'up' | 'down';
  readonly bytes: number;
  readonly ours: VolumeRun;
  readonly theirs: VolumeRun;
  /** Our throughput to virsh's. */
  readonly throughput: number;
  /** Our CPU time to virsh's. */
  readonly cpu: number;
  readonly met: boolean;
}

interface VolumeRun {
  readonly wall: number;
  readonly cpu: number;
}

const mebibyte = 1024 * 1024;
const bytes = 1024 * mebibyte;

/** Throws when a transfer fails, or when what has come down is not what went up. */
export async function measureVolumes(rounds: number): Promise<VolumeRow[]> {
  const daemon = await startTestDaemon();
  try {
    const uri = `storage+unix:///system?socket=${daemon.socketPath}`;
    const pool = join(daemon.directory, 'pool');
    await mkdir(pool);
    await succeed(virsh(uri, 'pool-create-as', 'bench', 'dir', '--target', pool));
    await succeed(virsh(uri, 'vol-create-as', 'bench', 'volume', String(bytes), '--format', 'raw'));
    const key = join(pool, 'volume');
    const source = join(daemon.directory, 'source');
    await writeRandom(source, bytes);
    await succeed(virsh(uri, 'vol-create-as', 'bench', 'block', '4096', '--format', 'raw'));
    const block = join(daemon.directory, 'block');
    await writeRandom(block, 4096);
    const rows: VolumeRow[] = [];
    for (const way of ['up', 'down'] as const) {
      const fileOf = (name: string): string => (way === 'up' ? source : join(daemon.directory, name));
      const us = [...ourProgram('volume'), uri, way];
      const virshCommand = ['virsh', '-q', '-c', uri, `vol-${way}load`];
      const peers = [
        { name: 'ours', command: [...us, key, fileOf('ours')] },
        { name: 'theirs', command: [...virshCommand, key, fileOf('theirs')] },
        // A block takes no time: what these take is their start.
        { name: 'our start', command: [...us, join(pool, 'block'), block] },
        { name: 'their start', command: [...virshCommand, join(pool, 'block'), block] },
      ];
      const runs = await interleave(peers, rounds, ({ command }) => timed(command));
      const of = (name: string): VolumeRun => medianOf(runs.get(name) ?? []);
      const ours = difference(of('ours'), of('our start'));
      const theirs = difference(of('theirs'), of('their start'));
      const throughput = theirs.wall / ours.wall;
      const cpu = ours.cpu / theirs.cpu;
      const met = throughput >= volumeBars.throughput && cpu <= volumeBars.cpu;
      rows.push({ way, bytes, ours, theirs, throughput, cpu, met });
      await succeed(runProgram('cmp', [source, way === 'up' ? key : fileOf('ours')]));
    }
    return rows;
  } finally {
    await daemon.stop();
  }
}

async function writeRandom(path: string, size: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    const piece = randomBytes(Math.min(size, 64 * mebibyte));
    for (let at = 0; at < size; at += piece.length) await file.write(piece);
  } finally {
    await file.close();
  }
}

/** Runs a program under the shell's own stopwatch. */
async function timed(command: readonly string[]): Promise<VolumeRun> {
  const { stderr } = await succeed(
    runProgram('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@"', 'bash', ...command], { timeout: 120_000 }),
  );
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = stderr.trim().split(' ').map(Number);
  return { wall, cpu: user + system };
}

function medianOf(runs: readonly VolumeRun[]): VolumeRun {
  return { wall: median(runs.map(({ wall }) => wall)), cpu: median(runs.map(({ cpu }) => cpu)) };
}

function difference(whole: VolumeRun, start: VolumeRun): VolumeRun {
  return { wall: whole.wall - start.wall, cpu: whole.cpu - start.cpu };
}

async function succeed<T extends { readonly status: unknown; readonly stderr: string }>(
  running: Promise<T>,
): Promise<T> {
  const result = await running;
  if (result.status !== 0) throw new Error(`ended with ${String(result.status)}: ${result.stderr}`);
  return result;
}
