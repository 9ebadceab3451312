import { childNamed, element, withChild, type XmlElement } from '../../xml/element.ts';

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
