import { ErrorDomain } from '../../../generated/api-enums.ts';
import { xmlFault } from '../../fault.ts';
import { childNamed, element, withAttributes, withChild, withChildren, type XmlElement } from '../../xml/element.ts';
import { normaliseBandwidth } from './bandwidth.ts';

const types: ReadonlySet<string> = new Set(
  'user ethernet vhostuser server client mcast network bridge internal direct hostdev udp vdpa null vds'.split(' '),
);

/** What a network card of that type has to say of where it leads, and what else it may. */
const sources: Readonly<Record<string, { readonly required: string; readonly optional: readonly string[] }>> = {
  network: { required: 'network', optional: ['portgroup'] },
  bridge: { required: 'bridge', optional: [] },
  direct: { required: 'dev', optional: ['mode'] },
  internal: { required: 'name', optional: [] },
};

/** Names that the host gives to interfaces of running domains: they are never kept. */
const passingName = /^(vnet|macvtap|macvlan)/;

export function normaliseInterface(given: XmlElement): XmlElement {
  const type = given.attributes.get('type') ?? 'user';
  if (!types.has(type)) {
    throw xmlFault(ErrorDomain.XML, `Invalid value for attribute 'type' in element 'interface': '${type}'.`);
  }
  const card = withAttributes(normaliseBandwidth(withMac(given), type === 'network'), { type });
  return withVirtualPort(withoutEmptyLink(withoutPassingName(withSource(card, type))));
}

function withMac(card: XmlElement): XmlElement {
  const mac = childNamed(card, 'mac') ?? element('mac', { address: randomMac() });
  const address = mac.attributes.get('address') ?? randomMac();
  if (!/^[0-9a-f]{1,2}(:[0-9a-f]{1,2}){5}$/i.test(address)) {
    throw xmlFault(ErrorDomain.DOMAIN, `unable to parse mac address '${address}'`);
  }
  const octets = address.split(':').map((octet) => Number.parseInt(octet, 16));
  if (((octets[0] ?? 0) & 1) === 1) {
    throw xmlFault(ErrorDomain.DOMAIN, `expected unicast mac address, found multicast '${address}'`);
  }
  return withChild(card, 'mac', withAttributes(mac, { address: formatMac(octets) }));
}

function formatMac(octets: readonly number[]): string {
  return octets.map((octet) => octet.toString(16).padStart(2, '0')).join(':');
}

function randomMac(): string {
  return formatMac([0x52, 0x54, 0, ...globalThis.crypto.getRandomValues(new Uint8Array(3))]);
}

function withSource(card: XmlElement, type: string): XmlElement {
  const rules = sources[type];
  if (rules === undefined) return card;
  const source = childNamed(card, 'source');
  if (source === undefined) {
    throw xmlFault(ErrorDomain.DOMAIN, `interface type='${type}' requires a 'source' element`);
  }
  if (!source.attributes.has(rules.required)) {
    throw xmlFault(ErrorDomain.XML, `Missing required attribute '${rules.required}' in element 'source'`);
  }
  const known = [rules.required, ...rules.optional];
  const kept = new Map([...source.attributes].filter(([name]) => known.includes(name)));
  if (type === 'direct' && !kept.has('mode')) kept.set('mode', 'vepa');
  return withChild(card, 'source', { ...source, attributes: kept });
}

function withoutPassingName(card: XmlElement): XmlElement {
  const target = childNamed(card, 'target');
  const name = target?.attributes.get('dev');
  if (target === undefined || name === undefined || !passingName.test(name)) return card;
  const rest = withAttributes(target, { dev: undefined });
  return withChild(card, 'target', rest.attributes.size === 0 ? undefined : rest);
}

function withoutEmptyLink(card: XmlElement): XmlElement {
  return childNamed(card, 'link')?.attributes.size === 0 ? withChild(card, 'link', undefined) : card;
}

function withVirtualPort(card: XmlElement): XmlElement {
  const port = childNamed(card, 'virtualport');
  if (port?.attributes.get('type') !== 'openvswitch') return card;
  const parameters = childNamed(port, 'parameters') ?? element('parameters');
  if (parameters.attributes.has('interfaceid')) return card;
  const identified = withAttributes(parameters, { interfaceid: globalThis.crypto.randomUUID() });
  return withChild(card, 'virtualport', withChild(port, 'parameters', identified));
}

/** Gives every card without one a name on the host, as the test driver does: `testnet0` and up. */
export function withInterfaceNames(cards: readonly XmlElement[]): XmlElement[] {
  const taken = new Set(cards.map((card) => childNamed(card, 'target')?.attributes.get('dev')));
  return cards.map((card) => {
    const target = childNamed(card, 'target') ?? element('target');
    if (target.attributes.has('dev')) return card;
    let number = 0;
    while (taken.has(`testnet${number}`)) number++;
    const dev = `testnet${number}`;
    taken.add(dev);
    const others = card.children.filter((child) => child !== target);
    return withChildren(card, [...others, withAttributes(target, { dev })]);
  });
}
