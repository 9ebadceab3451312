import { formatIpAddress, parseIpAddress } from '../../ip-address.ts';
import { element, type XmlElement } from '../../xml/element.ts';
import { networkXmlFault } from './entry-fault.ts';
import { leaseTime } from './lease-time.ts';

/** A host that always gets the same address. */
export interface StaticHost {
  readonly mac: string | undefined;
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** In its usual form. */
  readonly ip: string | undefined;
  /** What is said of how long it keeps the address: nothing, or one element. */
  readonly lease: readonly XmlElement[];
}

export interface StaticHostFacts {
  readonly network: string;
  readonly isIpv6: boolean;
  /** Whether a part of it is enough, as it is to be found by. */
  readonly mayBePartial: boolean;
}

/** Reads one; refuses what libvirt refuses. */
export function readStaticHost(entry: XmlElement, facts: StaticHostFacts): StaticHost {
  const { attributes } = entry;
  const [mac, id, name, ip] = ['mac', 'id', 'name', 'ip'].map((key) => attributes.get(key));
  const { network } = facts;
  if (mac !== undefined) checkMac(mac, facts);
  const wrong = /[^\da-f:]/i.exec(id ?? '')?.[0];
  if (wrong !== undefined) throw networkXmlFault(`Invalid character '${wrong}' in id '${id}' of network '${network}'`);
  if (name !== undefined && !/^[a-z\d]/i.test(name)) {
    throw networkXmlFault(`Cannot use host name '${name}' in network '${network}'`);
  }
  const address = ip === undefined ? undefined : parseIpAddress(ip);
  if (ip !== undefined && address === undefined) {
    throw networkXmlFault(`Invalid IP address in static host definition for network '${network}'`);
  }
  const host = { mac, id, name, ip: address === undefined ? undefined : formatIpAddress(address) };
  checkParts(host, facts);
  return { ...host, lease: leaseTime(entry) };
}

function checkMac(mac: string, { network, isIpv6 }: StaticHostFacts): void {
  if (isIpv6) {
    const where = `in network '${network}' IPv6 static host definition`;
    throw networkXmlFault(`Invalid to specify MAC address '${mac}' ${where}`);
  }
  if (!/^[\da-f]{1,2}(:[\da-f]{1,2}){5}$/i.test(mac)) {
    throw networkXmlFault(`Cannot parse MAC address '${mac}' in network '${network}'`);
  }
  if ((Number.parseInt(mac, 16) & 1) === 0) return;
  throw networkXmlFault(`expected unicast mac address, found multicast '${mac}' in network '${network}'`);
}

function checkParts(
  { mac, id, name, ip }: Omit<StaticHost, 'lease'>,
  { network, isIpv6, mayBePartial }: StaticHostFacts,
): void {
  if (mayBePartial) {
    if (mac !== undefined || name !== undefined || ip !== undefined) return;
    const what = 'At least one of name, mac, or ip attribute must be specified for static host definition in network';
    throw networkXmlFault(`${what} '${network}' `);
  }
  if (isIpv6 && id === undefined && name === undefined) {
    throw networkXmlFault(`Static host definition in IPv6 network '${network}' must have id or name attribute`);
  }
  if (!isIpv6 && mac === undefined && name === undefined) {
    throw networkXmlFault(`Static host definition in IPv4 network '${network}' must have mac or name attribute`);
  }
  if (ip !== undefined) return;
  throw networkXmlFault(`Missing IP address in static host definition for network '${network}'`);
}

/** As libvirt writes it. */
export function writeStaticHost({ mac, id, name, ip, lease }: StaticHost): XmlElement {
  return element('host', { mac, id, name, ip }, lease);
}

/** Whether two texts are the same hardware address. */
export function isSameMac(one: string, other: string): boolean {
  const octets = (mac: string): string =>
    mac
      .split(':')
      .map((octet) => Number.parseInt(octet, 16))
      .join();
  return octets(one) === octets(other);
}
