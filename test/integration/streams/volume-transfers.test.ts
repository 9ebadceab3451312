import { createHash, randomBytes } from 'node:crypto';
import { truncateSync } from 'node:fs';
import { mkdir, mkdtemp, open, readdir, readFile, readlink, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { copyVolume } from '../../../src/client/copy-volume.ts';
import type { StoragePool } from '../../../src/client/storage-pool.ts';
import type { StorageVol } from '../../../src/client/storage-vol.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';

jest.setTimeout(60_000);

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;

/** The room that a file takes, in bytes. */
async function roomOf(path: string): Promise<number> {
  return (await stat(path)).blocks * 512;
}

async function digestOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

/** The files that this process has open in a folder, as the kernel knows them. */
async function openIn(folder: string): Promise<string[]> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')),
  );
  return links.filter((link) => link.startsWith(folder));
}

describeWithLab('volumes and files', (lab) => {
  let directory: string;
  let connection: Connection;
  let pool: StoragePool;
  let files = 0;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    connection = await connect(`storage+unix:///system?socket=${lab.socketPath}`);
    pool = await connection.storagePoolCreateXML(
      `<pool type='dir'><name>transfers</name><target><path>${directory}</path></target></pool>`,
    );
  });
  afterAll(async () => {
    await pool?.destroy();
    await connection?.close();
    await rm(directory, { recursive: true });
  });

  const newPath = (): string => join(directory, `file${files++}`);

  async function volume(capacity: number | bigint): Promise<StorageVol> {
    files++;
    return pool.storageVolCreateXML(
      `<volume><name>v${files}</name><capacity>${capacity}</capacity><allocation>0</allocation></volume>`,
    );
  }

  /** 24 MiB of which 3 have bytes: at the beginning, behind a hole, and short of the end. */
  async function holey(): Promise<string> {
    const path = newPath();
    const file = await open(path, 'w');
    await file.write(randomBytes(mebibyte), 0, mebibyte, 0);
    await file.write(randomBytes(mebibyte + 5), 0, mebibyte + 5, 9 * mebibyte + 4096);
    await file.write(randomBytes(mebibyte), 0, mebibyte, 20 * mebibyte);
    await file.truncate(24 * mebibyte + 100);
    await file.close();
    return path;
  }

  test('holes stay holes, to the volume and back', async () => {
    const source = await holey();
    const vol = await volume(24 * mebibyte + 100);
    const up = await vol.uploadFrom(source, { hash: 'sha256' });
    expect(up.bytes).toBe(BigInt(24 * mebibyte + 100));
    expect(up.holes).toBeGreaterThan(BigInt(20 * mebibyte));
    expect(up.digest).toBe(await digestOf(source));
    expect(await digestOf(vol.key)).toBe(up.digest);
    expect(await roomOf(vol.key)).toBe(await roomOf(source));

    const target = newPath();
    const positions: bigint[] = [];
    const down = await vol.downloadTo(target, {
      hash: 'sha256',
      onProgress: ({ position }) => positions.push(position),
    });
    expect(down).toEqual(up);
    expect(await digestOf(target)).toBe(up.digest);
    expect(await roomOf(target)).toBe(await roomOf(source));
    expect(positions.at(-1)).toBe(up.bytes);
    expect(positions).toEqual(positions.toSorted((a, b) => (a < b ? -1 : 1)));

    const plain = newPath();
    expect(await vol.downloadTo(plain, { sparse: false })).toMatchObject({ bytes: up.bytes, holes: 0n });
    expect(await digestOf(plain)).toBe(up.digest);
    expect(await roomOf(plain)).toBeGreaterThanOrEqual(24 * mebibyte);
  });

  test('a volume that has something gets the zeros of a file as zeros', async () => {
    const source = await holey();
    const vol = await volume(24 * mebibyte + 100);
    const old = newPath();
    await writeFile(old, randomBytes(24 * mebibyte + 100));
    await vol.uploadFrom(old);
    expect(await vol.uploadFrom(source)).toMatchObject({ holes: 0n });
    expect(await digestOf(vol.key)).toBe(await digestOf(source));
  });

  test('are copied from one host to another', async () => {
    await using host = await startTestDaemon();
    await using other = await connect(`storage+unix:///system?socket=${host.socketPath}`);
    const folder = join(host.directory, 'pool');
    await mkdir(folder);
    const otherPool = await other.storagePoolCreateXML(
      `<pool type='dir'><name>copies</name><target><path>${folder}</path></target></pool>`,
    );
    const source = await holey();
    const first = await volume(24 * mebibyte + 100);
    await first.uploadFrom(source);
    const second = await otherPool.storageVolCreateXML(
      `<volume><name>copy</name><capacity>${24 * mebibyte + 100}</capacity><allocation>0</allocation></volume>`,
    );
    const ends: (bigint | undefined)[] = [];
    const { bytes, digest } = await copyVolume(first, second, { hash: 'md5', onProgress: ({ end }) => ends.push(end) });
    expect(bytes).toBe(BigInt(24 * mebibyte + 100));
    expect(digest).toBe(
      createHash('md5')
        .update(await readFile(source))
        .digest('hex'),
    );
    expect(ends.length).toBeGreaterThan(5);
    expect(await digestOf(second.key)).toBe(await digestOf(source));
    expect(await roomOf(second.key)).toBe(await roomOf(source));
    // Once more, onto what is there.
    await copyVolume(first, second, { hash: 'md5' });
    expect(await digestOf(second.key)).toBe(await digestOf(source));
    await expect(copyVolume(first, second, { hash: 'md5', offset: 1 })).rejects.toMatchObject({ name: 'UsageError' });
    const small = await volume(mebibyte);
    await expect(copyVolume(first, small, { length: 2 * mebibyte, sparse: false })).resolves.toMatchObject({
      bytes: BigInt(2 * mebibyte),
    });
  });

  test('a transfer goes on where another was cut short, and its digest is that of all', async () => {
    const source = newPath();
    await writeFile(source, randomBytes(3 * mebibyte + 11));
    const digest = await digestOf(source);
    const vol = await volume(3 * mebibyte + 11);
    await vol.uploadFrom(source, { length: mebibyte + 7 });
    const up = await vol.uploadFrom(source, { offset: mebibyte + 7, hash: 'sha256' });
    expect(up).toEqual({ bytes: BigInt(2 * mebibyte + 4), holes: 0n, digest });
    expect(await digestOf(vol.key)).toBe(digest);

    const target = newPath();
    await vol.downloadTo(target, { length: 2n * BigInt(mebibyte) });
    // What an earlier transfer wrote behind that place is of no worth.
    await truncate(target, mebibyte + 100_000);
    const down = await vol.downloadTo(target, { offset: mebibyte, hash: 'sha256' });
    expect(down).toEqual({ bytes: BigInt(2 * mebibyte + 11), holes: 0n, digest });
    expect(await digestOf(target)).toBe(digest);
    await expect(vol.downloadTo(target, { offset: 64 * mebibyte })).rejects.toMatchObject({ name: 'FileError' });
  });

  test('what cannot be fails with its own error, and leaves nothing open', async () => {
    const vol = await volume(8 * mebibyte);
    const there = newPath();
    await writeFile(there, randomBytes(8 * mebibyte));
    await vol.uploadFrom(there);
    await rm(there);
    const gone = await volume(mebibyte);
    await gone.delete();
    const kept = newPath();
    await writeFile(kept, 'kept');
    const big = newPath();
    await writeFile(big, randomBytes(3 * mebibyte));
    const missing = join(directory, 'missing', 'file');
    const failing: [name: string, code: string, attempt: () => Promise<unknown>][] = [
      ['FileError', 'ENOENT', () => vol.downloadTo(missing)],
      ['FileError', 'EISDIR', () => vol.downloadTo(directory)],
      ['FileError', '', () => vol.downloadTo('/dev/full')],
      ['FileError', 'ENOENT', () => vol.downloadTo(newPath(), { offset: 4096 })],
      ['FileError', '', () => vol.downloadTo(kept, { offset: 4096 })],
      ['FileError', 'ENOENT', () => vol.uploadFrom(missing)],
      ['FileError', '', () => vol.uploadFrom(directory)],
      ['FileError', '', () => vol.uploadFrom(kept, { length: 5 })],
      ['FileError', '', () => vol.uploadFrom(kept, { offset: 5 })],
      ['UsageError', '', () => vol.uploadFrom(kept, { hash: 'sha-none' })],
      ['UsageError', '', () => vol.downloadTo(kept, { length: -1 })],
      ['LibvirtError', '', () => gone.downloadTo(kept)],
      ['LibvirtError', '', () => gone.uploadFrom(kept)],
      ['LibvirtError', '', () => copyVolume(vol, gone)],
      ['LibvirtError', '', () => copyVolume(gone, vol)],
      ['AbortError', '', () => vol.downloadTo(kept, { signal: AbortSignal.abort() })],
      ['AbortError', '', () => vol.uploadFrom(kept, { signal: AbortSignal.abort() })],
    ];
    for (const [name, code, attempt] of failing) {
      const error: unknown = await attempt().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      const { name: found, cause } = Object(error);
      expect([String(attempt), found]).toEqual([String(attempt), name]);
      if (code !== '') expect(cause.code).toBe(code);
    }
    expect(await readFile(kept, 'utf8')).toBe('kept');
    expect(await openIn(directory)).toEqual([]);
  });

  test('a file system without room ends a download with its error, and what has come stays', async () => {
    const small = join(directory, 'small');
    await mkdir(small);
    expect(await runProgram('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small])).toMatchObject({ status: 0 });
    try {
      const vol = await volume(8 * mebibyte);
      const source = newPath();
      await writeFile(source, randomBytes(8 * mebibyte));
      await vol.uploadFrom(source);
      for (const carrier of ['own', 'shared'] as const) {
        const failing = vol.downloadTo(join(small, 'file'), { connection: carrier });
        await expect(failing).rejects.toMatchObject({ name: 'FileError', cause: { code: 'ENOSPC' } });
      }
      expect(await roomOf(join(small, 'file'))).toBeGreaterThan(mebibyte / 2);
      expect(await openIn(small)).toEqual([]);
      expect(await connection.getLibVersion()).toBeGreaterThan(0n);
    } finally {
      expect(await runProgram('umount', [small])).toMatchObject({ status: 0 });
    }
  });

  test('a transfer that is given up, or whose progress throws, ends at once', async () => {
    const vol = await volume(64 * mebibyte);
    const source = newPath();
    await writeFile(source, randomBytes(64 * mebibyte));
    const target = newPath();
    const transfers: [string, (options: { signal?: AbortSignal; onProgress: () => void }) => Promise<unknown>][] = [
      ['up', (options) => vol.uploadFrom(source, options)],
      ['down', (options) => vol.downloadTo(target, options)],
      ['copy', async (options) => copyVolume(vol, await volume(64 * mebibyte), options)],
    ];
    for (const [what, transfer] of transfers) {
      const controller = new AbortController();
      const onProgress = (): void => controller.abort(new Error('enough'));
      const aborted = transfer({ signal: controller.signal, onProgress });
      await expect(aborted).rejects.toMatchObject({ name: 'AbortError', cause: { message: 'enough' } });
      const oops = new Error(`oops in ${what}`);
      const throwing = transfer({
        onProgress: () => {
          throw oops;
        },
      });
      await expect(throwing).rejects.toBe(oops);
    }
    const shrinking = vol.uploadFrom(source, { onProgress: () => truncateSync(source, 8 * mebibyte) });
    await expect(shrinking).rejects.toMatchObject({ name: 'FileError', path: source });
    expect(await openIn(directory)).toEqual([]);
    expect(await connection.getLibVersion()).toBeGreaterThan(0n);
  });
});
