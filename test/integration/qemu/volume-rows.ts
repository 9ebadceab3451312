import type { Connection } from '../../../src/client/connection.ts';
import type { StorageVol } from '../../../src/client/storage-vol.ts';
import {
  ConnectListAllStoragePoolsFlags,
  StoragePoolCreateFlags,
  StorageVolCreateFlags,
  StorageVolWipeAlgorithm,
  StorageXMLFlags,
} from '../../../src/generated/api-enums.ts';
import { row } from '../client/comparison.ts';
import { ofPool, ofVolume, poolInfo, poolLists, poolXml, volumeInfo } from '../client/storage-rows.ts';
import type { Row } from '../oracle/row.ts';
import { anyOrder, type Rule } from '../oracle/rules.ts';
import { images } from './guest.ts';
import { sameShape } from './qemu-rules.ts';

const path = `${images}/disks`;
const xml = poolXml('disks', 4, path);
const briefXml = poolXml('brief', 5, `${images}/brief`);
const base = volumeXml('base.qcow2', 'qcow2', '');
const layer = volumeXml(
  'layer.qcow2',
  'qcow2',
  `<backingStore><path>${path}/base.qcow2</path><format type='qcow2'/></backingStore>`,
);
const copy = volumeXml('copy.img', 'raw', '');

function volumeXml(name: string, format: string, more: string): string {
  return `<volume><name>${name}</name><capacity>4194304</capacity><target><format type='${format}'/></target>${more}</volume>`;
}

const disks = ofPool('disks');
const inBase = ofVolume('disks', 'base.qcow2');
const inLayer = ofVolume('disks', 'layer.qcow2');
const inCopy = ofVolume('disks', 'copy.img');

/** Descriptions in which only the time and the room on the host's disk may differ. */
const sameDescription: Rule = (ours, theirs) => {
  const steady = (text: unknown): string =>
    String(text)
      .replace(/<timestamps>.*?<\/timestamps>/gs, '<timestamps/>')
      .replace(/<(allocation|available|capacity) unit='bytes'>\d+</g, "<$1 unit='bytes'><");
  return String(ours).length > 100 && steady(ours) === steady(theirs);
};

const lists: readonly Row<Connection>[] = [
  disks('disks.numOfVolumes()', (pool) => pool.numOfStorageVolumes()),
  disks('disks.listVolumes()', (pool) => pool.listStorageVolumes(), anyOrder),
  disks('disks.listAllVolumes()', (pool) => pool.listAllStorageVolumes(), anyOrder),
];

