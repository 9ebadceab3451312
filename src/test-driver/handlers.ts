import { connectionHandlers } from './connection/connection-handlers.ts';
import { nodeHandlers } from './connection/node-handlers.ts';
import { domainDefinitionHandlers } from './domain/definition-handlers.ts';
import { domainLifecycleHandlers } from './domain/lifecycle-handlers.ts';
import { domainListHandlers } from './domain/list-handlers.ts';
import { domainMetadataHandlers } from './domain/metadata-handlers.ts';
import { domainResourceHandlers } from './domain/resource-handlers.ts';
import { domainStatusHandlers } from './domain/status-handlers.ts';
import type { HandledProcedure } from './handle.ts';
import { interfaceHandlers } from './interface/interface-handlers.ts';
import { networkHandlers } from './network/network-handlers.ts';
import { nodeDeviceHandlers } from './node-device/node-device-handlers.ts';
import { storagePoolHandlers } from './storage-pool/storage-pool-handlers.ts';

const all: readonly HandledProcedure[] = [
  ...connectionHandlers,
  ...nodeHandlers,
  ...domainListHandlers,
  ...domainLifecycleHandlers,
  ...domainDefinitionHandlers,
  ...domainStatusHandlers,
  ...domainResourceHandlers,
  ...domainMetadataHandlers,
  ...networkHandlers,
  ...storagePoolHandlers,
  ...interfaceHandlers,
  ...nodeDeviceHandlers,
];

const byNumber = new Map(all.map((handled) => [`${handled.program}/${handled.procedure}`, handled]));

/** How a procedure is answered; `undefined` for one that the test driver does not support. */
export function handlerOf(program: number, procedure: number): HandledProcedure | undefined {
  return byNumber.get(`${program}/${procedure}`);
}
