import { join } from 'node:path';
import type { Connection } from '../../../src/client/connection.ts';
import type { StoragePool } from '../../../src/client/storage-pool.ts';
import type { StorageVol } from '../../../src/client/storage-vol.ts';
import {
  ConnectListAllStoragePoolsFlags,
  StorageVolInfoFlags,
  StorageVolResizeFlags,
  StorageVolWipeAlgorithm,
} from '../../../src/generated/api-enums.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder, type Rule } from '../oracle/rules.ts';
import { row } from './comparison.ts';

export const poolXml = (name: string, number: number, path: string): string =>
  `<pool type='dir'><name>${name}</name><uuid>c1c1c1c1-0000-4000-8000-00000000001${number}</uuid><target><path>${path}</path></target></pool>`;
const volXml = (name: string): string =>
  `<volume><name>${name}</name><capacity>1000000</capacity><allocation>0</allocation></volume>`;

export const ofPool =
  (name: string) =>
  (python: string, call: (pool: StoragePool) => unknown, rule?: Rule): Row<Connection> =>
    row(python, async (connection) => call(await connection.lookupStoragePoolByName(name)), rule);
export const ofVolume =
  (poolName: string, name: string) =>
  (python: string, call: (volume: StorageVol) => unknown, rule?: Rule): Row<Connection> =>
    row(
      python,
      async (connection) => {
        const pool = await connection.lookupStoragePoolByName(poolName);
        return call(await pool.lookupStorageVolByName(name));
      },
      rule,
    );

export const poolInfo = async (pool: StoragePool): Promise<unknown> => {
  const { state, capacity, allocation, available } = await pool.getInfo();
  return [state, capacity, allocation, available];
};
export const volumeInfo =
  (...flags: StorageVolInfoFlags[]) =>
  async (volume: StorageVol): Promise<unknown> => {
    const { type, capacity, allocation } = await volume.getInfo(flags.length === 0 ? {} : { flags });
    return [type, capacity, allocation];
  };

/** What pools there are, in every way that it can be asked for. */
export const poolLists: readonly Row<Connection>[] = [
  row('connection.numOfStoragePools()', (connection) => connection.numOfStoragePools()),
  row('connection.listStoragePools()', (connection) => connection.listStoragePools(), anyOrder),
  row('connection.numOfDefinedStoragePools()', (connection) => connection.numOfDefinedStoragePools()),
  row('connection.listDefinedStoragePools()', (connection) => connection.listDefinedStoragePools(), anyOrder),
  row('connection.listAllStoragePools()', (connection) => connection.listAllStoragePools(), anyOrder),
  row('connection.listAllStoragePools(libvirt.VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART)', (connection) =>
    connection.listAllStoragePools({ flags: ConnectListAllStoragePoolsFlags.AUTOSTART }),
  ),
];

const images = ofPool('images');
const spare = ofPool('spare');
const one = ofVolume('images', 'one.img');

/** The life of pools and volumes under the test driver. */
export const storageRows: readonly Row<Connection>[] = [
  row("(images := connection.storagePoolLookupByName('images'))", (connection) =>
    connection.lookupStoragePoolByName('images'),
  ),
  row("connection.storagePoolLookupByUUIDString('c1c1c1c1-0000-4000-8000-000000000001')", (connection) =>
    connection.lookupStoragePoolByUUID('c1c1c1c1-0000-4000-8000-000000000001'),
  ),
  images('images.XMLDesc()', (pool) => pool.getXMLDesc()),
  images('images.info()', poolInfo),
  images('bool(images.isActive())', (pool) => pool.isActive()),
  images('bool(images.isPersistent())', (pool) => pool.isPersistent()),
  images('(images.setAutostart(1), None)[1]', (pool) => pool.setAutostart(true)),
  images('bool(images.autostart())', (pool) => pool.getAutostart()),
  images('(images.refresh(), None)[1]', (pool) => pool.refresh()),
  images("(one := images.storageVolLookupByName('one.img'))", (pool) => pool.lookupStorageVolByName('one.img')),
  row("connection.storageVolLookupByKey('/images/one.img')", (connection) =>
    connection.lookupStorageVolByKey('/images/one.img'),
  ),
  row("connection.storageVolLookupByPath('/images/one.img')", (connection) =>
    connection.lookupStorageVolByPath('/images/one.img'),
  ),
  one('one.info()', volumeInfo()),
  one('one.XMLDesc()', (volume) => volume.getXMLDesc()),
  one('one.path()', (volume) => volume.getPath()),
  one('one.storagePoolLookupByVolume()', (volume) => volume.lookupPoolByVolume()),
  images(`(two := images.createXML("${volXml('two.img')}", 0))`, (pool) => pool.storageVolCreateXML(volXml('two.img'))),
  images(`images.createXMLFrom("${volXml('three.img')}", two, 0)`, async (pool) =>
    pool.storageVolCreateXMLFrom(volXml('three.img'), await pool.lookupStorageVolByName('two.img')),
  ),
  ofVolume('images', 'two.img')('(two.delete(), None)[1]', (volume) => volume.delete()),
  images('images.numOfVolumes()', (pool) => pool.numOfStorageVolumes()),
  images('images.listVolumes()', (pool) => pool.listStorageVolumes(), anyOrder),
  images(
    'images.listAllVolumes()',
    async (pool) => (await pool.listAllStorageVolumes()).map((volume) => volume.toJSON()),
    anyOrder,
  ),
  row(`connection.storagePoolCreateXML("${poolXml('brief', 1, '/brief')}", 0)`, (connection) =>
    connection.storagePoolCreateXML(poolXml('brief', 1, '/brief')),
  ),
  row(`(spare := connection.storagePoolDefineXML("${poolXml('spare', 2, '/spare')}", 0))`, (connection) =>
    connection.storagePoolDefineXML(poolXml('spare', 2, '/spare')),
  ),
  ...poolLists,
  spare('(spare.build(), None)[1]', (pool) => pool.build()),
  spare('(spare.create(), None)[1]', (pool) => pool.create()),
  spare('spare.XMLDesc()', (pool) => pool.getXMLDesc()),
  spare('(spare.destroy(), None)[1]', (pool) => pool.destroy()),
  spare('bool(spare.isActive())', (pool) => pool.isActive()),
  spare('(spare.delete(), None)[1]', (pool) => pool.delete()),
  spare('(spare.undefine(), None)[1]', (pool) => pool.undefine()),
  ...poolLists,
];

