import { ConnectListAllNetworksFlags, ErrorDomain } from '../../generated/api-enums.ts';
import {
  connectListAllNetworks,
  connectListDefinedNetworks,
  connectListNetworks,
  connectNumOfDefinedNetworks,
  connectNumOfNetworks,
  networkGetAutostart,
  networkGetBridgeName,
  networkGetXMLDesc,
  networkIsActive,
  networkIsPersistent,
  networkLookupByName,
  networkLookupByUUID,
} from '../../generated/remote-procedures.ts';
import { REMOTE_NETWORK_LIST_MAX } from '../../generated/remote-types.ts';
import { allFlags } from '../all-flags.ts';
import { firstNames, listing } from '../bounded-list.ts';
import { checkFlags, internalFault } from '../fault.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { passesLifeFlags } from '../life-flags.ts';
import { networkNamed, networkOfUuid, networkReference } from './find-network.ts';
import { bridgeName, formatNetwork, type Network } from './network.ts';

const Flags = ConnectListAllNetworksFlags;
const knownFlags = allFlags(Flags);

function withActivity({ networks }: Host, active: boolean): Network[] {
  return networks.all().filter(({ isActive }) => isActive === active);
}

/** Which networks there are, and what they are. */
export const networkHandlers: readonly HandledProcedure[] = [
  handle(connectNumOfNetworks, (host) => ({ num: withActivity(host, true).length })),
  handle(connectListNetworks, (host, { maxnames }) => ({ names: firstNames(withActivity(host, true), maxnames) })),
  handle(connectNumOfDefinedNetworks, (host) => ({ num: withActivity(host, false).length })),
  handle(connectListDefinedNetworks, (host, { maxnames }) => ({
    names: firstNames(withActivity(host, false), maxnames),
  })),
  handle(connectListAllNetworks, ({ networks }, { need_results, flags }) => {
    checkFlags('testConnectListAllNetworks', flags, knownFlags);
    const matching = networks.all().filter((network) => passesLifeFlags(flags, Flags, network));
    const { items, ret } = listing(matching.map(networkReference), need_results, REMOTE_NETWORK_LIST_MAX, 'networks');
    return { nets: items, ret };
  }),
  handle(networkLookupByName, (host, { name }) => ({ net: networkReference(networkNamed(host, name)) })),
  handle(networkLookupByUUID, (host, { uuid }) => ({ net: networkReference(networkOfUuid(host, uuid)) })),
  handle(networkGetXMLDesc, (host, { net, flags }) => {
    checkFlags('testNetworkGetXMLDesc', flags, 0);
    return { xml: formatNetwork(networkNamed(host, net.name)) };
  }),
  handle(networkGetBridgeName, (host, { net }) => {
    const name = bridgeName(networkNamed(host, net.name));
    if (name !== undefined) return { name };
    const detail = `network '${net.name}' does not have a bridge name.`;
    throw internalFault(ErrorDomain.TEST, detail);
  }),
  handle(networkGetAutostart, (host, { net }) => ({ autostart: Number(networkNamed(host, net.name).autostart) })),
  handle(networkIsActive, (host, { net }) => ({ active: Number(networkOfUuid(host, net.uuid).isActive) })),
  handle(networkIsPersistent, (host, { net }) => ({ persistent: Number(networkOfUuid(host, net.uuid).persistent) })),
];
