import { NetworkUpdateCommand } from '../../../generated/api-enums.ts';
import { formatIpAddress, parseIpAddress } from '../../ip-address.ts';
import {
  childElements,
  childNamed,
  childrenNamed,
  element,
  textOf,
  withChild,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';
import {
  checkEntryName,
  editEntries,
  impossibleUpdate,
  isAdding,
  recordFault,
  refuseModifying,
  type SectionUpdate,
} from './section-update.ts';
import { readServiceRecord } from './service-record.ts';

function dnsEntries(definition: XmlElement, name: string): XmlElement[] {
  const dns = childNamed(definition, 'dns');
  return dns === undefined ? [] : childrenNamed(dns, name);
}

/** The definition with other records of a kind; kinds stand in libvirt's order. */
function withEntries(definition: XmlElement, name: string, entries: readonly XmlElement[]): XmlElement {
  const dns = childNamed(definition, 'dns') ?? element('dns');
  const inOrder = ['forwarder', 'txt', 'srv', 'host'].flatMap((kind) =>
    kind === name ? entries : childElements(dns).filter((child) => child.name === kind),
  );
  const isEmpty = inOrder.length === 0 && dns.attributes.size === 0;
  return withChild(definition, 'dns', isEmpty ? undefined : withChildren(dns, inOrder));
}

function hostNames(entry: XmlElement): string[] {
  return childrenNamed(entry, 'hostname')
    .map(textOf)
    .filter((name) => name !== '');
}

/** Changes which names hosts have. */
export function updateDnsHost(definition: XmlElement, update: SectionUpdate): XmlElement {
  const { network, command } = update;
  refuseModifying(update, 'DNS HOST records');
  checkEntryName(update, 'host');
  const where = `in network '${network}' DNS HOST record`;
  const text = update.entry.attributes.get('ip');
  const names = hostNames(update.entry);
  const ip = text === undefined ? undefined : parseIpAddress(text);
  if (text === undefined && isAdding(update)) throw recordFault(`Missing IP address ${where}`);
  if (text !== undefined && ip === undefined) throw recordFault(`Invalid IP address ${where}`);
  if (names.length === 0 && isAdding(update)) throw recordFault(`Missing hostname ${where}`);
  if (names.length === 0 && ip === undefined) throw recordFault(`Missing ip and hostname ${where}`);
  const address = ip === undefined ? undefined : formatIpAddress(ip);
  const entries = dnsEntries(definition, 'host');
  // Several hosts may have one name, but a record to be found may be found by any name of it.
  const isMeant = (entry: XmlElement): boolean =>
    (address !== undefined && entry.attributes.get('ip') === address) ||
    (!isAdding(update) && hostNames(entry).some((name) => names.includes(name)));
  const found = entries.filter(isMeant);
  if (isAdding(update) && found.length > 0) {
    throw impossibleUpdate(`there is already at least one DNS HOST record with a matching field in network ${network}`);
  }
  if (command === NetworkUpdateCommand.DELETE && found.length !== 1) {
    throw impossibleUpdate(
      found.length === 0
        ? `couldn't locate a matching DNS HOST record in network ${network}`
        : `multiple matching DNS HOST records were found in network ${network}`,
    );
  }
  const hostname = names.map((name) => element('hostname', {}, [name]));
  const entry = element('host', { ip: address }, hostname);
  return withEntries(
    definition,
    'host',
    editEntries({ ...update, entry }, { entries, place: entries.findIndex(isMeant) }),
  );
}

/** Changes which texts names have. */
export function updateDnsText(definition: XmlElement, update: SectionUpdate): XmlElement {
  const { network, command } = update;
  refuseModifying(update, 'DNS TXT records');
  checkEntryName(update, 'txt');
  const name = update.entry.attributes.get('name');
  const value = update.entry.attributes.get('value');
  if (name === undefined) {
    throw recordFault(`missing required name attribute in DNS TXT record of network ${network}`);
  }
  if (/[ ,]/.test(name)) {
    throw recordFault(`prohibited character in DNS TXT record name '${name}' of network ${network}`);
  }
  if (value === undefined && isAdding(update)) {
    throw recordFault(`missing required value attribute in DNS TXT record named '${name}' of network ${network}`);
  }
  const entries = dnsEntries(definition, 'txt');
  const place = entries.findIndex(({ attributes }) => attributes.get('name') === name);
  if (isAdding(update) && place >= 0) {
    throw impossibleUpdate(`there is already a DNS TXT record with name '${name}' in network ${network}`);
  }
  if (command === NetworkUpdateCommand.DELETE && place < 0) {
    throw impossibleUpdate(`couldn't locate a matching DNS TXT record in network ${network}`);
  }
  const entry = element('txt', { name, value });
  return withEntries(definition, 'txt', editEntries({ ...update, entry }, { entries, place }));
}

/** Changes where services are found. */
export function updateDnsService(definition: XmlElement, update: SectionUpdate): XmlElement {
  const { network, command } = update;
  refuseModifying(update, 'DNS SRV records');
  checkEntryName(update, 'srv');
  const entry = readServiceRecord(update.entry, network, !isAdding(update));
  const entries = dnsEntries(definition, 'srv');
  const isMeant = ({ attributes }: XmlElement): boolean =>
    ['domain', 'service', 'protocol', 'target'].every((name) => {
      const wanted = entry.attributes.get(name);
      return wanted === undefined || attributes.get(name) === wanted;
    });
  const found = entries.filter(isMeant);
  if (isAdding(update) && found.length > 0) {
    const what = 'there is already at least one DNS SRV record matching all specified fields';
    throw impossibleUpdate(`${what} in network ${network}`);
  }
  if (command === NetworkUpdateCommand.DELETE && found.length !== 1) {
    throw impossibleUpdate(
      found.length === 0
        ? `couldn't locate a matching DNS SRV record in network ${network}`
        : `multiple DNS SRV records matching all specified fields were found in network ${network}`,
    );
  }
  return withEntries(
    definition,
    'srv',
    editEntries({ ...update, entry }, { entries, place: entries.findIndex(isMeant) }),
  );
}
