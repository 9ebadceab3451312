import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithLab } from '../../support/lab.ts';
import { compareOnDriver, compareOnTestDriver } from './comparison.ts';
import { directoryPoolRows, storageRows } from './storage-rows.ts';

describeWithLab('storage, compared with Python,', (lab) => {
  test('lives the same with the test driver', () => compareOnTestDriver(lab, storageRows));

  test('holds the same files on disk', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    try {
      await compareOnDriver(lab, 'storage', directoryPoolRows(directory));
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  test('says what is not there', async () => {
    await using connection = await connect(lab.unixUri);
    const pool = await connection.lookupStoragePoolByName('default-pool');
    await expect(pool.lookupStorageVolByName('none')).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_VOL' });
    await expect(connection.lookupStoragePoolByName('none')).rejects.toMatchObject({ code: 'VIR_ERR_NO_STORAGE_POOL' });
    await expect(pool.listAllStorageVolumes()).resolves.toEqual([]);
  });
});