/** A directory of the host with images of QEMU's in it, layers and copies of each other. */
export const volumeRows: readonly Row<Connection>[] = [
  row('connection.getStoragePoolCapabilities()', (connection) => connection.getStoragePoolCapabilities()),
  row(`(disks := connection.storagePoolDefineXML("${xml}", 0))`, (connection) => connection.storagePoolDefineXML(xml)),
  row('connection.listAllStoragePools(libvirt.VIR_CONNECT_LIST_STORAGE_POOLS_INACTIVE)', (connection) =>
    connection.listAllStoragePools({ flags: ConnectListAllStoragePoolsFlags.INACTIVE }),
  ),
  disks('(disks.build(), None)[1]', (pool) => pool.build()),
  disks('(disks.create(), None)[1]', (pool) => pool.create()),
  disks('(disks.setAutostart(1), bool(disks.autostart()))[1]', async (pool) => {
    await pool.setAutostart(true);
    return pool.getAutostart();
  }),
  row('connection.listAllStoragePools(libvirt.VIR_CONNECT_LIST_STORAGE_POOLS_AUTOSTART)', (connection) =>
    connection.listAllStoragePools({ flags: ConnectListAllStoragePoolsFlags.AUTOSTART }),
  ),
  disks('(disks.setAutostart(0), bool(disks.autostart()))[1]', async (pool) => {
    await pool.setAutostart(false);
    return pool.getAutostart();
  }),
  disks('[bool(disks.isActive()), bool(disks.isPersistent())]', async (pool) => [
    await pool.isActive(),
    await pool.isPersistent(),
  ]),
  ...poolLists,
  row('connection.storagePoolLookupByUUIDString(disks.UUIDString())', async (connection) => {
    const pool = await connection.lookupStoragePoolByName('disks');
    return connection.lookupStoragePoolByUUID(pool.uuid);
  }),
  row('True', async (connection) =>
    (await connection.lookupStoragePoolByName('disks')).equals(await connection.lookupStoragePoolByName('disks')),
  ),
  disks('disks.XMLDesc()', (pool) => pool.getXMLDesc(), sameDescription),
  disks('disks.XMLDesc(libvirt.VIR_STORAGE_XML_INACTIVE)', (pool) =>
    pool.getXMLDesc({ flags: StorageXMLFlags.INACTIVE }),
  ),
  disks('disks.info()', poolInfo, sameShape),
  row(`connection.storagePoolLookupByTargetPath('${path}')`, (connection) =>
    connection.lookupStoragePoolByTargetPath(path),
  ),
  disks(`(base := disks.createXML("${base}", libvirt.VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA))`, (pool) =>
    pool.storageVolCreateXML(base, { flags: StorageVolCreateFlags.PREALLOC_METADATA }),
  ),
  disks(`(layer := disks.createXML("${layer}", 0))`, (pool) => pool.storageVolCreateXML(layer)),
  disks(`(copy := disks.createXMLFrom("${copy}", layer, 0))`, async (pool) =>
    pool.storageVolCreateXMLFrom(copy, await pool.lookupStorageVolByName('layer.qcow2')),
  ),
  ...lists,
  row(`connection.storageVolLookupByKey('${path}/base.qcow2')`, (connection) =>
    connection.lookupStorageVolByKey(`${path}/base.qcow2`),
  ),
  row(`connection.storageVolLookupByPath('${path}/layer.qcow2')`, (connection) =>
    connection.lookupStorageVolByPath(`${path}/layer.qcow2`),
  ),
  inLayer('layer.storagePoolLookupByVolume()', (volume) => volume.lookupPoolByVolume()),
  inLayer('[layer.path(), layer.key()]', async (volume) => [await volume.getPath(), volume.key]),
  inLayer('True', async (volume) =>
    volume.equals(await (await volume.lookupPoolByVolume()).lookupStorageVolByName('layer.qcow2')),
  ),
  inLayer('layer.XMLDesc()', (volume) => volume.getXMLDesc(), sameDescription),
  inCopy('copy.XMLDesc()', (volume) => volume.getXMLDesc(), sameDescription),
  inBase('(base.resize(8388608), None)[1]', (volume) => volume.resize(8_388_608)),
  inBase('base.info()[:2]', async (volume) => [(await volume.getInfo()).type, (await volume.getInfo()).capacity]),
  inCopy('(copy.wipe(), None)[1]', (volume) => volume.wipe()),
  inCopy('copy.info()', volumeInfo()),
  ...deletes('copy', inCopy),
  ...deletes('layer', inLayer),
  disks('(disks.refresh(), None)[1]', (pool) => pool.refresh()),
  ...lists,
  ...deletes('base', inBase),
  disks('(disks.destroy(), bool(disks.isActive()))[1]', async (pool) => {
    await pool.destroy();
    return pool.isActive();
  }),
  disks('(disks.delete(), None)[1]', (pool) => pool.delete()),
  disks('(disks.undefine(), None)[1]', (pool) => pool.undefine()),
  row(
    `(brief := connection.storagePoolCreateXML("${briefXml}", libvirt.VIR_STORAGE_POOL_CREATE_WITH_BUILD))`,
    (connection) => connection.storagePoolCreateXML(briefXml, { flags: StoragePoolCreateFlags.WITH_BUILD }),
  ),
  ofPool('brief')('[bool(brief.isPersistent()), brief.destroy()][:1]', async (pool) => {
    const persistent = await pool.isPersistent();
    await pool.destroy();
    return [persistent];
  }),
  row('connection.listAllStoragePools()', (connection) => connection.listAllStoragePools()),
];

function deletes(name: string, volume: ReturnType<typeof ofVolume>): readonly Row<Connection>[] {
  return [volume(`(${name}.delete(), None)[1]`, (each: StorageVol) => each.delete())];
}

/** What cannot be done with a pool and a volume of it. */
export const refusedStorageRows: readonly Row<Connection>[] = [
  row(`(disks := connection.storagePoolCreateXML("${xml}", 1))`, (connection) =>
    connection.storagePoolCreateXML(xml, { flags: StoragePoolCreateFlags.WITH_BUILD }),
  ),
  disks(`(base := disks.createXML("${base}", 0))`, (pool) => pool.storageVolCreateXML(base)),
  disks(`disks.createXML("${base}", 0)`, (pool) => pool.storageVolCreateXML(base)),
  disks("disks.createXML('<volume/>', 0)", (pool) => pool.storageVolCreateXML('<volume/>')),
  disks("disks.storageVolLookupByName('none')", (pool) => pool.lookupStorageVolByName('none')),
  disks('(disks.delete(), None)[1]', (pool) => pool.delete()),
  disks('(disks.setAutostart(1), None)[1]', (pool) => pool.setAutostart(true)),
  inBase('(base.resize(4096), None)[1]', (volume) => volume.resize(4096)),
  inBase('(base.wipePattern(libvirt.VIR_STORAGE_VOL_WIPE_ALG_TRIM), None)[1]', (volume) =>
    volume.wipePattern(StorageVolWipeAlgorithm.TRIM),
  ),
  row("connection.findStoragePoolSources('dir', None)", (connection) => connection.findStoragePoolSources('dir')),
  row("connection.findStoragePoolSources('netfs', None)", (connection) => connection.findStoragePoolSources('netfs')),
  row("connection.storageVolLookupByKey('/none')", (connection) => connection.lookupStorageVolByKey('/none')),
  row("connection.storagePoolLookupByTargetPath('/none')", (connection) =>
    connection.lookupStoragePoolByTargetPath('/none'),
  ),
  inBase('(base.delete(), None)[1]', (volume) => volume.delete()),
  disks('(disks.destroy(), None)[1]', (pool) => pool.destroy()),
];
