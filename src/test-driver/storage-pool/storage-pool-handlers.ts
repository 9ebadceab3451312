import {
  ConnectListAllStoragePoolsFlags,
  ErrorDomain,
  ErrorNumber,
  StoragePoolState,
} from '../../generated/api-enums.ts';
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
import { type NonnullStoragePool, REMOTE_STORAGE_POOL_LIST_MAX } from '../../generated/remote-types.ts';
import { formatUuid } from '../../protocol/uuid.ts';
import { firstNames, listing } from '../bounded-list.ts';
import { canonicalUuidBytes } from '../canonical-uuid.ts';
import { checkFlags, type Fault, fault } from '../fault.ts';
import { type FlagTest, passesFlags } from '../flag-filter.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { formatStoragePool, type StoragePool } from './storage-pool.ts';

const Flags = ConnectListAllStoragePoolsFlags;
const knownFlags = Object.values(Flags).reduce((all: number, flag) => all | flag, 0);

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

function noPool(key: string, value: string): Fault {
  const detail = `no storage pool with matching ${key} '${value}'`;
  return fault(ErrorNumber.ERR_NO_STORAGE_POOL, ErrorDomain.TEST, detail);
}

function byName({ storagePools }: Host, name: string): StoragePool {
  const pool = storagePools.byName(name);
  if (pool === undefined) throw noPool('name', name);
  return pool;
}

function byUuid({ storagePools }: Host, bytes: Uint8Array): StoragePool {
  const uuid = formatUuid(bytes);
  const pool = storagePools.all().find((other) => other.uuid === uuid);
  if (pool === undefined) throw noPool('uuid', uuid);
  return pool;
}

function reference({ name, uuid }: StoragePool): NonnullStoragePool {
  return { name, uuid: canonicalUuidBytes(uuid) };
}

function withActivity({ storagePools }: Host, active: boolean): StoragePool[] {
  return storagePools.all().filter(({ isActive }) => isActive === active);
}

function passes({ isActive, persistent, autostart, type }: StoragePool, flags: number): boolean {
  return [
    passesFlags(flags, [
      [Flags.ACTIVE, isActive],
      [Flags.INACTIVE, !isActive],
    ]),
    passesFlags(flags, [
      [Flags.PERSISTENT, persistent],
      [Flags.TRANSIENT, !persistent],
    ]),
    passesFlags(flags, [
      [Flags.AUTOSTART, autostart],
      [Flags.NO_AUTOSTART, !autostart],
    ]),
    passesFlags(
      flags,
      typeFlags.map(([flag, word]): FlagTest => [flag, type === word]),
    ),
  ].every(Boolean);
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
    const { items, ret } = listing(matching.map(reference), need_results, REMOTE_STORAGE_POOL_LIST_MAX, 'pools');
    return { pools: items, ret };
  }),
  handle(storagePoolLookupByName, (host, { name }) => ({ pool: reference(byName(host, name)) })),
  handle(storagePoolLookupByUUID, (host, { uuid }) => ({ pool: reference(byUuid(host, uuid)) })),
  handle(storagePoolGetXMLDesc, (host, { pool, flags }) => {
    checkFlags('testStoragePoolGetXMLDesc', flags, 0);
    return { xml: formatStoragePool(byName(host, pool.name)) };
  }),
  handle(storagePoolGetInfo, (host, { pool }) => {
    const { isActive, capacity, allocation } = byName(host, pool.name);
    const state = isActive ? StoragePoolState.RUNNING : StoragePoolState.INACTIVE;
    return { state, capacity, allocation, available: capacity - allocation };
  }),
  handle(storagePoolGetAutostart, (host, { pool }) => ({ autostart: Number(byName(host, pool.name).autostart) })),
  handle(storagePoolIsActive, (host, { pool }) => ({ active: Number(byUuid(host, pool.uuid).isActive) })),
  handle(storagePoolIsPersistent, (host, { pool }) => ({ persistent: Number(byUuid(host, pool.uuid).persistent) })),
  handle(storagePoolNumOfVolumes, (host, { pool }) => {
    byName(host, pool.name);
    return { num: 0 };
  }),
  handle(storagePoolListVolumes, (host, { pool }) => {
    byName(host, pool.name);
    return { names: [] };
  }),
  handle(storagePoolListAllVolumes, (host, { pool, flags }) => {
    checkFlags('testStoragePoolListAllVolumes', flags, 0);
    byUuid(host, pool.uuid);
    return { vols: [], ret: 0 };
  }),
];
