import { ConnectListAllStoragePoolsFlags, ErrorDomain, StoragePoolState } from '../../generated/api-enums.ts';
import {
  connectListAllStoragePools,
  connectListDefinedStoragePools,
  connectListStoragePools,
  connectNumOfDefinedStoragePools,
  connectNumOfStoragePools,
  storagePoolGetAutostart,
  storagePoolGetInfo,
  storagePoolGetXMLDesc,
  storagePoolIsActive,
  storagePoolIsPersistent,
  storagePoolListAllVolumes,
  storagePoolListVolumes,
  storagePoolLookupByName,
  storagePoolLookupByUUID,
  storagePoolNumOfVolumes,
} from '../../generated/remote-procedures.ts';
import { REMOTE_STORAGE_POOL_LIST_MAX, REMOTE_STORAGE_VOL_LIST_MAX } from '../../generated/remote-types.ts';
import { allFlags } from '../all-flags.ts';
import { firstNames, listing } from '../bounded-list.ts';
import { checkFlags, invalidOperation } from '../fault.ts';
import { type FlagTest, passesFlags } from '../flag-filter.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { passesLifeFlags } from '../life-flags.ts';
import { activePool, poolNamed, poolOfUuid, poolReference, volumeReference } from './find-storage-pool.ts';
import { allocationOf, formatStoragePool, type StoragePool } from './storage-pool.ts';

const Flags = ConnectListAllStoragePoolsFlags;
const knownFlags = allFlags(Flags);

/** The flags that ask for pools of a type, with libvirt's words for the types. */
const typeFlags: readonly (readonly [flag: number, type: string])[] = [
  [Flags.DIR, 'dir'],
  [Flags.FS, 'fs'],
  [Flags.NETFS, 'netfs'],
  [Flags.LOGICAL, 'logical'],
  [Flags.DISK, 'disk'],
  [Flags.ISCSI, 'iscsi'],
  [Flags.SCSI, 'scsi'],
  [Flags.MPATH, 'mpath'],
  [Flags.RBD, 'rbd'],
  [Flags.SHEEPDOG, 'sheepdog'],
  [Flags.GLUSTER, 'gluster'],
  [Flags.ZFS, 'zfs'],
  [Flags.VSTORAGE, 'vstorage'],
  [Flags.ISCSI_DIRECT, 'iscsi-direct'],
];

function withActivity({ storagePools }: Host, active: boolean): StoragePool[] {
  return storagePools.all().filter(({ isActive }) => isActive === active);
}

function passes(pool: StoragePool, flags: number): boolean {
  const ofType = typeFlags.map(([flag, word]): FlagTest => [flag, pool.type === word]);
  return passesLifeFlags(flags, Flags, pool) && passesFlags(flags, ofType);
}

/** Which storage pools there are, and what they are. */
export const storagePoolHandlers: readonly HandledProcedure[] = [
  handle(connectNumOfStoragePools, (host) => ({ num: withActivity(host, true).length })),
  handle(connectListStoragePools, (host, { maxnames }) => ({ names: firstNames(withActivity(host, true), maxnames) })),
  handle(connectNumOfDefinedStoragePools, (host) => ({ num: withActivity(host, false).length })),
  handle(connectListDefinedStoragePools, (host, { maxnames }) => ({
    names: firstNames(withActivity(host, false), maxnames),
  })),
  handle(connectListAllStoragePools, ({ storagePools }, { need_results, flags }) => {
    checkFlags('testConnectListAllStoragePools', flags, knownFlags);
    const matching = storagePools.all().filter((pool) => passes(pool, flags));
    const { items, ret } = listing(matching.map(poolReference), need_results, REMOTE_STORAGE_POOL_LIST_MAX, 'pools');
    return { pools: items, ret };
  }),
  handle(storagePoolLookupByName, (host, { name }) => ({ pool: poolReference(poolNamed(host, name)) })),
  handle(storagePoolLookupByUUID, (host, { uuid }) => ({ pool: poolReference(poolOfUuid(host, uuid)) })),
  handle(storagePoolGetXMLDesc, (host, { pool, flags }) => {
    checkFlags('testStoragePoolGetXMLDesc', flags, 0);
    return { xml: formatStoragePool(poolNamed(host, pool.name)) };
  }),
  handle(storagePoolGetInfo, (host, { pool }) => {
    const found = poolNamed(host, pool.name);
    const { isActive, capacity } = found;
    const allocation = allocationOf(found);
    const state = isActive ? StoragePoolState.RUNNING : StoragePoolState.INACTIVE;
    return { state, capacity, allocation, available: capacity - allocation };
  }),
  handle(storagePoolGetAutostart, (host, { pool }) => ({ autostart: Number(poolNamed(host, pool.name).autostart) })),
  handle(storagePoolIsActive, (host, { pool }) => ({ active: Number(poolOfUuid(host, pool.uuid).isActive) })),
  handle(storagePoolIsPersistent, (host, { pool }) => ({ persistent: Number(poolOfUuid(host, pool.uuid).persistent) })),
  handle(storagePoolNumOfVolumes, (host, { pool }) => ({ num: activePool(host, pool.name).volumes.all().length })),
  handle(storagePoolListVolumes, (host, { pool, maxnames }) => ({
    names: firstNames(activePool(host, pool.name).volumes.all(), maxnames),
  })),
  handle(storagePoolListAllVolumes, (host, { pool, need_results, flags }) => {
    checkFlags('testStoragePoolListAllVolumes', flags, 0);
    const found = poolOfUuid(host, pool.uuid);
    if (!found.isActive) throw invalidOperation(ErrorDomain.TEST, 'storage pool is not active');
    const references = found.volumes.all().map((volume) => volumeReference(found, volume));
    const { items, ret } = listing(references, need_results, REMOTE_STORAGE_VOL_LIST_MAX, 'volumes');
    return { vols: items, ret };
  }),
];
