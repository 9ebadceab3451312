import { NodeDeviceEventID, type NodeDeviceEventLifecycleType } from '../../generated/api-enums.ts';
import { nodeDeviceEventLifecycle } from '../../generated/remote-procedures.ts';
import { eventMessage, type HostEvent } from '../event/host-event.ts';
import type { NodeDevice } from './node-device.ts';

/** A device was made or taken away. */
export function nodeDeviceLifecycle({ name }: NodeDevice, event: NodeDeviceEventLifecycleType): HostEvent {
  const payload = { dev: { name }, event, detail: 0 };
  return {
    family: 'node device',
    eventID: NodeDeviceEventID.LIFECYCLE,
    key: name,
    message: (callbackID) => eventMessage(nodeDeviceEventLifecycle, { callbackID, ...payload }),
  };
}
