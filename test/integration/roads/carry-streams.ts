import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { expect } from '@jest/globals';
import type { Connection } from '../../../src/client/connection.ts';
import type { StoragePool } from '../../../src/client/storage-pool.ts';
import type { StorageVol } from '../../../src/client/storage-vol.ts';

export type Carrier = 'own' | 'shared';

/** More than a road has room for, and no whole number of packets, TLS records or SSH windows. */
const length = 9 * 1024 * 1024 + 17;

/** In pieces whose sizes have nothing to do with those of packets and TLS records. */
function* pieces(bytes: Buffer, size = 70_001): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Bytes go up and come back, while calls are answered. */
export async function carryStreams(connection: Connection, directory: string, carrier: Carrier): Promise<void> {
  await withVolume(connection, directory, async (volume, pool) => {
    const bytes = randomBytes(length);
    let busy = true;
    const calls = (async () => {
      let answered = 0;
      for (; busy; answered += 3) await Promise.all([pool.getInfo(), volume.getInfo(), connection.isSecure()]);
      return answered;
    })();
    try {
      await pipeline(pieces(bytes), await volume.upload({ connection: carrier }));
      const back: Uint8Array[] = [];
      for await (const chunk of await volume.download({ connection: carrier })) back.push(chunk);
      expect(Buffer.concat(back).equals(bytes)).toBe(true);
    } finally {
      busy = false;
    }
    expect(await calls).toBeGreaterThan(0);
  });
}

/** A download that nobody reads fills its way as far as that goes; calls are answered all the same, and then all comes. */
export async function stallStream(connection: Connection, directory: string): Promise<void> {
  await withVolume(connection, directory, async (volume, pool) => {
    const bytes = randomBytes(length);
    await pipeline(pieces(bytes), await volume.upload());
    const stalled = await volume.download();
    await once(stalled, 'readable');
    for (let call = 0; call < 50; call++) await pool.getInfo({ timeout: 20_000 });
    const back: Uint8Array[] = [];
    for await (const chunk of stalled) back.push(chunk);
    expect(Buffer.concat(back).equals(bytes)).toBe(true);
  });
}

async function withVolume(
  connection: Connection,
  directory: string,
  run: (volume: StorageVol, pool: StoragePool) => Promise<void>,
): Promise<void> {
  const name = `p${randomBytes(6).toString('hex')}`;
  const path = join(directory, name);
  await mkdir(path);
  const pool = await connection.storagePoolCreateXML(
    `<pool type='dir'><name>${name}</name><target><path>${path}</path></target></pool>`,
  );
  try {
    const volume = await pool.storageVolCreateXML(
      `<volume><name>v</name><capacity>${length}</capacity><allocation>0</allocation></volume>`,
    );
    await run(volume, pool);
    await volume.delete();
  } finally {
    await pool.destroy();
  }
}
