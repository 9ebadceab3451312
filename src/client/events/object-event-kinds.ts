import { NetworkEventID, NodeDeviceEventID, SecretEventID, StoragePoolEventID } from '../../generated/api-enums.ts';
import { qemuDomainMonitorEvent } from '../../generated/qemu-procedures.ts';
import * as wire from '../../generated/remote-procedures.ts';
import { Domain } from '../domain.ts';
import { Network } from '../network.ts';
import { NodeDevice } from '../node-device.ts';
import { Secret } from '../secret.ts';
import { StoragePool } from '../storage-pool.ts';
import { type EventFacts, type EventKind, type EventMessage, message } from './event-kind.ts';
import type {
  NetworkLifecycleEvent,
  NetworkMetadataChangeEvent,
  NodeDeviceLifecycleEvent,
  NodeDeviceUpdateEvent,
  QemuMonitorEvent,
  SecretLifecycleEvent,
  SecretValueChangedEvent,
  StoragePoolLifecycleEvent,
  StoragePoolRefreshEvent,
} from './event-types.ts';

/** The events of networks by their names. */
export const networkEventKinds = {
  'network-lifecycle': {
    eventID: NetworkEventID.LIFECYCLE,
    message: message(
      wire.networkEventLifecycle,
      ({ net, event, detail }, connection): EventFacts<NetworkLifecycleEvent> => ({
        network: new Network(connection, net),
        event,
        detail,
      }),
    ),
  },
  'network-metadata-change': {
    eventID: NetworkEventID.METADATA_CHANGE,
    message: message(
      wire.networkEventCallbackMetadataChange,
      ({ net, type, nsuri }, connection): EventFacts<NetworkMetadataChangeEvent> => ({
        network: new Network(connection, net),
        metadataType: type,
        nsuri,
      }),
    ),
  },
} as const satisfies Readonly<Record<string, EventKind>>;

/** The events of storage pools by their names. */
export const storagePoolEventKinds = {
  'storage-pool-lifecycle': {
    eventID: StoragePoolEventID.LIFECYCLE,
    message: message(
      wire.storagePoolEventLifecycle,
      ({ pool, event, detail }, connection): EventFacts<StoragePoolLifecycleEvent> => ({
        pool: new StoragePool(connection, pool),
        event,
        detail,
      }),
    ),
  },
  'storage-pool-refresh': {
    eventID: StoragePoolEventID.REFRESH,
    message: message(
      wire.storagePoolEventRefresh,
      ({ pool }, connection): EventFacts<StoragePoolRefreshEvent> => ({ pool: new StoragePool(connection, pool) }),
    ),
  },
} as const satisfies Readonly<Record<string, EventKind>>;

/** The events of the host's devices by their names. */
export const nodeDeviceEventKinds = {
  'node-device-lifecycle': {
    eventID: NodeDeviceEventID.LIFECYCLE,
    message: message(
      wire.nodeDeviceEventLifecycle,
      ({ dev, event, detail }, connection): EventFacts<NodeDeviceLifecycleEvent> => ({
        device: new NodeDevice(connection, dev),
        event,
        detail,
      }),
    ),
  },
  'node-device-update': {
    eventID: NodeDeviceEventID.UPDATE,
    message: message(
      wire.nodeDeviceEventUpdate,
      ({ dev }, connection): EventFacts<NodeDeviceUpdateEvent> => ({ device: new NodeDevice(connection, dev) }),
    ),
  },
} as const satisfies Readonly<Record<string, EventKind>>;

/** The events of secrets by their names. */
export const secretEventKinds = {
  'secret-lifecycle': {
    eventID: SecretEventID.LIFECYCLE,
    message: message(
      wire.secretEventLifecycle,
      ({ secret, event, detail }, connection): EventFacts<SecretLifecycleEvent> => ({
        secret: new Secret(connection, secret),
        event,
        detail,
      }),
    ),
  },
  'secret-value-changed': {
    eventID: SecretEventID.VALUE_CHANGED,
    message: message(
      wire.secretEventValueChanged,
      ({ secret }, connection): EventFacts<SecretValueChangedEvent> => ({ secret: new Secret(connection, secret) }),
    ),
  },
} as const satisfies Readonly<Record<string, EventKind>>;

/** The one message of QEMU's monitor. */
export const qemuMonitorMessage: EventMessage<EventFacts<QemuMonitorEvent>> = message(
  qemuDomainMonitorEvent,
  ({ dom, event, seconds, micros, details }, connection) => ({
    domain: new Domain(connection, dom),
    event,
    seconds,
    micros,
    details,
  }),
);
