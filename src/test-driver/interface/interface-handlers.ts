import { ConnectListAllInterfacesFlags } from '../../generated/api-enums.ts';
import {
  connectListAllInterfaces,
  connectListDefinedInterfaces,
  connectListInterfaces,
  connectNumOfDefinedInterfaces,
  connectNumOfInterfaces,
  interfaceGetXMLDesc,
  interfaceIsActive,
  interfaceLookupByMACString,
  interfaceLookupByName,
} from '../../generated/remote-procedures.ts';
import { REMOTE_INTERFACE_LIST_MAX } from '../../generated/remote-types.ts';
import { firstNames, listing } from '../bounded-list.ts';
import { checkFlags } from '../fault.ts';
import { passesFlags } from '../flag-filter.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { interfaceNamed, interfaceOfMac, interfaceReference } from './find-interface.ts';
import { formatInterface, type HostInterface } from './host-interface.ts';

const { ACTIVE, INACTIVE } = ConnectListAllInterfacesFlags;

function withActivity({ interfaces }: Host, active: boolean): HostInterface[] {
  return interfaces.all().filter(({ isActive }) => isActive === active);
}

/** Which interfaces the host has, and what they are. */
export const interfaceHandlers: readonly HandledProcedure[] = [
  handle(connectNumOfInterfaces, (host) => ({ num: withActivity(host, true).length })),
  handle(connectListInterfaces, (host, { maxnames }) => ({ names: firstNames(withActivity(host, true), maxnames) })),
  handle(connectNumOfDefinedInterfaces, (host) => ({ num: withActivity(host, false).length })),
  handle(connectListDefinedInterfaces, (host, { maxnames }) => ({
    names: firstNames(withActivity(host, false), maxnames),
  })),
  handle(connectListAllInterfaces, ({ interfaces }, { need_results, flags }) => {
    checkFlags('testConnectListAllInterfaces', flags, ACTIVE | INACTIVE);
    const matching = interfaces.all().filter(({ isActive }) =>
      passesFlags(flags, [
        [ACTIVE, isActive],
        [INACTIVE, !isActive],
      ]),
    );
    const { items, ret } = listing(
      matching.map(interfaceReference),
      need_results,
      REMOTE_INTERFACE_LIST_MAX,
      'interfaces',
    );
    return { ifaces: items, ret };
  }),
  handle(interfaceLookupByName, (host, { name }) => ({ iface: interfaceReference(interfaceNamed(host, name)) })),
  handle(interfaceLookupByMACString, (host, { mac }) => ({ iface: interfaceReference(interfaceOfMac(host, mac)) })),
  handle(interfaceGetXMLDesc, (host, { iface, flags }) => {
    checkFlags('testInterfaceGetXMLDesc', flags, 0);
    return { xml: formatInterface(interfaceNamed(host, iface.name)) };
  }),
  handle(interfaceIsActive, (host, { iface }) => ({ active: Number(interfaceNamed(host, iface.name).isActive) })),
];
