import { ErrorDomain } from '../../generated/api-enums.ts';
import { invalidOperation } from '../fault.ts';
import { maskPrefix, parseIpAddress } from '../ip-address.ts';
import { childNamed, type XmlElement } from '../xml/element.ts';
import type { Network } from './network.ts';

export interface LeasedAddress {
  readonly bytes: Uint8Array;
  readonly prefix: number;
}

/** The address of a network that many places behind where its first range begins, or behind its own. */
export function leaseAddress({ name, definition }: Network, places: number): LeasedAddress {
  const ip = childNamed(definition, 'ip');
  const own = ip?.attributes.get('address');
  const dhcp = ip === undefined ? undefined : childNamed(ip, 'dhcp');
  const range = dhcp === undefined ? undefined : childNamed(dhcp, 'range');
  const first = parseIpAddress(range?.attributes.get('start') ?? own ?? '');
  if (ip === undefined || first === undefined) {
    // libvirt's own driver does not come to an answer here: it takes for granted that there is an address.
    throw invalidOperation(ErrorDomain.TEST, `network '${name}' has no IP address`);
  }
  return { bytes: shifted(first, places), prefix: prefixOf(ip, first) };
}

/** Of IPv6, it is the last byte alone that counts on. */
function shifted(address: Uint8Array, places: number): Uint8Array {
  const moved = Uint8Array.from(address);
  if (moved.length === 16) moved[15] = (moved[15] ?? 0) + places;
  else {
    const view = new DataView(moved.buffer);
    view.setUint32(0, view.getUint32(0) + places);
  }
  return moved;
}

/** How many of the first bits of addresses their network shares: as it says, or as it was usual once. */
export function prefixOf({ attributes }: XmlElement, address: Uint8Array): number {
  const prefix = attributes.get('prefix');
  if (prefix !== undefined) return Number(prefix);
  const mask = parseIpAddress(attributes.get('netmask') ?? '');
  if (mask !== undefined) return maskPrefix(mask);
  return address.length === 16 ? 64 : prefixOfClass(address[0] ?? 0);
}

/** What was usual before networks said how large they are. */
function prefixOfClass(first: number): number {
  if (first < 128) return 8;
  return first < 192 ? 16 : 24;
}
