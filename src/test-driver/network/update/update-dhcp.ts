import { ErrorDomain, ErrorNumber, NetworkUpdateCommand } from '../../../generated/api-enums.ts';
import { fault } from '../../fault.ts';
import { formatIpAddress, parseIpAddress } from '../../ip-address.ts';
import {
  childElements,
  childNamed,
  childrenNamed,
  element,
  withChild,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';
import { checkRange } from './dhcp-range.ts';
import { leaseTime } from './lease-time.ts';
import {
  checkEntryName,
  editEntries,
  impossibleUpdate,
  isAdding,
  networkXmlFault,
  orNull,
  refuseModifying,
  type SectionUpdate,
} from './section-update.ts';
import { isSameMac, readStaticHost, type StaticHost, writeStaticHost } from './static-host.ts';

function isIpv6(ip: XmlElement): boolean {
  return ip.attributes.get('address')?.includes(':') ?? false;
}

function dhcpEntries(ip: XmlElement, name: string): XmlElement[] {
  const dhcp = childNamed(ip, 'dhcp');
  return dhcp === undefined ? [] : childrenNamed(dhcp, name);
}

function hasDhcp(ip: XmlElement): boolean {
  return dhcpEntries(ip, 'range').length > 0 || dhcpEntries(ip, 'host').length > 0;
}

/** The addresses' part that is meant: the one that is named, or the one that has to do with DHCP, or the first. */
function chosenIp(definition: XmlElement, { network, parentIndex }: SectionUpdate): XmlElement {
  const all = childrenNamed(definition, 'ip');
  const found =
    parentIndex >= 0
      ? all[parentIndex]
      : (all.find(hasDhcp) ?? all.find((ip) => !isIpv6(ip)) ?? all.find((ip) => isIpv6(ip)));
  if (found !== undefined) return found;
  const what = "couldn't update dhcp host entry - no <ip> element found";
  throw impossibleUpdate(`${what} ${parentIndex >= 0 ? `at index ${parentIndex} ` : ''}in network '${network}'`);
}

function refuseSecondDhcp(definition: XmlElement, ip: XmlElement): void {
  const others = childrenNamed(definition, 'ip').filter((other) => other !== ip && isIpv6(other) === isIpv6(ip));
  if (!others.some(hasDhcp)) return;
  const family = isIpv6(ip) ? 'IPv6' : 'IPv4';
  throw impossibleUpdate(`dhcp is supported only for a single ${family} address on each network`);
}

/** The definition with other entries of a kind at one of its addresses. */
function withEntries(definition: XmlElement, ip: XmlElement, name: string, entries: readonly XmlElement[]): XmlElement {
  const dhcp = childNamed(ip, 'dhcp') ?? element('dhcp');
  const rest = childElements(dhcp).filter((child) => child.name !== name);
  const inOrder = ['range', 'host', 'bootp'].flatMap((kind) =>
    kind === name ? entries : rest.filter((child) => child.name === kind),
  );
  const changed = withChild(ip, 'dhcp', inOrder.length === 0 ? undefined : withChildren(dhcp, inOrder));
  return withChildren(
    definition,
    definition.children.map((child) => (child === ip ? changed : child)),
  );
}

function matches(host: StaticHost, other: StaticHost): boolean {
  return (
    (host.mac !== undefined && other.mac !== undefined && isSameMac(host.mac, other.mac)) ||
    (host.ip !== undefined && host.ip === other.ip) ||
    (host.name !== undefined && host.name === other.name)
  );
}

/** Whether all that is said of a host to be found is so of another. */
function agrees(host: StaticHost, other: StaticHost): boolean {
  return (
    (host.mac === undefined || other.mac === undefined || isSameMac(host.mac, other.mac)) &&
    (host.name === undefined || host.name === other.name) &&
    (host.ip === undefined || host.ip === other.ip)
  );
}

/** Changes which hosts always get the same address. */
export function updateDhcpHost(definition: XmlElement, update: SectionUpdate): XmlElement {
  const { network, command } = update;
  checkEntryName(update, 'host');
  const ip = chosenIp(definition, update);
  const isDeleting = command === NetworkUpdateCommand.DELETE;
  const host = readStaticHost(update.entry, { network, isIpv6: isIpv6(ip), mayBePartial: isDeleting });
  if (!isDeleting && host.ip?.includes(':') !== isIpv6(ip)) {
    const what = 'the address family of a host entry IP must match the address family of the dhcp element';
    throw impossibleUpdate(`${what}'s parent`);
  }
  const entries = dhcpEntries(ip, 'host');
  const hosts = entries.map((entry) => readStaticHost(entry, { network, isIpv6: isIpv6(ip), mayBePartial: true }));
  if (isAdding(update)) refuseSecondDhcp(definition, ip);
  const place = hosts.findIndex((other) => (isDeleting ? agrees(host, other) : matches(host, other)));
  const { mac = 'unknown', name, ip: address = 'unknown' } = host;
  if (isAdding(update) && place >= 0) {
    const said = `"<host mac='${mac}' name='${orNull(name)}' ip='${address}'/>"`;
    throw impossibleUpdate(`there is an existing dhcp host entry in network '${network}' that matches ${said}`);
  }
  if (command === NetworkUpdateCommand.MODIFY && place < 0) {
    const said = `"mac='${mac}'" "name='${orNull(name)}'" "ip='${address}'"`;
    throw impossibleUpdate(`couldn't locate an existing dhcp host entry with ${said} in network '${network}'`);
  }
  if (isDeleting && place < 0) {
    throw impossibleUpdate(`couldn't locate a matching dhcp host entry in network '${network}'`);
  }
  const entry = writeStaticHost(host);
  return withEntries(definition, ip, 'host', editEntries({ ...update, entry }, { entries, place }));
}

function parseAddress(text: string): Uint8Array {
  const address = parseIpAddress(text);
  if (address !== undefined) return address;
  const detail = `Cannot parse socket address '${text}': Name or service not known`;
  throw fault(ErrorNumber.ERR_SYSTEM_ERROR, ErrorDomain.NONE, detail);
}

/** Changes from which addresses hosts get one. */
export function updateDhcpRange(definition: XmlElement, update: SectionUpdate): XmlElement {
  const { network } = update;
  checkEntryName(update, 'range');
  const ip = chosenIp(definition, update);
  refuseModifying(update, 'dhcp ranges');
  const [start, end] = ['start', 'end'].map((name) => {
    const text = update.entry.attributes.get(name);
    if (text !== undefined) return parseAddress(text);
    throw networkXmlFault(`Missing '${name}' attribute in dhcp range for network '${network}'`);
  });
  if (start === undefined || end === undefined) throw new TypeError('a range has two ends');
  checkRange({ start, end }, ip);
  const said = { start: formatIpAddress(start), end: formatIpAddress(end) };
  const entry = element('range', said, leaseTime(update.entry));
  const entries = dhcpEntries(ip, 'range');
  const place = entries.findIndex(
    ({ attributes }) => attributes.get('start') === said.start && attributes.get('end') === said.end,
  );
  if (isAdding(update)) {
    refuseSecondDhcp(definition, ip);
    if (place >= 0) {
      const range = `"<range start='${said.start}' end='${said.end}'/>"`;
      throw impossibleUpdate(`there is an existing dhcp range entry in network '${network}' that matches ${range}`);
    }
  } else if (update.command === NetworkUpdateCommand.DELETE && place < 0) {
    throw impossibleUpdate(`couldn't locate a matching dhcp range entry in network '${network}'`);
  }
  return withEntries(definition, ip, 'range', editEntries({ ...update, entry }, { entries, place }));
}
