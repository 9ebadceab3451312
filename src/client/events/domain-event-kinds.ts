import { DomainEventID as ID } from '../../generated/api-enums.ts';
import * as wire from '../../generated/remote-procedures.ts';
import type { NonnullDomain } from '../../generated/remote-types.ts';
import type { EventProcedure } from '../../protocol/procedure.ts';
import type { Connection } from '../connection.ts';
import { Domain } from '../domain.ts';
import type { DomainJobStats } from '../generated/typed-parameter-names.ts';
import { parametersOf } from '../typed-parameters.ts';
import type { DomainEvent } from './domain-event-types.ts';
import { type EventFacts, type EventKind, message } from './event-kind.ts';

/** What an event says beside whom it happened to. */
type Details<Type extends DomainEvent['type']> = Omit<
  EventFacts<Extract<DomainEvent, { readonly type: Type }>>,
  'domain'
>;

interface AboutDomain {
  readonly dom: NonnullDomain;
}

type DomainKind = EventKind<{ readonly domain: Domain }>;

function domainOf({ dom }: AboutDomain, connection: Connection): { readonly domain: Domain } {
  return { domain: new Domain(connection, dom) };
}

/** An event whose message holds a callback id, the domain and the rest. */
function plain<Payload extends AboutDomain, Facts>(
  eventID: number,
  procedure: EventProcedure<Payload>,
  details: (payload: Payload) => Facts,
): DomainKind {
  const read = message(procedure, (payload, connection) => ({ ...domainOf(payload, connection), ...details(payload) }));
  return { eventID, message: read };
}

/** An event that daemons sent before there were callback ids, and whose message now wraps that old one. */
function wrapped<Old extends AboutDomain, Payload extends { readonly msg: Old; readonly reason?: number }, Facts>(
  eventID: number,
  procedure: EventProcedure<Payload>,
  old: EventProcedure<Old>,
  details: (payload: Old, reason: number) => Facts,
): DomainKind {
  return {
    eventID,
    message: message(procedure, ({ msg, reason = 0 }, connection) => ({
      ...domainOf(msg, connection),
      ...details(msg, reason),
    })),
    legacy: message(old, (msg, connection) => ({ ...domainOf(msg, connection), ...details(msg, 0) })),
  };
}

const nothing = (): object => ({});

