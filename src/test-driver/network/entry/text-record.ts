import { element, type XmlElement } from '../../xml/element.ts';
import { recordFault } from './entry-fault.ts';

/** Reads a record that says which text a name has; refuses what libvirt refuses. */
export function readTextRecord({ attributes }: XmlElement, network: string, mayBePartial: boolean): XmlElement {
  const name = attributes.get('name');
  const value = attributes.get('value');
  if (name === undefined) {
    throw recordFault(`missing required name attribute in DNS TXT record of network ${network}`);
  }
  if (/[ ,]/.test(name)) {
    throw recordFault(`prohibited character in DNS TXT record name '${name}' of network ${network}`);
  }
  if (value === undefined && !mayBePartial) {
    throw recordFault(`missing required value attribute in DNS TXT record named '${name}' of network ${network}`);
  }
  return element('txt', { name, value });
}
