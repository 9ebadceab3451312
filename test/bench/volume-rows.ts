import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../support/run-program.ts';
import { startTestDaemon } from '../support/test-daemon.ts';
import { virsh } from '../support/virsh.ts';
import { interleave, median } from './measurement.ts';
import { volumeBars } from './operations.ts';
import { ourProgram } from './peers.ts';

/** A volume brought up or down by us and by virsh: whole programs, medians in seconds. */
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
    await writeRandom(source);
    const rows: VolumeRow[] = [];
    for (const way of ['up', 'down'] as const) {
      const fileOf = (name: string): string => (way === 'up' ? source : join(daemon.directory, name));
      const peers = [
        { name: 'ours', command: [...ourProgram('volume'), uri, way, key, fileOf('ours')] },
        { name: 'theirs', command: ['virsh', '-q', '-c', uri, `vol-${way}load`, key, fileOf('theirs')] },
      ];
      const runs = await interleave(peers, rounds, ({ command }) => timed(command));
      const [ours, theirs] = peers.map(({ name }) => medianOf(runs.get(name) ?? []));
      if (ours === undefined || theirs === undefined) throw new Error('nothing was measured');
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

async function writeRandom(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    const piece = randomBytes(64 * mebibyte);
    for (let at = 0; at < bytes; at += piece.length) await file.write(piece);
  } finally {
    await file.close();
  }
}

/** Runs a program under the shell's own stopwatch, which counts its start as well. */
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

async function succeed<T extends { readonly status: unknown; readonly stderr: string }>(
  running: Promise<T>,
): Promise<T> {
  const result = await running;
  if (result.status !== 0) throw new Error(`ended with ${String(result.status)}: ${result.stderr}`);
  return result;
}
