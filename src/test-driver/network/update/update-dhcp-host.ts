import { NetworkUpdateCommand } from '../../../generated/api-enums.ts';
import type { XmlElement } from '../../xml/element.ts';
import { orNull } from '../entry/entry-fault.ts';
import { isSameMac, readStaticHost, type StaticHost, writeStaticHost } from '../entry/static-host.ts';
import { chosenIp, dhcpEntries, isIpv6, refuseSecondDhcp, withDhcpEntries } from './dhcp-entries.ts';
import { checkEntryName, editEntries, impossibleUpdate, isAdding, type SectionUpdate } from './section-update.ts';

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
  return withDhcpEntries(definition, ip, 'host', editEntries({ ...update, entry }, { entries, place }));
}
