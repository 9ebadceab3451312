import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import type { NonnullInterface } from '../../generated/remote-types.ts';
import { type Fault, fault } from '../fault.ts';
import type { Host } from '../host.ts';
import type { HostInterface } from './host-interface.ts';

function noInterface(key: string, value: string): Fault {
  const detail = `no interface with matching ${key} '${value}'`;
  return fault(ErrorNumber.ERR_NO_INTERFACE, ErrorDomain.TEST, detail);
}

/** The interface of that name. Throws a Fault when there is none. */
export function interfaceNamed({ interfaces }: Host, name: string): HostInterface {
  const found = interfaces.byName(name);
  if (found === undefined) throw noInterface('name', name);
  return found;
}

/** The interface of that hardware address. Throws a Fault unless there is exactly one. */
export function interfaceOfMac({ interfaces }: Host, mac: string): HostInterface {
  const [found, another] = interfaces.all().filter((other) => other.mac.toLowerCase() === mac.toLowerCase());
  if (found === undefined) throw noInterface('mac', mac);
  if (another !== undefined) throw fault(ErrorNumber.ERR_MULTIPLE_INTERFACES, ErrorDomain.TEST);
  return found;
}

/** How the protocol speaks of an interface. */
export function interfaceReference({ name, mac }: HostInterface): NonnullInterface {
  return { name, mac };
}
