import { ErrorDomain } from '../../../generated/api-enums.ts';
import { unsupportedConfiguration, xmlFault } from '../../fault.ts';
import { childrenNamed, element, type XmlElement } from '../../xml/element.ts';

const secondsOf: ReadonlyMap<string, bigint> = new Map([
  ['seconds', 1n],
  ['minutes', 60n],
  ['hours', 3600n],
]);
/** No DHCP server of libvirt's gives an address for less. */
const shortest = 120n;

function invalid(attribute: string, value: string, expected = ''): Error {
  return xmlFault(
    ErrorDomain.XML,
    `Invalid value for attribute '${attribute}' in element 'lease': '${value}'.${expected}`,
  );
}

/** What an entry says of how long addresses are kept, as libvirt writes it: nothing, or one element. */
export function leaseTime(entry: XmlElement): XmlElement[] {
  const lease = childrenNamed(entry, 'lease').at(-1);
  const text = lease?.attributes.get('expiry');
  if (lease === undefined || text === undefined) return [];
  if (!/^(\d{1,19}|0x[\da-f]{1,15})$/i.test(text))
    throw invalid('expiry', text, ' Expected non-negative integer value');
  const unit = lease.attributes.get('unit') ?? 'minutes';
  const seconds = secondsOf.get(unit);
  if (seconds === undefined) throw invalid('unit', unit);
  const expiry = BigInt(text);
  // None at all is for ever.
  if (expiry === 0n) return [element('lease', { expiry: '0' })];
  if (expiry * seconds < shortest) {
    const detail = 'The minimum lease time should be greater than 2 minutes';
    throw unsupportedConfiguration(ErrorDomain.NETWORK, detail);
  }
  return [element('lease', { expiry: String(expiry), unit })];
}
