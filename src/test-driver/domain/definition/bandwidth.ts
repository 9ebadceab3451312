import { ErrorDomain, ErrorNumber } from '../../../generated/api-enums.ts';
import { fault, unsupportedConfiguration } from '../../fault.ts';
import { childNamed, childrenNamed, element, withChild, type XmlElement } from '../../xml/element.ts';

/** What can be said of a direction, in the order in which libvirt writes it. */
const limitNames = ['average', 'peak', 'floor', 'burst'] as const;

/** How much goes one way through a network interface, in KiB a second and KiB; 0 is no limit. */
export type BandwidthRate = { readonly [Name in (typeof limitNames)[number]]?: number };

/** `undefined` where nothing is said of a direction. */
export interface Bandwidth {
  readonly inbound: BandwidthRate | undefined;
  readonly outbound: BandwidthRate | undefined;
}

/** What an interface says; `undefined` where it says nothing of either direction. */
export function readBandwidth(device: XmlElement): Bandwidth | undefined {
  const bandwidth = childNamed(device, 'bandwidth');
  if (bandwidth === undefined) return undefined;
  return {
    inbound: readRate(childNamed(bandwidth, 'inbound')),
    outbound: readRate(childNamed(bandwidth, 'outbound')),
  };
}

function readRate(direction: XmlElement | undefined): BandwidthRate | undefined {
  if (direction === undefined) return undefined;
  return Object.fromEntries(limitNames.map((name) => [name, Number(direction.attributes.get(name) ?? 0)]));
}

/** The interface with these limits; it says that there are none where neither direction has any. */
export function withBandwidth(device: XmlElement, { inbound, outbound }: Bandwidth): XmlElement {
  const directions = [formatRate('inbound', inbound), formatRate('outbound', outbound)];
  const bandwidth = element(
    'bandwidth',
    {},
    directions.filter((direction) => direction !== undefined),
  );
  return withChild(device, 'bandwidth', bandwidth);
}

function formatRate(name: string, rate: BandwidthRate | undefined): XmlElement | undefined {
  if (rate === undefined || (!rate.average && !rate.floor)) return undefined;
  const limits = limitNames.flatMap((limit) => (rate[limit] ? [[limit, String(rate[limit])] as const] : []));
  return element(name, Object.fromEntries(limits));
}

/** The interface as libvirt understands its limits; some kinds of interfaces are promised no part of a network. */
export function normaliseBandwidth(device: XmlElement, mayHaveFloor: boolean): XmlElement {
  const bandwidth = childNamed(device, 'bandwidth');
  if (bandwidth === undefined) return device;
  if (bandwidth.attributes.has('classID')) {
    throw detailFault('classID attribute not supported on <bandwidth> in this usage context');
  }
  for (const name of ['inbound', 'outbound']) {
    const [direction, another] = childrenNamed(bandwidth, name);
    if (another !== undefined) throw detailFault(`Only one child <${name}> element allowed`);
    if (direction !== undefined) checkRate(direction, mayHaveFloor);
  }
  const limits = readBandwidth(device);
  if (limits?.inbound === undefined && limits?.outbound === undefined) return withChild(device, 'bandwidth', undefined);
  return withBandwidth(device, limits);
}

function checkRate({ name, attributes }: XmlElement, mayHaveFloor: boolean): void {
  if (!attributes.has('average')) {
    if (!attributes.has('floor')) throw detailFault('Missing mandatory average or floor attributes');
    if (attributes.has('peak') || attributes.has('burst'))
      throw refused("'peak' and 'burst' require 'average' attribute");
  }
  for (const limit of ['average', 'peak', 'burst', 'floor']) {
    const text = attributes.get(limit);
    if (text === undefined || /^\s*\+?\d{1,15}$/.test(text)) continue;
    throw refused(`could not convert bandwidth ${limit} value '${text}'`);
  }
  if (Number(attributes.get('floor') ?? 0) === 0) return;
  if (name === 'outbound') throw refused("'floor' attribute allowed only in <inbound> element");
  if (!mayHaveFloor) throw refused('floor attribute is not supported for this config');
}

function refused(detail: string): Error {
  return unsupportedConfiguration(ErrorDomain.NONE, detail);
}

function detailFault(detail: string): Error {
  return fault(ErrorNumber.ERR_XML_DETAIL, ErrorDomain.NONE, detail);
}
