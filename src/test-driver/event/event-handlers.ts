import { DomainEventID, ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { qemuConnectDomainMonitorEventDeregister } from '../../generated/qemu-procedures.ts';
import {
  connectDomainEventCallbackDeregisterAny,
  connectDomainEventCallbackRegisterAny,
  connectDomainEventDeregister,
  connectDomainEventDeregisterAny,
  connectDomainEventRegister,
  connectDomainEventRegisterAny,
  connectNetworkEventDeregisterAny,
  connectNetworkEventRegisterAny,
  connectNodeDeviceEventDeregisterAny,
  connectNodeDeviceEventRegisterAny,
  connectSecretEventDeregisterAny,
  connectSecretEventRegisterAny,
  connectStoragePoolEventDeregisterAny,
  connectStoragePoolEventRegisterAny,
} from '../../generated/remote-procedures.ts';
import { formatUuid } from '../../protocol/uuid.ts';
import type { OpenConnection } from '../client-session.ts';
import { fault, internalFault } from '../fault.ts';
import { type HandledProcedure, handleOpen } from '../handle.ts';
import { checkEventId, checkLegacyEventId } from './event-ids.ts';
import type { EventFamily } from './host-event.ts';

function register(connection: OpenConnection, family: EventFamily, eventID: number, key: string | undefined): number {
  checkEventId(family, eventID, connection.release);
  return connection.registrations.add(connection.host.events, { family, eventID, key });
}

function registerLegacy({ host, registrations }: OpenConnection, eventID: number): void {
  registrations.add(host.events, { family: 'domain', eventID, isLegacy: true });
}

function uuidOf(subject: { readonly uuid: Uint8Array } | null): string | undefined {
  return subject === null ? undefined : formatUuid(subject.uuid);
}

/** Who is told of what happens; it does not matter whether the objects that clients name exist. */
export const eventHandlers: readonly HandledProcedure[] = [
  handleOpen(connectDomainEventCallbackRegisterAny, (connection, { eventID, dom }) => ({
    callbackID: register(connection, 'domain', eventID, uuidOf(dom)),
  })),
  handleOpen(connectDomainEventCallbackDeregisterAny, ({ registrations }, { callbackID }) => {
    registrations.remove('domain', callbackID);
  }),
  handleOpen(connectDomainEventRegister, (connection) => {
    registerLegacy(connection, DomainEventID.LIFECYCLE);
    // A daemon leaves it at this.
    return { cb_registered: 0 };
  }),
  handleOpen(connectDomainEventDeregister, ({ registrations }) => {
    registrations.removeOfDomains(DomainEventID.LIFECYCLE);
    return { cb_registered: 0 };
  }),
  handleOpen(connectDomainEventRegisterAny, (connection, { eventID }) => {
    checkLegacyEventId(eventID);
    registerLegacy(connection, eventID);
  }),
  handleOpen(connectDomainEventDeregisterAny, ({ registrations }, { eventID }) => {
    checkLegacyEventId(eventID);
    registrations.removeOfDomains(eventID);
  }),
  handleOpen(connectNetworkEventRegisterAny, (connection, { eventID, net }) => ({
    callbackID: register(connection, 'network', eventID, uuidOf(net)),
  })),
  handleOpen(connectNetworkEventDeregisterAny, ({ registrations }, { callbackID }) => {
    registrations.remove('network', callbackID);
  }),
  handleOpen(connectStoragePoolEventRegisterAny, (connection, { eventID, pool }) => ({
    callbackID: register(connection, 'storage pool', eventID, uuidOf(pool)),
  })),
  handleOpen(connectStoragePoolEventDeregisterAny, ({ registrations }, { callbackID }) => {
    registrations.remove('storage pool', callbackID);
  }),
  handleOpen(connectNodeDeviceEventRegisterAny, (connection, { eventID, dev }) => ({
    callbackID: register(connection, 'node device', eventID, dev?.name),
  })),
  handleOpen(connectNodeDeviceEventDeregisterAny, ({ registrations }, { callbackID }) => {
    registrations.remove('node device', callbackID);
  }),
  // The test driver has no secrets, but a daemon looks at the number before that shows.
  handleOpen(connectSecretEventRegisterAny, ({ release }, { eventID }) => {
    checkEventId('secret', eventID, release);
    throw fault(ErrorNumber.ERR_NO_SUPPORT, ErrorDomain.SECRET, 'virConnectSecretEventRegisterAny');
  }),
  handleOpen(connectSecretEventDeregisterAny, ({ registrations }, { callbackID }) => {
    // A daemon calls them by the wrong name.
    registrations.remove('secret', callbackID, 'node device');
  }),
  handleOpen(qemuConnectDomainMonitorEventDeregister, (_, { callbackID }) => {
    const detail = `qemu monitor event callback ${callbackID} not registered`;
    throw internalFault(ErrorDomain.RPC, detail);
  }),
];
