import {
  childElements,
  childNamed,
  childrenNamed,
  element,
  withChild,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';
import { impossibleUpdate, type SectionUpdate } from './section-update.ts';

export function isIpv6(ip: XmlElement): boolean {
  return ip.attributes.get('address')?.includes(':') ?? false;
}

/** What is said of DHCP at an address: its ranges, or its hosts. */
export function dhcpEntries(ip: XmlElement, name: 'range' | 'host'): XmlElement[] {
  const dhcp = childNamed(ip, 'dhcp');
  return dhcp === undefined ? [] : childrenNamed(dhcp, name);
}

function hasDhcp(ip: XmlElement): boolean {
  return dhcpEntries(ip, 'range').length > 0 || dhcpEntries(ip, 'host').length > 0;
}

/** The address that is meant: the one that is named, or the one that has to do with DHCP, or the first. */
export function chosenIp(definition: XmlElement, { network, parentIndex }: SectionUpdate): XmlElement {
  const all = childrenNamed(definition, 'ip');
  const found =
    parentIndex >= 0
      ? all[parentIndex]
      : (all.find(hasDhcp) ?? all.find((ip) => !isIpv6(ip)) ?? all.find((ip) => isIpv6(ip)));
  if (found !== undefined) return found;
  const what = "couldn't update dhcp host entry - no <ip> element found";
  throw impossibleUpdate(`${what} ${parentIndex >= 0 ? `at index ${parentIndex} ` : ''}in network '${network}'`);
}

export function refuseSecondDhcp(definition: XmlElement, ip: XmlElement): void {
  const others = childrenNamed(definition, 'ip').filter((other) => other !== ip && isIpv6(other) === isIpv6(ip));
  if (!others.some(hasDhcp)) return;
  const family = isIpv6(ip) ? 'IPv6' : 'IPv4';
  throw impossibleUpdate(`dhcp is supported only for a single ${family} address on each network`);
}

/** The definition with other entries of a kind at one of its addresses. */
export function withDhcpEntries(
  definition: XmlElement,
  ip: XmlElement,
  name: 'range' | 'host',
  entries: readonly XmlElement[],
): XmlElement {
  const dhcp = childNamed(ip, 'dhcp') ?? element('dhcp');
  const others = childElements(dhcp).filter((child) => child.name !== name);
  // Without ranges and hosts, nothing else of DHCP is kept.
  const isEmpty = entries.length === 0 && others.every((child) => child.name !== 'range' && child.name !== 'host');
  const changed = withChild(ip, 'dhcp', isEmpty ? undefined : withChildren(dhcp, [...others, ...entries]));
  return withChildren(
    definition,
    definition.children.map((child) => (child === ip ? changed : child)),
  );
}
