import { childText, element, type XmlElement } from '../../xml/element.ts';

/** In the order in which libvirt tells them. */
export const memoryLimitNames = ['hard_limit', 'soft_limit', 'swap_hard_limit'] as const;

/** What libvirt says of a limit that there is not. */
export const unlimited: bigint = 9007199254740991n;

/** In KiB; limits that are not there are not set. */
export type MemoryLimits = { readonly [Name in (typeof memoryLimitNames)[number]]?: bigint };

export function readMemoryLimits(memtune: XmlElement): MemoryLimits {
  const entries = memoryLimitNames.flatMap((name) => {
    const text = childText(memtune, name);
    return text === undefined ? [] : [[name, BigInt(text)] as const];
  });
  return Object.fromEntries(entries);
}

/** The element that says them; `undefined` when none is set. */
export function formatMemoryLimits(limits: MemoryLimits): XmlElement | undefined {
  const elements = memoryLimitNames.flatMap((name) => {
    const limit = limits[name];
    return limit === undefined || limit >= unlimited ? [] : [element(name, { unit: 'KiB' }, [String(limit)])];
  });
  return elements.length === 0 ? undefined : element('memtune', {}, elements);
}
