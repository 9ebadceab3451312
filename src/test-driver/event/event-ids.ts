import { ErrorDomain } from '../../generated/api-enums.ts';
import * as wire from '../../generated/remote-procedures.ts';
import { internalFault } from '../fault.ts';
import { includesRelease } from '../includes-release.ts';
import type { EventFamily } from './host-event.ts';

/** When the kinds of events of each family came, by their numbers. */
const since: Readonly<Record<EventFamily, readonly string[]>> = {
  domain: [
    wire.domainEventCallbackLifecycle,
    wire.domainEventCallbackReboot,
    wire.domainEventCallbackRTCChange,
    wire.domainEventCallbackWatchdog,
    wire.domainEventCallbackIOError,
    wire.domainEventCallbackGraphics,
    wire.domainEventCallbackIOErrorReason,
    wire.domainEventCallbackControlError,
    wire.domainEventCallbackBlockJob,
    wire.domainEventCallbackDiskChange,
    wire.domainEventCallbackTrayChange,
    wire.domainEventCallbackPmwakeup,
    wire.domainEventCallbackPmsuspend,
    wire.domainEventCallbackBalloonChange,
    wire.domainEventCallbackPmsuspendDisk,
    wire.domainEventCallbackDeviceRemoved,
    wire.domainEventBlockJob2,
    wire.domainEventCallbackTunable,
    wire.domainEventCallbackAgentLifecycle,
    wire.domainEventCallbackDeviceAdded,
    wire.domainEventCallbackMigrationIteration,
    wire.domainEventCallbackJobCompleted,
    wire.domainEventCallbackDeviceRemovalFailed,
    wire.domainEventCallbackMetadataChange,
    wire.domainEventBlockThreshold,
    wire.domainEventMemoryFailure,
    wire.domainEventMemoryDeviceSizeChange,
    wire.domainEventNICMACChange,
    wire.domainEventVcpuRemoved,
    wire.domainEventCallbackChannelLifecycle,
  ].map((procedure) => procedure.since),
  network: [wire.networkEventLifecycle, wire.networkEventCallbackMetadataChange].map((procedure) => procedure.since),
  'storage pool': [wire.storagePoolEventLifecycle, wire.storagePoolEventRefresh].map((procedure) => procedure.since),
  'node device': [wire.nodeDeviceEventLifecycle, wire.nodeDeviceEventUpdate].map((procedure) => procedure.since),
  secret: [wire.secretEventLifecycle, wire.secretEventValueChanged].map((procedure) => procedure.since),
};

/** The last kind that clients without numbers for their registrations could ask for. */
const lastLegacyId = 15;

/** Refuses kinds of events that a release does not have. */
export function checkEventId(family: EventFamily, eventID: number, release: string): void {
  const came = since[family][eventID];
  if (came !== undefined && includesRelease(release, came)) return;
  const title = family === 'domain' ? '' : `${family} `;
  throw internalFault(ErrorDomain.RPC, `unsupported ${title}event ID ${eventID}`);
}

/** Refuses kinds of events that came after clients had numbers for their registrations. */
export function checkLegacyEventId(eventID: number): void {
  if (eventID >= 0 && eventID <= lastLegacyId) return;
  throw internalFault(ErrorDomain.RPC, `unsupported event ID ${eventID}`);
}
