import { connectionHandlers } from './connection/connection-handlers.ts';
import { nodeHandlers } from './connection/node-handlers.ts';
import { balloonHandlers } from './domain/balloon-handlers.ts';
import { checkpointHandlers } from './domain/checkpoint/checkpoint-handlers.ts';
import { checkpointLifeHandlers } from './domain/checkpoint/checkpoint-life-handlers.ts';
import { domainDefinitionHandlers } from './domain/definition-handlers.ts';
import { filesystemHandlers } from './domain/guest/filesystem-handlers.ts';
import { guestHandlers } from './domain/guest/guest-handlers.ts';
import { lifecycleActionHandlers } from './domain/lifecycle-action-handlers.ts';
import { domainLifecycleHandlers } from './domain/lifecycle-handlers.ts';
import { domainListHandlers } from './domain/list-handlers.ts';
import { memoryParameterHandlers } from './domain/memory-parameter-handlers.ts';
import { domainMetadataHandlers } from './domain/metadata-handlers.ts';
import { domainResourceHandlers } from './domain/resource-handlers.ts';
import { coreDumpHandlers } from './domain/save/core-dump-handlers.ts';
import { managedSaveHandlers } from './domain/save/managed-save-handlers.ts';
import { saveHandlers } from './domain/save/save-handlers.ts';
import { snapshotHandlers } from './domain/snapshot/snapshot-handlers.ts';
import { snapshotLifeHandlers } from './domain/snapshot/snapshot-life-handlers.ts';
import { cpuStatisticsHandlers } from './domain/statistics/cpu-statistics-handlers.ts';
import { deviceStatisticsHandlers } from './domain/statistics/device-statistics-handlers.ts';
import { domainStatisticsHandlers } from './domain/statistics/domain-statistics-handlers.ts';
import { domainStatusHandlers } from './domain/status-handlers.ts';
import type { HandledProcedure } from './handle.ts';
import { interfaceHandlers } from './interface/interface-handlers.ts';
import { interfaceLifeHandlers } from './interface/interface-life-handlers.ts';
import { networkHandlers } from './network/network-handlers.ts';
import { networkLifeHandlers } from './network/network-life-handlers.ts';
import { nodeDeviceHandlers } from './node-device/node-device-handlers.ts';
import { nodeDeviceLifeHandlers } from './node-device/node-device-life-handlers.ts';
import { refusingHandlers } from './refusing-handlers.ts';
import { storagePoolHandlers } from './storage-pool/storage-pool-handlers.ts';
import { storagePoolLifeHandlers } from './storage-pool/storage-pool-life-handlers.ts';
import { storageVolumeHandlers } from './storage-pool/storage-volume-handlers.ts';

const all: readonly HandledProcedure[] = [
  ...connectionHandlers,
  ...nodeHandlers,
  ...domainListHandlers,
  ...domainLifecycleHandlers,
  ...domainDefinitionHandlers,
  ...domainStatusHandlers,
  ...domainResourceHandlers,
  ...domainMetadataHandlers,
  ...snapshotHandlers,
  ...checkpointHandlers,
  ...checkpointLifeHandlers,
  ...saveHandlers,
  ...managedSaveHandlers,
  ...coreDumpHandlers,
  ...balloonHandlers,
  ...memoryParameterHandlers,
  ...guestHandlers,
  ...filesystemHandlers,
  ...lifecycleActionHandlers,
  ...deviceStatisticsHandlers,
  ...domainStatisticsHandlers,
  ...cpuStatisticsHandlers,
  ...snapshotLifeHandlers,
  ...networkHandlers,
  ...networkLifeHandlers,
  ...storagePoolHandlers,
  ...storagePoolLifeHandlers,
  ...storageVolumeHandlers,
  ...interfaceHandlers,
  ...interfaceLifeHandlers,
  ...nodeDeviceHandlers,
  ...nodeDeviceLifeHandlers,
  ...refusingHandlers,
];

const byNumber = new Map(all.map((handled) => [`${handled.program}/${handled.procedure}`, handled]));

/** How a procedure is answered; `undefined` for one that the test driver does not support. */
export function handlerOf(program: number, procedure: number): HandledProcedure | undefined {
  return byNumber.get(`${program}/${procedure}`);
}
