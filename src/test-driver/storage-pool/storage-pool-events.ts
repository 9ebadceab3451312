import { StoragePoolEventID, type StoragePoolEventLifecycleType } from '../../generated/api-enums.ts';
import { storagePoolEventLifecycle, storagePoolEventRefresh } from '../../generated/remote-procedures.ts';
import { eventMessage, type HostEvent } from '../event/host-event.ts';
import { poolReference } from './find-storage-pool.ts';
import type { StoragePool } from './storage-pool.ts';

/** A pool was defined or undefined, built or deleted, or has started or stopped. */
export function storagePoolLifecycle(pool: StoragePool, event: StoragePoolEventLifecycleType): HostEvent {
  const payload = { pool: poolReference(pool), event, detail: 0 };
  return {
    family: 'storage pool',
    eventID: StoragePoolEventID.LIFECYCLE,
    key: pool.uuid,
    message: (callbackID) => eventMessage(storagePoolEventLifecycle, { callbackID, ...payload }),
  };
}

/** Somebody has looked anew which volumes a pool has. */
export function storagePoolRefreshed(pool: StoragePool): HostEvent {
  const payload = { pool: poolReference(pool) };
  return {
    family: 'storage pool',
    eventID: StoragePoolEventID.REFRESH,
    key: pool.uuid,
    message: (callbackID) => eventMessage(storagePoolEventRefresh, { callbackID, ...payload }),
  };
}
