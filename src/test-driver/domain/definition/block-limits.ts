import { childNamed, childText, element, textOf, withChild, type XmlElement } from '../../xml/element.ts';

const rates = [
  'total_bytes_sec',
  'read_bytes_sec',
  'write_bytes_sec',
  'total_iops_sec',
  'read_iops_sec',
  'write_iops_sec',
] as const;
const peaks = rates.map((rate) => `${rate}_max` as const);
const lengths = rates.map((rate) => `${rate}_max_length` as const);

/** What can be limited of a disk, and what it may reach for a while, and for how long, each by its rate. */
export const blockRates: readonly BlockRate[] = rates;
export type BlockRate = (typeof rates)[number];
export type BlockLimit = BlockRate | `${BlockRate}_max` | `${BlockRate}_max_length` | 'size_iops_sec';

/** The limits that come before the name of the group, and those that come behind, in the order of documents. */
export const limitsBeforeGroup: readonly BlockLimit[] = [...rates, ...peaks, 'size_iops_sec'];
export const limitsBehindGroup: readonly BlockLimit[] = lengths;

export interface BlockLimits {
  /** Those that are set: bytes or operations a second, or seconds; 0 is none. */
  readonly limits: ReadonlyMap<BlockLimit, bigint>;
  /** Disks of one group share their limits. */
  readonly group: string | undefined;
}

export function readBlockLimits(device: XmlElement): BlockLimits {
  const iotune = childNamed(device, 'iotune') ?? element('iotune');
  const limits = [...limitsBeforeGroup, ...limitsBehindGroup].flatMap((name) => {
    const text = childText(iotune, name);
    return text === undefined || !/^\s*\d+\s*$/.test(text) ? [] : [[name, BigInt(text)] as const];
  });
  const group = childNamed(iotune, 'group_name');
  return { limits: new Map(limits), group: group === undefined ? undefined : textOf(group) };
}

/** The disk with these limits. */
export function withBlockLimits(device: XmlElement, { limits, group }: BlockLimits): XmlElement {
  const elements = (names: readonly BlockLimit[]): XmlElement[] =>
    names.flatMap((name) => {
      const limit = limits.get(name) ?? 0n;
      return limit === 0n ? [] : [element(name, {}, [String(limit)])];
    });
  const all = [
    ...elements(limitsBeforeGroup),
    ...(group === undefined ? [] : [element('group_name', {}, [group])]),
    ...elements(limitsBehindGroup),
  ];
  return withChild(device, 'iotune', all.length === 0 ? undefined : element('iotune', {}, all));
}
