import type {
  ConnectDomainEventAgentLifecycleReason,
  ConnectDomainEventAgentLifecycleState,
  ConnectDomainEventBlockJobStatus,
  ConnectDomainEventChannelLifecycleReason,
  ConnectDomainEventChannelLifecycleState,
  ConnectDomainEventDiskChangeReason,
  DomainBlockJobType,
  DomainEventCrashedDetailType,
  DomainEventDefinedDetailType,
  DomainEventGraphicsAddressType,
  DomainEventGraphicsPhase,
  DomainEventIOErrorAction,
  DomainEventPMSuspendedDetailType,
  DomainEventResumedDetailType,
  DomainEventShutdownDetailType,
  DomainEventStartedDetailType,
  DomainEventStoppedDetailType,
  DomainEventSuspendedDetailType,
  DomainEventTrayChangeReason,
  DomainEventType,
  DomainEventUndefinedDetailType,
  DomainEventWatchdogAction,
  DomainMemoryFailureActionType,
  DomainMemoryFailureRecipientType,
  DomainMetadataType,
} from '../../generated/api-enums.ts';
import type { Domain } from '../domain.ts';
import type { DomainJobStats } from '../generated/typed-parameter-names.ts';
import type { TypedParameterValue } from '../typed-parameters.ts';

/** What every event has. */
export interface EventBase<Type extends string> {
  /** The name that it was subscribed to by. */
  readonly type: Type;
  /** How many events the subscription has dropped between the one before this and this. */
  readonly lost: number;
}

/** What every event of a domain has. */
interface DomainEventBase<Type extends string> extends EventBase<Type> {
  /** The domain that it happened to, as it was then: id -1 when it did not run. */
  readonly domain: Domain;
}

/** A domain was defined, started, suspended, resumed, stopped… */
export interface DomainLifecycleEvent extends DomainEventBase<'domain-lifecycle'> {
  readonly event: DomainEventType;
  /** Why or how, by the enum of the event's kind: DomainEventStartedDetailType for DomainEventType.STARTED. */
  readonly detail:
    | DomainEventDefinedDetailType
    | DomainEventUndefinedDetailType
    | DomainEventStartedDetailType
    | DomainEventSuspendedDetailType
    | DomainEventResumedDetailType
    | DomainEventStoppedDetailType
    | DomainEventShutdownDetailType
    | DomainEventPMSuspendedDetailType
    | DomainEventCrashedDetailType;
}

/** The guest was restarted. */
export type DomainRebootEvent = DomainEventBase<'domain-reboot'>;

/** The guest has set its clock. */
export interface DomainRTCChangeEvent extends DomainEventBase<'domain-rtc-change'> {
  /** Its clock's distance from UTC, in seconds. */
  readonly utcOffset: bigint;
}

/** The guest's watchdog has fired. */
export interface DomainWatchdogEvent extends DomainEventBase<'domain-watchdog'> {
  readonly action: DomainEventWatchdogAction;
}

/** Reading or writing a disk has failed. */
export interface DomainIOErrorEvent extends DomainEventBase<'domain-io-error'> {
  /** The disk's file on the host. */
  readonly srcPath: string;
  readonly devAlias: string;
  readonly action: DomainEventIOErrorAction;
}

/** A client of the guest's graphics has come, or has gone. */
export interface DomainGraphicsEvent extends DomainEventBase<'domain-graphics'> {
  readonly phase: DomainEventGraphicsPhase;
  readonly local: GraphicsAddress;
  readonly remote: GraphicsAddress;
  readonly authScheme: string;
  /** Whom the client has proved to be: kinds, as `x509dname`, and names. */
  readonly subject: readonly { readonly type: string; readonly name: string }[];
}

/** One end of a connection to a guest's graphics. */
export interface GraphicsAddress {
  readonly family: DomainEventGraphicsAddressType;
  /** An IP address, or the path of a unix socket. */
  readonly node: string;
  /** A port, or nothing. */
  readonly service: string;
}

/** {@link DomainIOErrorEvent} with the reason. */
export interface DomainIOErrorReasonEvent extends DomainEventBase<'domain-io-error-reason'> {
  /** The disk's file on the host. */
  readonly srcPath: string;
  readonly devAlias: string;
  readonly action: DomainEventIOErrorAction;
  /** As `enospc`, or nothing where the hypervisor does not tell. */
  readonly reason: string;
}

/** The daemon has lost touch with the guest's monitor. */
export type DomainControlErrorEvent = DomainEventBase<'domain-control-error'>;

/** A block job has ended, or is ready for its end. */
export interface DomainBlockJobEvent extends DomainEventBase<'domain-block-job'> {
  /** The disk's file on the host, as far as it has one. */
  readonly path: string;
  readonly jobType: DomainBlockJobType;
  readonly status: ConnectDomainEventBlockJobStatus;
}

/** The medium of a disk was changed. */
export interface DomainDiskChangeEvent extends DomainEventBase<'domain-disk-change'> {
  readonly oldSrcPath: string | null;
  readonly newSrcPath: string | null;
  readonly devAlias: string;
  readonly reason: ConnectDomainEventDiskChangeReason;
}

/** The tray of a drive was opened or closed. */
export interface DomainTrayChangeEvent extends DomainEventBase<'domain-tray-change'> {
  readonly devAlias: string;
  readonly reason: DomainEventTrayChangeReason;
}

/** The guest has woken up. */
export interface DomainPMWakeupEvent extends DomainEventBase<'domain-pm-wakeup'> {
  /** No reasons are defined yet. */
  readonly reason: number;
}

/** The guest sleeps, with its memory kept alive. */
export interface DomainPMSuspendEvent extends DomainEventBase<'domain-pm-suspend'> {
  /** No reasons are defined yet. */
  readonly reason: number;
}

