import type { ConnectionError } from '../../errors/connection-error.ts';
import type {
  ConnectCloseReason,
  NetworkEventLifecycleType,
  NetworkMetadataType,
  NodeDeviceEventLifecycleType,
  SecretEventLifecycleType,
  StoragePoolEventLifecycleType,
} from '../../generated/api-enums.ts';
import type { Domain } from '../domain.ts';
import type { Network } from '../network.ts';
import type { NodeDevice } from '../node-device.ts';
import type { Secret } from '../secret.ts';
import type { StoragePool } from '../storage-pool.ts';
import type { DomainEvent, EventBase } from './domain-event-types.ts';

/** A network was defined, started, stopped or undefined. */
export interface NetworkLifecycleEvent extends EventBase<'network-lifecycle'> {
  readonly network: Network;
  readonly event: NetworkEventLifecycleType;
  /** No details are defined yet. */
  readonly detail: number;
}

/** Metadata of a network was set or removed. */
export interface NetworkMetadataChangeEvent extends EventBase<'network-metadata-change'> {
  readonly network: Network;
  readonly metadataType: NetworkMetadataType;
  /** The namespace of NetworkMetadataType.ELEMENT. */
  readonly nsuri: string | null;
}

/** A storage pool was defined, started, stopped, undefined, created or deleted. */
export interface StoragePoolLifecycleEvent extends EventBase<'storage-pool-lifecycle'> {
  readonly pool: StoragePool;
  readonly event: StoragePoolEventLifecycleType;
  /** No details are defined yet. */
  readonly detail: number;
}

/** A storage pool was looked through again, or its volumes have changed. */
export interface StoragePoolRefreshEvent extends EventBase<'storage-pool-refresh'> {
  readonly pool: StoragePool;
}

/** A device of the host has come, gone, was defined or undefined. */
export interface NodeDeviceLifecycleEvent extends EventBase<'node-device-lifecycle'> {
  readonly device: NodeDevice;
  readonly event: NodeDeviceEventLifecycleType;
  /** No details are defined yet. */
  readonly detail: number;
}

/** A device of the host is not as it was. */
export interface NodeDeviceUpdateEvent extends EventBase<'node-device-update'> {
  readonly device: NodeDevice;
}

/** A secret was defined or undefined. */
export interface SecretLifecycleEvent extends EventBase<'secret-lifecycle'> {
  readonly secret: Secret;
  readonly event: SecretEventLifecycleType;
  /** No details are defined yet. */
  readonly detail: number;
}

/** A secret has another value. */
export interface SecretValueChangedEvent extends EventBase<'secret-value-changed'> {
  readonly secret: Secret;
}

/** QEMU has told its monitor of something. Neither name nor details are promised to stay as they are by anyone. */
export interface QemuMonitorEvent extends EventBase<'qemu-monitor'> {
  readonly domain: Domain;
  /** Its name, as `SHUTDOWN`. */
  readonly event: string;
  /** When it was, in seconds since 1970. */
  readonly seconds: bigint;
  /** And microseconds beyond them. */
  readonly micros: number;
  /** JSON, as QEMU wrote it. */
  readonly details: string | null;
}

/** The connection has ended, or the daemon has lost the hypervisor behind it. It is the last event of its subscription. */
export interface ClosedEvent extends EventBase<'closed'> {
  readonly reason: ConnectCloseReason;
  /** What ended the connection, when it was not the daemon that told. */
  readonly cause: ConnectionError | undefined;
}

/** An event of a kind that this release does not know. */
export interface UnknownEvent extends EventBase<'unknown'> {
  /** The name that it was subscribed to by, as `domain-99`. */
  readonly name: UnknownEventName;
  /** The number of its message. */
  readonly procedure: number;
  /** The message's payload in XDR, which begins with the callback id; a copy, the receiver's to keep. */
  readonly bytes: Uint8Array;
}

/**
 * The connection was lost and there is another: what happened between them is not known, and what was known may have
 * changed. Events that follow are of the new connection. Comes only where reconnecting is asked for.
 */
export interface ResyncEvent extends EventBase<'resync'> {
  /** What ended the connection before. */
  readonly cause: ConnectionError;
}

/** Every event that this release knows. */
export type LibvirtEvent =
  | DomainEvent
  | NetworkLifecycleEvent
  | NetworkMetadataChangeEvent
  | StoragePoolLifecycleEvent
  | StoragePoolRefreshEvent
  | NodeDeviceLifecycleEvent
  | NodeDeviceUpdateEvent
  | SecretLifecycleEvent
  | SecretValueChangedEvent
  | QemuMonitorEvent
  | ClosedEvent;

/** The kinds of objects that have events of their own. */
export type EventFamilyName = 'domain' | 'network' | 'storage-pool' | 'node-device' | 'secret';

/** What events are subscribed to by: the family, and virsh's word. */
export type EventName = LibvirtEvent['type'];

/** A family and the number of an event that is newer than this release, as `domain-99`. */
export type UnknownEventName = `${EventFamilyName}-${number}`;

/** The events that a subscription by this name yields. */
export type EventOf<Name extends EventName | UnknownEventName> =
  | (Name extends EventName ? Extract<LibvirtEvent, { readonly type: Name }> : UnknownEvent)
  | ResyncEvent;
