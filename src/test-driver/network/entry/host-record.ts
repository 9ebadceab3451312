import { formatIpAddress, parseIpAddress } from '../../ip-address.ts';
import { childrenNamed, element, textOf, type XmlElement } from '../../xml/element.ts';
import { recordFault } from './entry-fault.ts';

/** The names of a host of which DNS tells. */
export function hostNames(entry: XmlElement): string[] {
  return childrenNamed(entry, 'hostname')
    .map(textOf)
    .filter((name) => name !== '');
}

/** Reads a record that says which names an address has, as libvirt writes it; refuses what libvirt refuses. */
export function readHostRecord(entry: XmlElement, network: string, mayBePartial: boolean): XmlElement {
  const where = `in network '${network}' DNS HOST record`;
  const text = entry.attributes.get('ip');
  const names = hostNames(entry);
  const ip = text === undefined ? undefined : parseIpAddress(text);
  if (text === undefined && !mayBePartial) throw recordFault(`Missing IP address ${where}`);
  if (text !== undefined && ip === undefined) throw recordFault(`Invalid IP address ${where}`);
  if (names.length === 0 && !mayBePartial) throw recordFault(`Missing hostname ${where}`);
  if (names.length === 0 && ip === undefined) throw recordFault(`Missing ip and hostname ${where}`);
  return element(
    'host',
    { ip: ip === undefined ? undefined : formatIpAddress(ip) },
    names.map((name) => element('hostname', {}, [name])),
  );
}
