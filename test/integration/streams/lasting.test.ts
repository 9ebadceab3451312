import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { StorageVol } from '../../../src/client/storage-vol.ts';
import { describeWithLab } from '../../support/lab.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';

jest.setTimeout(60_000);

const mebibyte = 1024 * 1024;
const size = 16 * mebibyte;

/** The descriptors that a process has open. */
async function descriptorsOf(pid: number | 'self'): Promise<number> {
  return (await readdir(`/proc/${pid}/fd`)).length;
}

// The shared daemon shows only that daemons can run here: these tests count what one has open, and tell it when to die.
describeWithLab('streams that do not end well', () => {
  let daemon: TestDaemon;
  let connection: Connection;
  let volume: StorageVol;
  let bytes: Buffer;

  beforeAll(async () => {
    // It gives up clients after three seconds of silence.
    daemon = await startTestDaemon({ config: { keepalive_interval: 1, keepalive_count: 2 } });
    const directory = join(daemon.directory, 'pool');
    await mkdir(directory);
    bytes = randomBytes(size);
    await writeFile(join(directory, 'volume'), bytes);
    connection = await connect(`storage+unix:///system?socket=${daemon.socketPath}`);
    const pool = await connection.storagePoolCreateXML(
      `<pool type='dir'><name>lasting</name><target><path>${directory}</path></target></pool>`,
    );
    volume = await pool.lookupStorageVolByName('volume');
  });
  afterAll(async () => {
    await connection?.close();
    await daemon?.stop();
  });

  /** Resolves when daemon and client have no more open than before; the daemon tidies up behind its answers. */
  async function expectFlat(before: readonly [daemon: number, client: number]): Promise<void> {
    await eventually('all descriptors are closed', async () => {
      const now = [await descriptorsOf(daemon.pid), await descriptorsOf('self')];
      return now.every((count, at) => count <= (before[at] ?? 0));
    });
  }

  async function openNow(): Promise<[daemon: number, client: number]> {
    return [await descriptorsOf(daemon.pid), await descriptorsOf('self')];
  }

  test.each(['own', 'shared'] as const)('leave nothing open, on the %s connection', async (carrier) => {
    await (await volume.download({ connection: carrier })).close();
    const before = await openNow();
    const rounds = carrier === 'shared' ? 500 : 50;
    for (let round = 0; round < rounds; round++) {
      const stopAfter = Math.floor((size * 0.1 * (round % 10)) / 10);
      const oops = new Error('oops');
      if (round % 3 === 0) {
        // A reader that stops.
        let length = 0;
        for await (const piece of await volume.download({ connection: carrier })) {
          length += piece.length;
          if (length >= stopAfter) break;
        }
      } else if (round % 3 === 1) {
        // A sink that fails.
        let length = 0;
        const sink = new Writable({
          write: (piece: Buffer, _, callback) => {
            length += piece.length;
            callback(length >= stopAfter ? oops : null);
          },
        });
        await expect(pipeline(await volume.download({ connection: carrier }), sink)).rejects.toBe(oops);
      } else {
        // A writer that fails.
        const source = Readable.from(
          (function* () {
            for (let at = 0; at < stopAfter; at += 100_000) yield bytes.subarray(at, at + 100_000);
            throw oops;
          })(),
        );
        await expect(pipeline(source, await volume.upload({ connection: carrier }))).rejects.toBe(oops);
      }
      if (round % 50 === 0) expect(await connection.getLibVersion()).toBeGreaterThan(0n);
    }
    await expectFlat(before);
    expect(connection.session.inFlight).toEqual([]);
    const whole = createHash('md5');
    for await (const piece of await volume.download({ connection: carrier })) whole.update(piece);
    expect(whole.digest('hex')).toBe(createHash('md5').update(bytes).digest('hex'));
  });

  test('wait for their reader longer than the daemon waits for a word', async () => {
    const downloads = [await volume.download(), await volume.download({ connection: 'shared' })];
    for (const download of downloads) await once(download, 'readable');
    // That nothing happens for so long is what is tested: the daemon gives clients up after three seconds of silence.
    await delay(5000);
    expect(await connection.getLibVersion({ timeout: 10_000 })).toBeGreaterThan(0n);
    for (const download of downloads) {
      const whole = createHash('md5');
      for await (const piece of download) whole.update(piece);
      expect(whole.digest('hex')).toBe(createHash('md5').update(bytes).digest('hex'));
    }
  });

  test('end with the connection that opened them when that is closed', async () => {
    const before = await openNow();
    const other = await connect(`storage+unix:///system?socket=${daemon.socketPath}`);
    const vol = await other.lookupStorageVolByKey(volume.key);
    const ends: unknown[] = [];
    for (const carrier of ['own', 'shared'] as const) {
      const download = await vol.download({ connection: carrier });
      download.on('error', (error) => ends.push(error));
    }
    await other.close();
    await eventually('both have ended', async () => ends.length === 2);
    expect(ends).toMatchObject([
      { name: 'ConnectionError', reason: 'client' },
      { name: 'ConnectionError', reason: 'client' },
    ]);
    await expect(vol.download()).rejects.toMatchObject({ name: 'ConnectionError', reason: 'client' });
    await expectFlat(before);
  });

  test('end with the daemon', async () => {
    const dying = await startTestDaemon();
    await using other = await connect(`storage+unix:///system?socket=${dying.socketPath}`);
    const directory = join(dying.directory, 'pool');
    await mkdir(directory);
    await writeFile(join(directory, 'volume'), bytes);
    const pool = await other.storagePoolCreateXML(
      `<pool type='dir'><name>dying</name><target><path>${directory}</path></target></pool>`,
    );
    const vol = await pool.lookupStorageVolByName('volume');
    const downloads = [await vol.download(), await vol.download({ connection: 'shared' })];
    const upload = await vol.upload();
    upload.write(bytes.subarray(0, 100_000));
    const failures = [...downloads, upload].map((stream) => once(stream, 'error'));
    for (const download of downloads) await once(download, 'readable');
    dying.kill('SIGKILL');
    for (const download of downloads) download.resume();
    for (const [error] of await Promise.all(failures)) expect(error).toMatchObject({ name: 'ConnectionError' });
    await dying.stop();
  });
});
