import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { describeWithLab } from '../../support/lab.ts';
import { type Delivery, startStreamProxy } from './stream-proxy.ts';

jest.setTimeout(60_000);

const downloadProcedure = 209;

describeWithLab('packets of a stream', (lab) => {
  let directory: string;
  let connection: Connection;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    connection = await connect(`storage+unix:///system?socket=${lab.socketPath}`);
    await connection.storagePoolCreateXML(
      `<pool type='dir'><name>cut</name><target><path>${directory}</path></target></pool>`,
    );
  });
  afterAll(async () => {
    await (await connection.lookupStoragePoolByName('cut')).destroy();
    await connection.close();
    await rm(directory, { recursive: true });
  });

  const deliveries: [Delivery, number][] = [
    ['byte by byte', 5000],
    ['reply and data at once', 600_000],
    ['data before its reply', 600_000],
  ];

  test.each(deliveries)('are neither lost nor doubled: %s', async (delivery, size) => {
    await using proxy = await startStreamProxy(lab.socketPath, downloadProcedure, delivery);
    await using through = await connect(`storage+unix:///system?socket=${proxy.path}`);
    const pool = await through.lookupStoragePoolByName('cut');
    const bytes = randomBytes(size);
    const name = delivery.replaceAll(' ', '-');
    const vol = await pool.storageVolCreateXML(`<volume><name>${name}</name><capacity>${size}</capacity></volume>`);
    for (const carrier of ['own', 'shared'] as const) {
      await pipeline(
        Readable.from([bytes.subarray(0, 999), bytes.subarray(999)]),
        await vol.upload({ connection: carrier }),
      );
      const pieces: Buffer[] = [];
      for await (const piece of await vol.download({ connection: carrier })) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    }
    expect(proxy.meetings).toBe(delivery === 'byte by byte' ? 0 : 2);
  });
});
