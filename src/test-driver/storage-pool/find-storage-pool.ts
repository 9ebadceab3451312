import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import type { NonnullStoragePool, NonnullStorageVol } from '../../generated/remote-types.ts';
import { formatUuid } from '../../protocol/uuid.ts';
import { canonicalUuidBytes } from '../canonical-uuid.ts';
import { type Fault, fault, invalidOperation } from '../fault.ts';
import type { Host } from '../host.ts';
import type { StoragePool } from './storage-pool.ts';
import type { StorageVolume } from './storage-volume.ts';

function noPool(key: string, value: string): Fault {
  const detail = `no storage pool with matching ${key} '${value}'`;
  return fault(ErrorNumber.ERR_NO_STORAGE_POOL, ErrorDomain.TEST, detail);
}

/** The pool of that name. Throws a Fault when there is none. */
export function poolNamed({ storagePools }: Host, name: string): StoragePool {
  const pool = storagePools.byName(name);
  if (pool === undefined) throw noPool('name', name);
  return pool;
}

/** The pool of that uuid. Throws a Fault when there is none. */
export function poolOfUuid({ storagePools }: Host, bytes: Uint8Array): StoragePool {
  const uuid = formatUuid(bytes);
  const pool = storagePools.byUuid(uuid);
  if (pool === undefined) throw noPool('uuid', uuid);
  return pool;
}

/** As `poolNamed`, for what only a pool that runs can do. */
export function activePool(host: Host, name: string): StoragePool {
  const pool = poolNamed(host, name);
  if (!pool.isActive) throw invalidOperation(ErrorDomain.TEST, `storage pool '${name}' is not active`);
  return pool;
}

/** As `poolNamed`, for what only a pool that does not run can do. */
export function inactivePool(host: Host, name: string): StoragePool {
  const pool = poolNamed(host, name);
  if (pool.isActive) throw invalidOperation(ErrorDomain.TEST, `storage pool '${name}' is active`);
  return pool;
}

export function noVolume(key: string, value: string): Fault {
  const detail = `no storage vol with matching ${key} '${value}'`;
  return fault(ErrorNumber.ERR_NO_STORAGE_VOL, ErrorDomain.TEST, detail);
}

/** The volume of that name in a pool. Throws a Fault when there is none. */
export function volumeNamed({ volumes }: StoragePool, name: string): StorageVolume {
  const volume = volumes.byName(name);
  if (volume === undefined) throw noVolume('name', name);
  return volume;
}

/** How the protocol speaks of a pool. */
export function poolReference({ name, uuid }: StoragePool): NonnullStoragePool {
  return { name, uuid: canonicalUuidBytes(uuid) };
}

/** How the protocol speaks of a volume. */
export function volumeReference({ name: pool }: StoragePool, { name, path }: StorageVolume): NonnullStorageVol {
  return { pool, name, key: path };
}
