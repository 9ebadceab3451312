import {
  ErrorDomain,
  ErrorNumber,
  StoragePoolDefineFlags,
  StoragePoolEventLifecycleType,
} from '../../generated/api-enums.ts';
import {
  connectFindStoragePoolSources,
  storagePoolBuild,
  storagePoolCreate,
  storagePoolCreateXML,
  storagePoolDefineXML,
  storagePoolDelete,
  storagePoolDestroy,
  storagePoolRefresh,
  storagePoolSetAutostart,
  storagePoolUndefine,
} from '../../generated/remote-procedures.ts';
import { checkFlags, fault, invalidArgument } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { type Kind, refuseDuplicate, refuseRunning } from '../refuse-duplicate.ts';
import { findSources } from './find-sources.ts';
import { activePool, inactivePool, poolNamed, poolReference } from './find-storage-pool.ts';
import { parseStoragePool, type StoragePool } from './storage-pool.ts';
import { storagePoolLifecycle, storagePoolRefreshed } from './storage-pool-events.ts';

const { DEFINED, UNDEFINED, STARTED, STOPPED, CREATED, DELETED } = StoragePoolEventLifecycleType;

const kind: Kind = { what: 'pool', domain: ErrorDomain.STORAGE };

/** Two pools may not have the same source. */
function refuseSameSource({ storagePools }: Host, { name, type, sourceKeys }: StoragePool): void {
  const other = storagePools
    .all()
    .find(
      (pool) => pool.name !== name && pool.type === type && pool.sourceKeys.some((key) => sourceKeys.includes(key)),
    );
  if (other === undefined) return;
  const detail = `Storage source conflict with pool: '${other.name}'`;
  throw fault(ErrorNumber.ERR_OPERATION_FAILED, ErrorDomain.STORAGE, detail);
}

/** What makes storage pools, and makes them run and stop. */
export const storagePoolLifeHandlers: readonly HandledProcedure[] = [
  handle(storagePoolDefineXML, (host, { xml, flags }) => {
    checkFlags('testStoragePoolDefineXML', flags, StoragePoolDefineFlags.VALIDATE);
    const pool = parseStoragePool(xml);
    refuseSameSource(host, pool);
    const known = refuseDuplicate(host.storagePools, pool, kind);
    const { volumes = pool.volumes, autostart = false } = known ?? {};
    host.storagePools.add(
      known?.isActive ? { ...known, persistent: true } : { ...pool, volumes, autostart, persistent: true },
    );
    host.events.emit(storagePoolLifecycle(pool, DEFINED));
    return { pool: poolReference(pool) };
  }),
  handle(storagePoolCreateXML, (host, { xml, flags }) => {
    checkFlags('testStoragePoolCreateXML', flags, 0);
    const pool = parseStoragePool(xml);
    refuseSameSource(host, pool);
    const known = refuseRunning(host.storagePools, pool, kind);
    const { volumes = pool.volumes, autostart = false } = known ?? {};
    // Even one that was there before is gone when it stops.
    host.storagePools.add({ ...pool, volumes, autostart, persistent: false, isActive: true });
    host.events.emit(storagePoolLifecycle(pool, STARTED));
    return { pool: poolReference(pool) };
  }),
  handle(storagePoolCreate, (host, { pool: { name }, flags }) => {
    checkFlags('testStoragePoolCreate', flags, 0);
    const pool = inactivePool(host, name);
    host.storagePools.add({ ...pool, isActive: true });
    host.events.emit(storagePoolLifecycle(pool, STARTED));
  }),
  handle(storagePoolBuild, (host, { pool, flags }) => {
    checkFlags('testStoragePoolBuild', flags, 0);
    host.events.emit(storagePoolLifecycle(inactivePool(host, pool.name), CREATED));
  }),
  handle(storagePoolDestroy, (host, { pool: { name } }) => {
    const pool = activePool(host, name);
    if (pool.persistent) host.storagePools.add({ ...pool, isActive: false });
    else host.storagePools.remove(pool);
    host.events.emit(storagePoolLifecycle(pool, STOPPED));
  }),
  handle(storagePoolDelete, (host, { pool, flags }) => {
    checkFlags('testStoragePoolDelete', flags, 0);
    host.events.emit(storagePoolLifecycle(inactivePool(host, pool.name), DELETED));
  }),
  handle(storagePoolUndefine, (host, { pool: { name } }) => {
    const pool = inactivePool(host, name);
    host.storagePools.remove(pool);
    host.events.emit(storagePoolLifecycle(pool, UNDEFINED));
  }),
  handle(storagePoolRefresh, (host, { pool, flags }) => {
    checkFlags('testStoragePoolRefresh', flags, 0);
    host.events.emit(storagePoolRefreshed(activePool(host, pool.name)));
  }),
  handle(storagePoolSetAutostart, (host, { pool: { name }, autostart }) => {
    const pool = poolNamed(host, name);
    if (!pool.persistent) throw invalidArgument(ErrorDomain.TEST, 'pool has no config file');
    host.storagePools.add({ ...pool, autostart: autostart !== 0 });
  }),
  handle(connectFindStoragePoolSources, (_, { type, srcSpec, flags }) => {
    checkFlags('testConnectFindStoragePoolSources', flags, 0);
    return { xml: findSources(type, srcSpec) };
  }),
];
