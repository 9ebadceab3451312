import { ConnectListAllInterfacesFlags, ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
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
import { type NonnullInterface, REMOTE_INTERFACE_LIST_MAX } from '../../generated/remote-types.ts';
import { firstNames, listing } from '../bounded-list.ts';
import { checkFlags, type Fault, fault } from '../fault.ts';
import { passesFlags } from '../flag-filter.ts';
import { type HandledProcedure, handle } from '../handle.ts';
import type { Host } from '../host.ts';
import { formatInterface, type HostInterface } from './host-interface.ts';

const { ACTIVE, INACTIVE } = ConnectListAllInterfacesFlags;

function noInterface(key: string, value: string): Fault {
  const detail = `no interface with matching ${key} '${value}'`;
  return fault(ErrorNumber.ERR_NO_INTERFACE, ErrorDomain.TEST, detail);
}

function byName({ interfaces }: Host, name: string): HostInterface {
  const found = interfaces.byName(name);
  if (found === undefined) throw noInterface('name', name);
  return found;
}

function reference({ name, mac }: HostInterface): NonnullInterface {
  return { name, mac };
}

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
    const { items, ret } = listing(matching.map(reference), need_results, REMOTE_INTERFACE_LIST_MAX, 'interfaces');
    return { ifaces: items, ret };
  }),
  handle(interfaceLookupByName, (host, { name }) => ({ iface: reference(byName(host, name)) })),
  handle(interfaceLookupByMACString, ({ interfaces }, { mac }) => {
    const found = interfaces.all().find((other) => other.mac.toLowerCase() === mac.toLowerCase());
    if (found === undefined) throw noInterface('mac', mac);
    return { iface: reference(found) };
  }),
  handle(interfaceGetXMLDesc, (host, { iface, flags }) => {
    checkFlags('testInterfaceGetXMLDesc', flags, 0);
    return { xml: formatInterface(byName(host, iface.name)) };
  }),
  handle(interfaceIsActive, (host, { iface }) => ({ active: Number(byName(host, iface.name).isActive) })),
];
