import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { build } from 'esbuild';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { StoragePool } from '../../../src/client/storage-pool.ts';
import type { StorageVol } from '../../../src/client/storage-vol.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import type { TransferJob, TransferReport } from './volume-client.ts';

jest.setTimeout(120_000);

const mebibyte = 1024 * 1024;
const sizes = { small: 256 * mebibyte, large: 1024 * mebibyte } as const;

describeWithLab('a volume of a gibibyte', (lab) => {
  const uri = `storage+unix:///system?socket=${lab.socketPath}`;
  let directory: string;
  let client: string;
  let connection: Connection;
  let pool: StoragePool;
  let volumes = 0;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    const folder = join(directory, 'pool');
    await mkdir(folder);
    await build({
      entryPoints: [join(import.meta.dirname, 'volume-client.ts')],
      outdir: join(directory, 'client'),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      conditions: ['@libvirt-rpc/source'],
      external: ['ssh2'],
      logLevel: 'silent',
    });
    client = join(directory, 'client', 'volume-client.mjs');
    connection = await connect(uri);
    pool = await connection.storagePoolCreateXML(
      `<pool type='dir'><name>large</name><target><path>${folder}</path></target></pool>`,
    );
  });
  afterAll(async () => {
    await pool?.destroy();
    await connection?.close();
    await rm(directory, { recursive: true });
  });

  async function volume(capacity: number | bigint): Promise<StorageVol> {
    volumes++;
    return pool.storageVolCreateXML(
      `<volume><name>v${volumes}</name><capacity>${capacity}</capacity><allocation>0</allocation></volume>`,
    );
  }

  /** A file of that size; all of it has bytes, or of every 16 MiB the first and a part of the eighth. */
  async function makeFile(size: number, isSparse: boolean): Promise<string> {
    const path = join(directory, `${isSparse ? 'sparse' : 'plain'}-${size}`);
    const file = await open(path, 'w');
    const piece = randomBytes(mebibyte);
    for (let at = 0; at < size; at += mebibyte) {
      const place = (at / mebibyte) % 16;
      if (!isSparse || place === 0) await file.write(piece, 0, piece.length, at);
      else if (place === 7) await file.write(piece, 0, 100_000, at + 8192);
    }
    await file.truncate(size);
    await file.close();
    return path;
  }

  /** Whether two files have the same bytes. */
  async function areEqual(one: string, other: string): Promise<boolean> {
    return (await runProgram('cmp', ['--quiet', one, other])).status === 0;
  }

  async function roomOf(path: string): Promise<number> {
    return (await stat(path)).blocks * 512;
  }

  async function transfer(job: Omit<TransferJob, 'uri'>): Promise<TransferReport> {
    const { status, stdout, stderr } = await runProgram(process.execPath, [client, JSON.stringify({ uri, ...job })], {
      timeout: 100_000,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout);
  }

  /** What a transfer needs: when the garbage collector comes is chance, so that of three peaks the least counts. */
  async function transferThrice(job: Omit<TransferJob, 'uri'>): Promise<TransferReport> {
    const reports = [await transfer(job), await transfer(job), await transfer(job)] as const;
    return { ...reports[0], peak: Math.min(...reports.map(({ peak }) => peak)) };
  }

  test.each([
    ['plain', false],
    ['sparse', true],
  ])('goes up and comes back as it was, and takes no more memory than a smaller one: %s', async (_, isSparse) => {
    const peaks: { [size: number]: number[] } = {};
    for (const size of Object.values(sizes)) {
      const source = await makeFile(size, isSparse);
      const vol = await volume(size);
      const up = await transferThrice({ way: 'up', volume: vol.key, other: source, sparse: isSparse });
      const back = `${source}-back`;
      const down = await transferThrice({ way: 'down', volume: vol.key, other: back, sparse: isSparse });
      expect([up.bytes, down.bytes]).toEqual([String(size), String(size)]);
      expect(Number(down.holes) > 0.8 * size).toBe(isSparse);
      for (const copy of [vol.key, back]) {
        expect(await areEqual(copy, source)).toBe(true);
        // The file system keeps its own books of where the pieces are, in a few blocks.
        expect(Math.abs((await roomOf(copy)) - (await roomOf(source)))).toBeLessThanOrEqual(16 * 4096);
      }
      peaks[size] = [up.peak, down.peak];
      await vol.delete();
      await Promise.all([source, back].map((path) => rm(path)));
    }
    for (const [at, peak] of (peaks[sizes.large] ?? []).entries()) {
      expect(peak).toBeLessThan(128 * mebibyte);
      expect(Math.abs(peak - (peaks[sizes.small]?.[at] ?? 0))).toBeLessThan(8 * mebibyte);
    }
  });

  test("goes through Node's streams in bounded memory", async () => {
    const source = await makeFile(sizes.large, false);
    const vol = await volume(sizes.large);
    const back = `${source}-back`;
    const up = await transfer({ way: 'upload', volume: vol.key, other: source });
    const down = await transfer({ way: 'download', volume: vol.key, other: back });
    for (const copy of [vol.key, back]) expect(await areEqual(copy, source)).toBe(true);
    expect(Math.max(up.peak, down.peak)).toBeLessThan(128 * mebibyte);
    await vol.delete();
    await Promise.all([source, back].map((path) => rm(path)));
  });

  test('a hole of a tebibyte is passed on, in the memory of one that is empty', async () => {
    const tebibyte = 1024n ** 4n;
    const peaks: number[] = [];
    for (const size of [1024n * 1024n, tebibyte]) {
      const vol = await volume(size);
      const copy = await volume(size);
      const file = join(directory, 'hole');
      const down = await transfer({ way: 'down', volume: vol.key, other: file });
      expect(down).toMatchObject({ bytes: String(size), holes: String(size) });
      expect([BigInt((await stat(file)).size), await roomOf(file)]).toEqual([size, 0]);
      const copied = await transfer({ way: 'copy', volume: vol.key, other: copy.key });
      expect(copied).toMatchObject({ bytes: String(size), holes: String(size) });
      expect([BigInt((await stat(copy.key)).size), await roomOf(copy.key)]).toEqual([size, 0]);
      peaks.push(down.peak, copied.peak);
      await vol.delete();
      await copy.delete();
      await rm(file);
    }
    expect(Math.max(...peaks)).toBeLessThan(128 * mebibyte);
    expect(Math.max(...peaks) - Math.min(...peaks)).toBeLessThan(8 * mebibyte);
  });
});
