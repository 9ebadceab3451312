import {
  qemuConnectDomainMonitorEventDeregister,
  qemuConnectDomainMonitorEventRegister,
} from '../../generated/qemu-procedures.ts';
import type { QemuConnectDomainMonitorEventRegisterArgs } from '../../generated/qemu-types.ts';
import * as wire from '../../generated/remote-procedures.ts';
import type {
  ConnectDomainEventCallbackRegisterAnyArgs,
  ConnectNetworkEventRegisterAnyArgs,
  ConnectNodeDeviceEventRegisterAnyArgs,
  ConnectSecretEventRegisterAnyArgs,
  ConnectStoragePoolEventRegisterAnyArgs,
} from '../../generated/remote-types.ts';
import type { CallProcedure } from '../../protocol/procedure.ts';
import type { EventFamily } from '../../rpc/event-family.ts';
import { domainEventKinds } from './domain-event-kinds.ts';
import type { EventKind } from './event-kind.ts';
import {
  networkEventKinds,
  nodeDeviceEventKinds,
  qemuMonitorMessage,
  secretEventKinds,
  storagePoolEventKinds,
} from './object-event-kinds.ts';

interface CallbackId {
  readonly callbackID: number;
}

/** A family of events, and the calls that begin and end a registration. */
export interface RegisteredFamily<Args> {
  readonly family: EventFamily;
  readonly register: CallProcedure<Args, CallbackId>;
  readonly deregister: CallProcedure<CallbackId, void>;
}

function familyOf(name: string, program: number, kinds: Iterable<Pick<EventKind, 'message'>>): EventFamily {
  const procedures = new Set([...kinds].map(({ message }) => message.procedure));
  return { name, program, procedures, addressed: 'by-id' };
}

const { program } = wire.connectDomainEventCallbackRegisterAny;

export const domainFamily: RegisteredFamily<ConnectDomainEventCallbackRegisterAnyArgs> = {
  family: familyOf('domain', program, Object.values(domainEventKinds)),
  register: wire.connectDomainEventCallbackRegisterAny,
  deregister: wire.connectDomainEventCallbackDeregisterAny,
};

export const networkFamily: RegisteredFamily<ConnectNetworkEventRegisterAnyArgs> = {
  family: familyOf('network', program, Object.values(networkEventKinds)),
  register: wire.connectNetworkEventRegisterAny,
  deregister: wire.connectNetworkEventDeregisterAny,
};

export const storagePoolFamily: RegisteredFamily<ConnectStoragePoolEventRegisterAnyArgs> = {
  family: familyOf('storage-pool', program, Object.values(storagePoolEventKinds)),
  register: wire.connectStoragePoolEventRegisterAny,
  deregister: wire.connectStoragePoolEventDeregisterAny,
};

export const nodeDeviceFamily: RegisteredFamily<ConnectNodeDeviceEventRegisterAnyArgs> = {
  family: familyOf('node-device', program, Object.values(nodeDeviceEventKinds)),
  register: wire.connectNodeDeviceEventRegisterAny,
  deregister: wire.connectNodeDeviceEventDeregisterAny,
};

export const secretFamily: RegisteredFamily<ConnectSecretEventRegisterAnyArgs> = {
  family: familyOf('secret', program, Object.values(secretEventKinds)),
  register: wire.connectSecretEventRegisterAny,
  deregister: wire.connectSecretEventDeregisterAny,
};

export const qemuMonitorFamily: RegisteredFamily<QemuConnectDomainMonitorEventRegisterArgs> = {
  family: familyOf('qemu-monitor', qemuConnectDomainMonitorEventRegister.program, [{ message: qemuMonitorMessage }]),
  register: qemuConnectDomainMonitorEventRegister,
  deregister: qemuConnectDomainMonitorEventDeregister,
};
