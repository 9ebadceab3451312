import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { StoragePool } from '../../../src/client/storage-pool.ts';
import type { StorageVol } from '../../../src/client/storage-vol.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';

jest.setTimeout(60_000);

const mebibyte = 1024 * 1024;

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** Random bytes as a stream, in pieces whose sizes have nothing to do with those of packets. */
function* pieces(bytes: Buffer, size = 70_001): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describeWithLab('the bytes of a volume', (lab) => {
  let directory: string;
  let connection: Connection;
  let pool: StoragePool;
  let volumes = 0;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    connection = await connect(`storage+unix:///system?socket=${lab.socketPath}`);
    pool = await connection.storagePoolCreateXML(
      `<pool type='dir'><name>streams</name><target><path>${directory}</path></target></pool>`,
    );
  });
  afterAll(async () => {
    await pool?.destroy();
    await connection?.close();
    await rm(directory, { recursive: true });
  });

  async function volume(capacity: number, allocation = 0): Promise<StorageVol> {
    volumes++;
    return pool.storageVolCreateXML(
      `<volume><name>v${volumes}</name><capacity>${capacity}</capacity><allocation>${allocation}</allocation></volume>`,
    );
  }

  test.each(['own', 'shared'] as const)('come back as they went, on the %s connection', async (carrier) => {
    const bytes = randomBytes(5 * mebibyte + 17);
    const vol = await volume(bytes.length);
    await pipeline(pieces(bytes), await vol.upload({ connection: carrier }));
    const back = await bytesOf(await vol.download({ connection: carrier }));
    expect(back.equals(bytes)).toBe(true);
    const part = await bytesOf(
      await vol.download({ connection: carrier, offset: 1000, length: 3n * BigInt(mebibyte) }),
    );
    expect(part.equals(bytes.subarray(1000, 1000 + 3 * mebibyte))).toBe(true);
    const seen = await runProgram('virsh', [
      '-c',
      `storage+unix:///system?socket=${lab.socketPath}`,
      'vol-download',
      vol.key,
      join(directory, 'by-virsh'),
    ]);
    expect(seen.status).toBe(0);
    const { stdout } = await runProgram('sha256sum', [join(directory, 'by-virsh')]);
    expect(stdout.split(' ')[0]).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  test('keep their holes, as items and as zeros', async () => {
    const vol = await volume(64 * mebibyte);
    const text = Buffer.alloc(mebibyte, 'text');
    const upload = await vol.upload({ sparse: true });
    const hole = { hole: 30n * BigInt(mebibyte) };
    for (const item of [hole, text, hole, text, { hole: 2n * BigInt(mebibyte) }]) upload.write(item);
    upload.end();
    await new Promise((resolve, reject) => upload.once('finish', resolve).once('error', reject));
    expect((await stat(vol.key)).blocks * 512).toBeLessThan(3 * mebibyte);

    const items: unknown[] = [];
    let filled = 0n;
    for await (const item of await vol.download({ sparse: 'holes' })) {
      if (item instanceof Uint8Array) filled += BigInt(item.length);
      else items.push(item);
    }
    expect(filled).toBe(2n * BigInt(mebibyte));
    expect(items).toEqual([hole, hole, { hole: 2n * BigInt(mebibyte) }]);

    const zeros = await bytesOf(await vol.download({ sparse: true }));
    const plain = await bytesOf(await vol.download());
    expect(zeros.length).toBe(64 * mebibyte);
    expect(zeros.equals(plain)).toBe(true);
  });

  test('can be given up on the way, by a break, by destroy and by a signal', async () => {
    const vol = await volume(32 * mebibyte, 32 * mebibyte);
    for (const carrier of ['own', 'shared'] as const) {
      for await (const chunk of await vol.download({ connection: carrier })) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      const download = await vol.download({ connection: carrier });
      await download.close();
      expect(download.destroyed).toBe(true);
      const controller = new AbortController();
      const aborted = await vol.download({ connection: carrier, signal: controller.signal });
      const reading = bytesOf(aborted);
      controller.abort(new Error('enough'));
      await expect(reading).rejects.toMatchObject({ code: 'ABORT_ERR' });
      const upload = await vol.upload({ connection: carrier });
      upload.write(Buffer.alloc(mebibyte));
      await upload.close();
      await upload.close();
    }
    expect(await connection.getLibVersion()).toBeGreaterThanOrEqual(9_000_000n);
  });

  test('do not stop calls, whoever reads them slowly', async () => {
    const vol = await volume(64 * mebibyte, 64 * mebibyte);
    for (const carrier of ['own', 'shared'] as const) {
      let length = 0;
      for await (const chunk of await vol.download({ connection: carrier })) {
        length += chunk.length;
        await connection.getLibVersion();
      }
      expect(length).toBe(64 * mebibyte);
    }
  });

  test('fail with what the daemon says', async () => {
    const vol = await volume(mebibyte);
    await expect(vol.download({ offset: -1 })).rejects.toThrow('offset');
    const upload = await vol.upload({ length: mebibyte });
    await expect(pipeline(pieces(randomBytes(3 * mebibyte)), upload)).rejects.toMatchObject({ name: 'LibvirtError' });
    const gone = await volume(mebibyte);
    await gone.delete();
    await expect(gone.download()).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL' });
  });
});

describeWithLab('the picture of a screen', (lab) => {
  test('comes with its kind', async () => {
    await using connection = await connect(lab.unixUri);
    const domain = await connection.lookupDomainByName('test');
    const { mime, image } = await domain.screenshot();
    expect(mime).toBe('image/png');
    const bytes = await bytesOf(image);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  });
});
