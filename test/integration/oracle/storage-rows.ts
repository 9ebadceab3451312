import {
  storagePoolBuild,
  storagePoolCreate,
  storagePoolCreateXML,
  storagePoolDefineXML,
  storagePoolDelete,
  storagePoolDestroy,
  storagePoolGetAutostart,
  storagePoolGetInfo,
  storagePoolGetXMLDesc,
  storagePoolIsActive,
  storagePoolIsPersistent,
  storagePoolListAllVolumes,
  storagePoolListVolumes,
  storagePoolLookupByName,
  storagePoolLookupByUUID,
  storagePoolLookupByVolume,
  storagePoolNumOfVolumes,
  storagePoolRefresh,
  storagePoolSetAutostart,
  storagePoolUndefine,
  storageVolCreateXML,
  storageVolCreateXMLFrom,
  storageVolDelete,
  storageVolGetInfo,
  storageVolGetPath,
  storageVolGetXMLDesc,
  storageVolLookupByKey,
  storageVolLookupByName,
  storageVolLookupByPath,
} from '../../../src/generated/remote-procedures.ts';
import type { Session } from '../../../src/session/session.ts';
import { images, one } from './node-state.ts';
import { asks, does, type Row } from './row.ts';
import { anyOrder } from './rules.ts';

const flags = 0;
const pool = images;
const vol = one;
const poolUuid = 'c1c1c1c1-0000-4000-8000-000000000012';
const spare = { name: 'spare', uuid: Uint8Array.from(Buffer.from(poolUuid.replaceAll('-', ''), 'hex')) };
const spareXml = `<pool type='dir'><name>spare</name><uuid>${poolUuid}</uuid><target><path>/spare</path></target></pool>`;
const poolXml =
  "<pool type='dir'><name>brief</name><uuid>c1c1c1c1-0000-4000-8000-000000000011</uuid><target><path>/brief</path></target></pool>";
const volXml = (name: string): string => `<volume><name>${name}</name><capacity>1000000</capacity></volume>`;

export const storageRows: readonly Row<Session>[] = [
  asks(
    storagePoolLookupByName,
    { name: 'images' },
    "(images := connection.storagePoolLookupByName('images'))",
    (result) => result.pool,
  ),
  asks(
    storagePoolLookupByUUID,
    { uuid: images.uuid },
    "connection.storagePoolLookupByUUIDString('c1c1c1c1-0000-4000-8000-000000000001')",
    (result) => result.pool,
  ),
  asks(storagePoolGetXMLDesc, { pool, flags }, 'images.XMLDesc()', ({ xml }) => xml),
  asks(storagePoolGetInfo, { pool }, 'images.info()', ({ state, capacity, allocation, available }) => [
    state,
    capacity,
    allocation,
    available,
  ]),
  asks(storagePoolIsActive, { pool }, 'images.isActive()', ({ active }) => active),
  asks(storagePoolIsPersistent, { pool }, 'images.isPersistent()', ({ persistent }) => persistent),
  does(storagePoolSetAutostart, { pool, autostart: 1 }, 'images.setAutostart(1)'),
  asks(storagePoolGetAutostart, { pool }, 'images.autostart()', ({ autostart }) => autostart),
  does(storagePoolRefresh, { pool, flags }, 'images.refresh()'),

  asks(
    storageVolLookupByName,
    { pool, name: 'one.img' },
    "(one := images.storageVolLookupByName('one.img'))",
    (result) => result.vol,
  ),
  asks(storageVolLookupByKey, { key: one.key }, `connection.storageVolLookupByKey('${one.key}')`, (found) => found.vol),
  asks(
    storageVolLookupByPath,
    { path: one.key },
    `connection.storageVolLookupByPath('${one.key}')`,
    (found) => found.vol,
  ),
  asks(storageVolGetInfo, { vol }, 'one.info()', ({ type, capacity, allocation }) => [type, capacity, allocation]),
  asks(storageVolGetXMLDesc, { vol, flags }, 'one.XMLDesc()', ({ xml }) => xml),
  asks(storageVolGetPath, { vol }, 'one.path()', ({ name }) => name),
  asks(storagePoolLookupByVolume, { vol }, 'one.storagePoolLookupByVolume()', (found) => found.pool),
  asks(
    storageVolCreateXML,
    { pool, xml: volXml('two.img'), flags },
    `(two := images.createXML("${volXml('two.img')}", 0))`,
    (made) => made.vol,
  ),
  asks(
    storageVolCreateXMLFrom,
    { pool, xml: volXml('three.img'), clonevol: { ...one, name: 'two.img', key: '/images/two.img' }, flags },
    `images.createXMLFrom("${volXml('three.img')}", two, 0)`,
    (made) => made.vol,
  ),
  does(storageVolDelete, { vol: { ...one, name: 'two.img', key: '/images/two.img' }, flags }, 'two.delete()'),
  asks(storagePoolNumOfVolumes, { pool }, 'images.numOfVolumes()', ({ num }) => num),
  asks(storagePoolListVolumes, { pool, maxnames: 100 }, 'images.listVolumes()', ({ names }) => names, anyOrder),
  asks(
    storagePoolListAllVolumes,
    { pool, need_results: 1, flags },
    'images.listAllVolumes()',
    ({ vols }) => vols,
    anyOrder,
  ),

  asks(
    storagePoolCreateXML,
    { xml: poolXml, flags },
    `connection.storagePoolCreateXML("${poolXml}", 0)`,
    (made) => made.pool,
  ),
  asks(
    storagePoolDefineXML,
    { xml: spareXml, flags },
    `(spare := connection.storagePoolDefineXML("${spareXml}", 0))`,
    (made) => made.pool,
  ),
  does(storagePoolBuild, { pool: spare, flags }, 'spare.build()'),
  does(storagePoolCreate, { pool: spare, flags }, 'spare.create()'),
  asks(storagePoolGetXMLDesc, { pool: spare, flags }, 'spare.XMLDesc()', ({ xml }) => xml),
  does(storagePoolDestroy, { pool: spare }, 'spare.destroy()'),
  asks(storagePoolIsActive, { pool: spare }, 'spare.isActive()', ({ active }) => active),
  does(storagePoolDelete, { pool: spare, flags }, 'spare.delete()'),
  does(storagePoolUndefine, { pool: spare }, 'spare.undefine()'),
];
