import { ErrorDomain, ErrorNumber, StorageVolCreateFlags } from '../../generated/api-enums.ts';
import {
  storagePoolLookupByVolume,
  storageVolCreateXML,
  storageVolCreateXMLFrom,
  storageVolDelete,
  storageVolGetInfo,
  storageVolGetPath,
  storageVolGetXMLDesc,
  storageVolLookupByKey,
  storageVolLookupByName,
  storageVolLookupByPath,
} from '../../generated/remote-procedures.ts';
import type { NonnullStorageVol } from '../../generated/remote-types.ts';
import { checkFlags, fault, internalFault } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { activePool, noVolume, poolNamed, poolReference, volumeNamed, volumeReference } from './find-storage-pool.ts';
import { allocationOf, type StoragePool } from './storage-pool.ts';
import { formatStorageVolume, parseStorageVolume, type StorageVolume } from './storage-volume.ts';

function checkFree(pool: StoragePool, volume: StorageVolume): void {
  if (allocationOf(pool) + volume.allocation <= pool.capacity) return;
  const detail = `Not enough free space in pool for volume '${volume.name}'`;
  throw internalFault(ErrorDomain.TEST, detail);
}

function checkNew({ volumes }: StoragePool, { name }: StorageVolume): void {
  if (volumes.byName(name) === undefined) return;
  throw fault(ErrorNumber.ERR_OPERATION_FAILED, ErrorDomain.TEST, 'storage vol already exists');
}

/** The volume of which a client speaks, in a pool that runs. */
function referred(host: Host, { pool, name }: NonnullStorageVol): StorageVolume {
  return volumeNamed(activePool(host, pool), name);
}

/** Volumes are found by where they are in pools that run alone. */
function lookUp({ storagePools }: Host, key: 'key' | 'path', path: string): { vol: NonnullStorageVol } {
  for (const pool of storagePools.all().filter(({ isActive }) => isActive)) {
    const volume = pool.volumes.all().find((other) => other.path === path);
    if (volume !== undefined) return { vol: volumeReference(pool, volume) };
  }
  throw noVolume(key, path);
}

/** What is in storage pools. */
export const storageVolumeHandlers: readonly HandledProcedure[] = [
  handle(storageVolCreateXML, (host, { pool: { name }, xml, flags }) => {
    checkFlags('testStorageVolCreateXML', flags, StorageVolCreateFlags.VALIDATE);
    const pool = activePool(host, name);
    const volume = parseStorageVolume(pool, xml);
    checkNew(pool, volume);
    checkFree(pool, volume);
    pool.volumes.add(volume);
    return { vol: volumeReference(pool, volume) };
  }),
  handle(storageVolCreateXMLFrom, (host, { pool: { name }, xml, clonevol, flags }) => {
    checkFlags('testStorageVolCreateXMLFrom', flags, StorageVolCreateFlags.VALIDATE);
    const pool = activePool(host, name);
    const volume = parseStorageVolume(pool, xml);
    checkNew(pool, volume);
    // The test driver looks for the other volume in the same pool, whatever pool it is of.
    const { bytes } = volumeNamed(pool, clonevol.name);
    checkFree(pool, volume);
    pool.volumes.add({ ...volume, bytes: bytes.copy() });
    return { vol: volumeReference(pool, volume) };
  }),
  handle(storageVolDelete, (host, { vol, flags }) => {
    checkFlags('testStorageVolDelete', flags, 0);
    activePool(host, vol.pool).volumes.remove(referred(host, vol));
  }),
  handle(storageVolLookupByName, (host, { pool: { name }, name: volume }) => {
    const pool = activePool(host, name);
    return { vol: volumeReference(pool, volumeNamed(pool, volume)) };
  }),
  handle(storageVolLookupByKey, (host, { key }) => lookUp(host, 'key', key)),
  handle(storageVolLookupByPath, (host, { path }) => lookUp(host, 'path', path)),
  handle(storagePoolLookupByVolume, (host, { vol }) => ({ pool: poolReference(poolNamed(host, vol.pool)) })),
  handle(storageVolGetInfo, (host, { vol }) => {
    const { capacity, allocation } = referred(host, vol);
    return { type: activePool(host, vol.pool).rules.volumeType, capacity, allocation };
  }),
  handle(storageVolGetXMLDesc, (host, { vol, flags }) => {
    checkFlags('testStorageVolGetXMLDesc', flags, 0);
    return { xml: formatStorageVolume(referred(host, vol)) };
  }),
  handle(storageVolGetPath, (host, { vol }) => ({ name: referred(host, vol).path })),
];
