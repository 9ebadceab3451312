import { connectionHandlers } from './connection/connection-handlers.ts';
import { nodeHandlers } from './connection/node-handlers.ts';
import { cpuHandlers } from './cpu/cpu-handlers.ts';
import { balloonHandlers } from './domain/balloon-handlers.ts';
import { checkpointHandlers } from './domain/checkpoint/checkpoint-handlers.ts';
import { checkpointLifeHandlers } from './domain/checkpoint/checkpoint-life-handlers.ts';
import { domainDefinitionHandlers } from './domain/definition-handlers.ts';
import { filesystemHandlers } from './domain/guest/filesystem-handlers.ts';
import { guestHandlers } from './domain/guest/guest-handlers.ts';
import { interfaceAddressHandlers } from './domain/guest/interface-address-handlers.ts';
import { peekHandlers } from './domain/guest/peek-handlers.ts';
import { lifecycleActionHandlers } from './domain/lifecycle-action-handlers.ts';
import { domainLifecycleHandlers } from './domain/lifecycle-handlers.ts';
import { domainListHandlers } from './domain/list-handlers.ts';
import { domainMetadataHandlers } from './domain/metadata-handlers.ts';
import { domainResourceHandlers } from './domain/resource-handlers.ts';
import { coreDumpHandlers } from './domain/save/core-dump-handlers.ts';
import { managedSaveHandlers } from './domain/save/managed-save-handlers.ts';
import { saveHandlers } from './domain/save/save-handlers.ts';
import { screenshotHandlers } from './domain/screenshot/screenshot-handlers.ts';
import { snapshotHandlers } from './domain/snapshot/snapshot-handlers.ts';
import { snapshotLifeHandlers } from './domain/snapshot/snapshot-life-handlers.ts';
import { cpuStatisticsHandlers } from './domain/statistics/cpu-statistics-handlers.ts';
import { deviceStatisticsHandlers } from './domain/statistics/device-statistics-handlers.ts';
import { domainStatisticsHandlers } from './domain/statistics/domain-statistics-handlers.ts';
import { domainStatusHandlers } from './domain/status-handlers.ts';
import { blkioParameterHandlers } from './domain/tuning/blkio-parameter-handlers.ts';
import { blockLimitHandlers } from './domain/tuning/block-limit-handlers.ts';
import { interfaceParameterHandlers } from './domain/tuning/interface-parameter-handlers.ts';
import { ioThreadHandlers } from './domain/tuning/iothread-handlers.ts';
import { memoryParameterHandlers } from './domain/tuning/memory-parameter-handlers.ts';
import { numaParameterHandlers } from './domain/tuning/numa-parameter-handlers.ts';
import { perfEventHandlers } from './domain/tuning/perf-event-handlers.ts';
import { pinningHandlers } from './domain/tuning/pinning-handlers.ts';
import { schedulerHandlers } from './domain/tuning/scheduler-handlers.ts';
import { eventHandlers } from './event/event-handlers.ts';
import { extensions } from './extensions.ts';
import type { HandledProcedure } from './handle.ts';
import { interfaceHandlers } from './interface/interface-handlers.ts';
import { interfaceLifeHandlers } from './interface/interface-life-handlers.ts';
import { networkHandlers } from './network/network-handlers.ts';
import { networkLifeHandlers } from './network/network-life-handlers.ts';
import { networkUpdateHandlers } from './network/network-update-handlers.ts';
import { nodeDeviceHandlers } from './node-device/node-device-handlers.ts';
import { nodeDeviceLifeHandlers } from './node-device/node-device-life-handlers.ts';
import { refusingHandlers } from './refusing-handlers.ts';
import { storagePoolHandlers } from './storage-pool/storage-pool-handlers.ts';
import { storagePoolLifeHandlers } from './storage-pool/storage-pool-life-handlers.ts';
import { storageVolumeHandlers } from './storage-pool/storage-volume-handlers.ts';

/** What libvirt's own test driver does. */
const ofTestDriver: readonly HandledProcedure[] = [
  ...connectionHandlers,
  ...eventHandlers,
  ...nodeHandlers,
  ...cpuHandlers,
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
  ...peekHandlers,
  ...screenshotHandlers,
  ...interfaceAddressHandlers,
  ...pinningHandlers,
  ...schedulerHandlers,
  ...blkioParameterHandlers,
  ...numaParameterHandlers,
  ...interfaceParameterHandlers,
  ...blockLimitHandlers,
  ...perfEventHandlers,
  ...ioThreadHandlers,
  ...deviceStatisticsHandlers,
  ...domainStatisticsHandlers,
  ...cpuStatisticsHandlers,
  ...snapshotLifeHandlers,
  ...networkHandlers,
  ...networkLifeHandlers,
  ...networkUpdateHandlers,
  ...storagePoolHandlers,
  ...storagePoolLifeHandlers,
  ...storageVolumeHandlers,
  ...interfaceHandlers,
  ...interfaceLifeHandlers,
  ...nodeDeviceHandlers,
  ...nodeDeviceLifeHandlers,
  ...refusingHandlers,
];

function key(program: number, procedure: number): string {
  return `${program}/${procedure}`;
}

function table(handlers: readonly HandledProcedure[]): ReadonlyMap<string, HandledProcedure> {
  return new Map(handlers.map((handled) => [key(handled.program, handled.procedure), handled]));
}

const strictTable = table(ofTestDriver);
const wideTable = table([...ofTestDriver, ...extensions]);

/** How procedures are answered; `undefined` for one that is not supported. */
export type HandlerOf = (program: number, procedure: number) => HandledProcedure | undefined;

/** How a hypervisor answers: as libvirt's own test driver and no more if it is strict. */
export function handlersFor(strict: boolean): HandlerOf {
  const handlers = strict ? strictTable : wideTable;
  return (program, procedure) => handlers.get(key(program, procedure));
}
