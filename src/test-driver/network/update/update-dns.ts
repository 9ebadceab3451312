import { NetworkUpdateCommand } from '../../../generated/api-enums.ts';
import {
  childElements,
  childNamed,
  childrenNamed,
  element,
  withChild,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts';
import { hostNames, readHostRecord } from '../entry/host-record.ts';
import { readServiceRecord } from '../entry/service-record.ts';
import { readTextRecord } from '../entry/text-record.ts';
import {
  checkEntryName,
  editEntries,
  impossibleUpdate,
  isAdding,
  refuseModifying,
  type SectionUpdate,
} from './section-update.ts';

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

/** Changes which names hosts have. */
export function updateDnsHost(definition: XmlElement, update: SectionUpdate): XmlElement {
  const { network, command } = update;
  refuseModifying(update, 'DNS HOST records');
  checkEntryName(update, 'host');
  const entry = readHostRecord(update.entry, network, !isAdding(update));
  const address = entry.attributes.get('ip');
  const names = hostNames(entry);
  const entries = dnsEntries(definition, 'host');
  // Several hosts may have one name, but a record to be found may be found by any name of it.
  const isMeant = (other: XmlElement): boolean =>
    (address !== undefined && other.attributes.get('ip') === address) ||
    (!isAdding(update) && hostNames(other).some((name) => names.includes(name)));
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
  const entry = readTextRecord(update.entry, network, !isAdding(update));
  const name = entry.attributes.get('name');
  const entries = dnsEntries(definition, 'txt');
  const place = entries.findIndex(({ attributes }) => attributes.get('name') === name);
  if (isAdding(update) && place >= 0) {
    throw impossibleUpdate(`there is already a DNS TXT record with name '${name}' in network ${network}`);
  }
  if (command === NetworkUpdateCommand.DELETE && place < 0) {
    throw impossibleUpdate(`couldn't locate a matching DNS TXT record in network ${network}`);
  }
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