/** The guest's balloon has changed. */
export interface DomainBalloonChangeEvent extends DomainEventBase<'domain-balloon-change'> {
  /** The memory that the guest has now, in KiB. */
  readonly actual: bigint;
}

/** The guest sleeps, with its memory on disk. */
export interface DomainPMSuspendDiskEvent extends DomainEventBase<'domain-pm-suspend-disk'> {
  /** No reasons are defined yet. */
  readonly reason: number;
}

/** A device was unplugged, and the guest has let it go. */
export interface DomainDeviceRemovedEvent extends DomainEventBase<'domain-device-removed'> {
  readonly devAlias: string;
}

/** {@link DomainBlockJobEvent}, naming the disk as the guest's definition does. */
export interface DomainBlockJob2Event extends DomainEventBase<'domain-block-job-2'> {
  /** The disk's target, as `vda`. */
  readonly dst: string;
  readonly jobType: DomainBlockJobType;
  readonly status: ConnectDomainEventBlockJobStatus;
}

/** Limits or pinning were changed. */
export interface DomainTunableEvent extends DomainEventBase<'domain-tunable'> {
  /** What was changed, by libvirt's names, as `cputune.vcpupin0`, and to what. */
  readonly params: Readonly<Record<string, TypedParameterValue>>;
}

/** The guest's agent has connected, or is gone. */
export interface DomainAgentLifecycleEvent extends DomainEventBase<'domain-agent-lifecycle'> {
  readonly state: ConnectDomainEventAgentLifecycleState;
  readonly reason: ConnectDomainEventAgentLifecycleReason;
}

/** A device was plugged in. */
export interface DomainDeviceAddedEvent extends DomainEventBase<'domain-device-added'> {
  readonly devAlias: string;
}

/** A migration goes through the guest's memory once more. */
export interface DomainMigrationIterationEvent extends DomainEventBase<'domain-migration-iteration'> {
  /** Which time it is, from 1. */
  readonly iteration: number;
}

/** A job has ended. */
export interface DomainJobCompletedEvent extends DomainEventBase<'domain-job-completed'> {
  /** How it went, as `Domain.getJobStats` tells it. */
  readonly params: DomainJobStats;
}

/** The guest does not let a device go. */
export interface DomainDeviceRemovalFailedEvent extends DomainEventBase<'domain-device-removal-failed'> {
  readonly devAlias: string;
}

/** Metadata was set or removed. */
export interface DomainMetadataChangeEvent extends DomainEventBase<'domain-metadata-change'> {
  readonly metadataType: DomainMetadataType;
  /** The namespace of DomainMetadataType.ELEMENT. */
  readonly nsuri: string | null;
}

/** A disk has been written to beyond the threshold that was set for it. */
export interface DomainBlockThresholdEvent extends DomainEventBase<'domain-block-threshold'> {
  /** The disk, as `vda` or `vda[1]`. */
  readonly dev: string;
  readonly path: string | null;
  /** In bytes. */
  readonly threshold: bigint;
  /** By how much it is exceeded, in bytes. */
  readonly excess: bigint;
}

/** Memory has failed. */
export interface DomainMemoryFailureEvent extends DomainEventBase<'domain-memory-failure'> {
  readonly recipient: DomainMemoryFailureRecipientType;
  readonly action: DomainMemoryFailureActionType;
  /** DomainMemoryFailureFlags, joined. */
  readonly flags: number;
}

/** The guest has taken another amount of the memory that a device offers. */
export interface DomainMemoryDeviceSizeChangeEvent extends DomainEventBase<'domain-memory-device-size-change'> {
  readonly alias: string;
  /** In KiB. */
  readonly size: bigint;
}

/** The guest has given a network card another address. */
export interface DomainNICMACChangeEvent extends DomainEventBase<'domain-nic-mac-change'> {
  readonly alias: string;
  readonly oldMAC: string;
  readonly newMAC: string;
}

/** The guest has let a processor go that was unplugged. */
export interface DomainVcpuRemovedEvent extends DomainEventBase<'domain-vcpu-removed'> {
  readonly vcpuid: number;
}

/** A program in the guest has opened or closed a channel. */
export interface DomainChannelLifecycleEvent extends DomainEventBase<'domain-channel-lifecycle'> {
  readonly channelName: string;
  readonly state: ConnectDomainEventChannelLifecycleState;
  readonly reason: ConnectDomainEventChannelLifecycleReason;
}

/** The events of domains. */
export type DomainEvent =
  | DomainLifecycleEvent
  | DomainRebootEvent
  | DomainRTCChangeEvent
  | DomainWatchdogEvent
  | DomainIOErrorEvent
  | DomainGraphicsEvent
  | DomainIOErrorReasonEvent
  | DomainControlErrorEvent
  | DomainBlockJobEvent
  | DomainDiskChangeEvent
  | DomainTrayChangeEvent
  | DomainPMWakeupEvent
  | DomainPMSuspendEvent
  | DomainBalloonChangeEvent
  | DomainPMSuspendDiskEvent
  | DomainDeviceRemovedEvent
  | DomainBlockJob2Event
  | DomainTunableEvent
  | DomainAgentLifecycleEvent
  | DomainDeviceAddedEvent
  | DomainMigrationIterationEvent
  | DomainJobCompletedEvent
  | DomainDeviceRemovalFailedEvent
  | DomainMetadataChangeEvent
  | DomainBlockThresholdEvent
  | DomainMemoryFailureEvent
  | DomainMemoryDeviceSizeChangeEvent
  | DomainNICMACChangeEvent
  | DomainVcpuRemovedEvent
  | DomainChannelLifecycleEvent;