/** The life of a pool that is a directory, and of files in it. */
export function directoryPoolRows(directory: string): readonly Row<Connection>[] {
  const files = ofPool('files');
  const disk = ofVolume('files', 'disk.img');
  const xml = poolXml('files', 3, join(directory, 'files'));
  return [
    row(`(files := connection.storagePoolDefineXML("${xml}", 0))`, (connection) =>
      connection.storagePoolDefineXML(xml),
    ),
    files('(files.build(), None)[1]', (pool) => pool.build()),
    files('(files.create(), None)[1]', (pool) => pool.create()),
    row(`connection.storagePoolLookupByTargetPath('${join(directory, 'files')}')`, (connection) =>
      connection.lookupStoragePoolByTargetPath(join(directory, 'files')),
    ),
    files('bool(files.autostart())', (pool) => pool.getAutostart()),
    files('files.info()[:2]', async (pool) => {
      const { state, capacity } = await pool.getInfo();
      return [state, capacity];
    }),
    files(`(disk := files.createXML("${volXml('disk.img')}", 0))`, (pool) =>
      pool.storageVolCreateXML(volXml('disk.img')),
    ),
    disk('disk.info()', volumeInfo()),
    disk('disk.infoFlags(libvirt.VIR_STORAGE_VOL_GET_PHYSICAL)', volumeInfo(StorageVolInfoFlags.GET_PHYSICAL)),
    disk('(disk.resize(2 ** 40 + 512, 0), None)[1]', (volume) => volume.resize(2n ** 40n + 512n)),
    disk('disk.info()', volumeInfo()),
    disk('(disk.resize(4096, libvirt.VIR_STORAGE_VOL_RESIZE_DELTA), None)[1]', (volume) =>
      volume.resize(4096, { flags: StorageVolResizeFlags.DELTA }),
    ),
    disk('disk.info()', volumeInfo()),
    disk('(disk.resize(1048576, libvirt.VIR_STORAGE_VOL_RESIZE_SHRINK), None)[1]', (volume) =>
      volume.resize(1048576, { flags: [StorageVolResizeFlags.SHRINK] }),
    ),
    disk('(disk.wipe(), None)[1]', (volume) => volume.wipe()),
    disk('(disk.wipePattern(libvirt.VIR_STORAGE_VOL_WIPE_ALG_ZERO), None)[1]', (volume) =>
      volume.wipePattern(StorageVolWipeAlgorithm.ZERO),
    ),
    disk('disk.info()', volumeInfo()),
    files(`files.createXMLFrom("${volXml('copy.img')}", disk, 0)`, async (pool) =>
      pool.storageVolCreateXMLFrom(volXml('copy.img'), await pool.lookupStorageVolByName('disk.img')),
    ),
    files(
      'files.listAllVolumes()',
      async (pool) => (await pool.listAllStorageVolumes()).map((volume) => volume.toJSON()),
      anyOrder,
    ),
    disk('(disk.delete(), None)[1]', (volume) => volume.delete()),
    ofVolume('files', 'copy.img')("(files.storageVolLookupByName('copy.img').delete(), None)[1]", (volume) =>
      volume.delete(),
    ),
    files('(files.destroy(), None)[1]', (pool) => pool.destroy()),
    files('(files.delete(), None)[1]', (pool) => pool.delete()),
    files('(files.undefine(), None)[1]', (pool) => pool.undefine()),
  ];
}