/** The events of domains by their names. */
export const domainEventKinds: Readonly<Record<DomainEvent['type'], DomainKind>> = {
  'domain-lifecycle': wrapped(
    ID.LIFECYCLE,
    wire.domainEventCallbackLifecycle,
    wire.domainEventLifecycle,
    ({ event, detail }): Details<'domain-lifecycle'> => ({ event, detail }),
  ),
  'domain-reboot': wrapped(ID.REBOOT, wire.domainEventCallbackReboot, wire.domainEventReboot, nothing),
  'domain-rtc-change': wrapped(
    ID.RTC_CHANGE,
    wire.domainEventCallbackRTCChange,
    wire.domainEventRTCChange,
    ({ offset }): Details<'domain-rtc-change'> => ({ utcOffset: offset }),
  ),
  'domain-watchdog': wrapped(
    ID.WATCHDOG,
    wire.domainEventCallbackWatchdog,
    wire.domainEventWatchdog,
    ({ action }): Details<'domain-watchdog'> => ({ action }),
  ),
  'domain-io-error': wrapped(
    ID.IO_ERROR,
    wire.domainEventCallbackIOError,
    wire.domainEventIOError,
    ({ srcPath, devAlias, action }): Details<'domain-io-error'> => ({ srcPath, devAlias, action }),
  ),
  'domain-graphics': wrapped(
    ID.GRAPHICS,
    wire.domainEventCallbackGraphics,
    wire.domainEventGraphics,
    ({ phase, local, remote, authScheme, subject }): Details<'domain-graphics'> => ({
      phase,
      local,
      remote,
      authScheme,
      subject,
    }),
  ),
  'domain-io-error-reason': wrapped(
    ID.IO_ERROR_REASON,
    wire.domainEventCallbackIOErrorReason,
    wire.domainEventIOErrorReason,
    ({ srcPath, devAlias, action, reason }): Details<'domain-io-error-reason'> => ({
      srcPath,
      devAlias,
      action,
      reason,
    }),
  ),
  'domain-control-error': wrapped(
    ID.CONTROL_ERROR,
    wire.domainEventCallbackControlError,
    wire.domainEventControlError,
    nothing,
  ),
  'domain-block-job': wrapped(
    ID.BLOCK_JOB,
    wire.domainEventCallbackBlockJob,
    wire.domainEventBlockJob,
    ({ path, type, status }): Details<'domain-block-job'> => ({ path, jobType: type, status }),
  ),
  'domain-disk-change': wrapped(
    ID.DISK_CHANGE,
    wire.domainEventCallbackDiskChange,
    wire.domainEventDiskChange,
    ({ oldSrcPath, newSrcPath, devAlias, reason }): Details<'domain-disk-change'> => ({
      oldSrcPath,
      newSrcPath,
      devAlias,
      reason,
    }),
  ),
  'domain-tray-change': wrapped(
    ID.TRAY_CHANGE,
    wire.domainEventCallbackTrayChange,
    wire.domainEventTrayChange,
    ({ devAlias, reason }): Details<'domain-tray-change'> => ({ devAlias, reason }),
  ),
  'domain-pm-wakeup': wrapped(
    ID.PMWAKEUP,
    wire.domainEventCallbackPmwakeup,
    wire.domainEventPmwakeup,
    (_, reason): Details<'domain-pm-wakeup'> => ({ reason }),
  ),
  'domain-pm-suspend': wrapped(
    ID.PMSUSPEND,
    wire.domainEventCallbackPmsuspend,
    wire.domainEventPmsuspend,
    (_, reason): Details<'domain-pm-suspend'> => ({ reason }),
  ),
  'domain-balloon-change': wrapped(
    ID.BALLOON_CHANGE,
    wire.domainEventCallbackBalloonChange,
    wire.domainEventBalloonChange,
    ({ actual }): Details<'domain-balloon-change'> => ({ actual }),
  ),
  'domain-pm-suspend-disk': wrapped(
    ID.PMSUSPEND_DISK,
    wire.domainEventCallbackPmsuspendDisk,
    wire.domainEventPmsuspendDisk,
    (_, reason): Details<'domain-pm-suspend-disk'> => ({ reason }),
  ),
  'domain-device-removed': wrapped(
    ID.DEVICE_REMOVED,
    wire.domainEventCallbackDeviceRemoved,
    wire.domainEventDeviceRemoved,
    ({ devAlias }): Details<'domain-device-removed'> => ({ devAlias }),
  ),
  'domain-block-job-2': plain(
    ID.BLOCK_JOB_2,
    wire.domainEventBlockJob2,
    ({ dst, type, status }): Details<'domain-block-job-2'> => ({ dst, jobType: type, status }),
  ),
  'domain-tunable': plain(
    ID.TUNABLE,
    wire.domainEventCallbackTunable,
    ({ params }): Details<'domain-tunable'> => ({ params: parametersOf(params) }),
  ),
  'domain-agent-lifecycle': plain(
    ID.AGENT_LIFECYCLE,
    wire.domainEventCallbackAgentLifecycle,
    ({ state, reason }): Details<'domain-agent-lifecycle'> => ({ state, reason }),
  ),
  'domain-device-added': plain(
    ID.DEVICE_ADDED,
    wire.domainEventCallbackDeviceAdded,
    ({ devAlias }): Details<'domain-device-added'> => ({ devAlias }),
  ),
  'domain-migration-iteration': plain(
    ID.MIGRATION_ITERATION,
    wire.domainEventCallbackMigrationIteration,
    ({ iteration }): Details<'domain-migration-iteration'> => ({ iteration }),
  ),
  'domain-job-completed': plain(
    ID.JOB_COMPLETED,
    wire.domainEventCallbackJobCompleted,
    ({ params }): Details<'domain-job-completed'> => ({ params: parametersOf<DomainJobStats>(params) }),
  ),
  'domain-device-removal-failed': plain(
    ID.DEVICE_REMOVAL_FAILED,
    wire.domainEventCallbackDeviceRemovalFailed,
    ({ devAlias }): Details<'domain-device-removal-failed'> => ({ devAlias }),
  ),
  'domain-metadata-change': plain(
    ID.METADATA_CHANGE,
    wire.domainEventCallbackMetadataChange,
    ({ type, nsuri }): Details<'domain-metadata-change'> => ({ metadataType: type, nsuri }),
  ),
  'domain-block-threshold': plain(
    ID.BLOCK_THRESHOLD,
    wire.domainEventBlockThreshold,
    ({ dev, path, threshold, excess }): Details<'domain-block-threshold'> => ({ dev, path, threshold, excess }),
  ),
  'domain-memory-failure': plain(
    ID.MEMORY_FAILURE,
    wire.domainEventMemoryFailure,
    ({ recipient, action, flags }): Details<'domain-memory-failure'> => ({ recipient, action, flags }),
  ),
  'domain-memory-device-size-change': plain(
    ID.MEMORY_DEVICE_SIZE_CHANGE,
    wire.domainEventMemoryDeviceSizeChange,
    ({ alias, size }): Details<'domain-memory-device-size-change'> => ({ alias, size }),
  ),
  'domain-nic-mac-change': plain(
    ID.NIC_MAC_CHANGE,
    wire.domainEventNICMACChange,
    ({ alias, oldMAC, newMAC }): Details<'domain-nic-mac-change'> => ({ alias, oldMAC, newMAC }),
  ),
  'domain-vcpu-removed': plain(
    ID.VCPU_REMOVED,
    wire.domainEventVcpuRemoved,
    ({ vcpuid }): Details<'domain-vcpu-removed'> => ({ vcpuid }),
  ),
  'domain-channel-lifecycle': plain(
    ID.CHANNEL_LIFECYCLE,
    wire.domainEventCallbackChannelLifecycle,
    ({ channelName, state, reason }): Details<'domain-channel-lifecycle'> => ({ channelName, state, reason }),
  ),
};
