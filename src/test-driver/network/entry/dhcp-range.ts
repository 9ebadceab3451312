import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import { fault, internalFault } from '../../fault.ts';
import { formatIpAddress, parseIpAddress } from '../../ip-address.ts';
import { element, type XmlElement } from '../../xml/element.ts';
import { prefixOf } from '../lease-address.ts';
import { networkXmlFault } from './entry-fault.ts';
import { leaseTime } from './lease-time.ts';

export interface AddressRange {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
}

function parseAddress(text: string): Uint8Array {
  const address = parseIpAddress(text);
  if (address !== undefined) return address;
  const detail = `Cannot parse socket address '${text}': Name or service not known`;
  throw fault(ErrorNumber.ERR_SYSTEM_ERROR, ErrorDomain.NONE, detail);
}

/** Reads a range of addresses in the network of `ip`, as libvirt writes it; refuses what libvirt refuses. */
export function readRange(entry: XmlElement, network: string, ip: XmlElement): XmlElement {
  const address = (name: string): Uint8Array => {
    const text = entry.attributes.get(name);
    if (text !== undefined) return parseAddress(text);
    throw networkXmlFault(`Missing '${name}' attribute in dhcp range for network '${network}'`);
  };
  const range = { start: address('start'), end: address('end') };
  checkRange(range, ip);
  const said = { start: formatIpAddress(range.start), end: formatIpAddress(range.end) };
  return element('range', said, leaseTime(entry));
}

function internal(detail: string): Error {
  return internalFault(ErrorDomain.NONE, detail);
}

/** An address as one number, to count with. */
function numberOf(address: Uint8Array): bigint {
  return address.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
}

/** Refuses a range that does not lie in the network of `ip`, or that is no range. */
export function checkRange({ start, end }: AddressRange, ip: XmlElement): void {
  const said = `${formatIpAddress(start)} - ${formatIpAddress(end)}`;
  if (start.length !== end.length) throw internal(`mismatch of address family in range ${said}`);
  const network = parseIpAddress(ip.attributes.get('address') ?? '');
  if (network !== undefined) checkInside({ start, end }, network, prefixOf(ip, network), said);
  const [first, last] = [numberOf(start), numberOf(end)];
  if (first >> 16n !== last >> 16n) throw internal(`range ${said} is too large (> 65535)`);
  if (first <= last) return;
  throw internal(start.length === 4 ? `range ${said} is reversed ` : `range ${said} start larger than end`);
}

function checkInside({ start, end }: AddressRange, network: Uint8Array, prefix: number, said: string): void {
  const name = formatIpAddress(network);
  if (start.length !== network.length) {
    throw internal(`mismatch of address family in range ${said} for network ${name}`);
  }
  const hostBits = BigInt(8 * network.length - prefix);
  const [first, last, base] = [numberOf(start), numberOf(end), (numberOf(network) >> hostBits) << hostBits];
  if (first >> hostBits !== base >> hostBits || last >> hostBits !== base >> hostBits) {
    throw internal(`range ${said} is not entirely within network ${name}/${prefix}`);
  }
  if (network.length !== 4) return;
  const place = `range ${said} in network ${name}/${prefix}`;
  if (first === base) throw internal(`start of ${place} is the network address`);
  if (last === base + (1n << hostBits) - 1n) throw internal(`end of ${place} is the broadcast address`);
}
