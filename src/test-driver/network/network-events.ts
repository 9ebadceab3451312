import { NetworkEventID, type NetworkEventLifecycleType } from '../../generated/api-enums.ts';
import { networkEventLifecycle } from '../../generated/remote-procedures.ts';
import { eventMessage, type HostEvent } from '../event/host-event.ts';
import { networkReference } from './find-network.ts';
import type { Network } from './network.ts';

/** A network was defined or undefined, or has started or stopped. */
export function networkLifecycle(network: Network, event: NetworkEventLifecycleType): HostEvent {
  const payload = { net: networkReference(network), event, detail: 0 };
  return {
    family: 'network',
    eventID: NetworkEventID.LIFECYCLE,
    key: network.uuid,
    message: (callbackID) => eventMessage(networkEventLifecycle, { callbackID, ...payload }),
  };
}
