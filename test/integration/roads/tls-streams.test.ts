import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithLab } from '../../support/lab.ts';
import type { TestDaemon } from '../../support/test-daemon.ts';
import { TlsLab, tlsUri } from './tls-lab.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

/** In pieces whose sizes have nothing to do with those of packets and TLS records. */
function* pieces(bytes: Buffer, size = 70_001): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describeWithLab('by TLS', () => {
  let lab: TlsLab;
  let daemon: TestDaemon;
  let uri: string;

  beforeAll(async () => {
    lab = await TlsLab.create();
    daemon = await lab.startDaemon();
    uri = tlsUri(daemon, { pkipath: await lab.clientWith(lab.client) }).replace('test+tls', 'storage+tls');
    uri = uri.replace('/default', '/system');
  });

  afterAll(async () => {
    await daemon?.stop();
    await lab?.remove();
  });

  test.each(['own', 'shared'] as const)('streams go both ways beside calls, on the %s connection', async (carrier) => {
    await using connection = await connect(uri);
    const path = join(lab.directory, carrier);
    await mkdir(path);
    const pool = await connection.storagePoolCreateXML(
      `<pool type='dir'><name>${carrier}</name><target><path>${path}</path></target></pool>`,
    );
    const bytes = randomBytes(9 * 1024 * 1024 + 17);
    const volume = await pool.storageVolCreateXML(
      `<volume><name>v</name><capacity>${bytes.length}</capacity><allocation>0</allocation></volume>`,
    );
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
    await pool.destroy();
  });
});
