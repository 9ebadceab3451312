import { ErrorDomain } from '../../../generated/api-enums.ts';
import { unsupportedConfiguration } from '../../fault.ts';
import { childrenNamed, childText, element, type XmlElement } from '../../xml/element.ts';

/** What can be limited of a device, in the order in which libvirt tells it, by the names of elements. */
export const blkioLimitNames = [
  'weight',
  'read_iops_sec',
  'write_iops_sec',
  'read_bytes_sec',
  'write_bytes_sec',
] as const;

export type BlkioLimitName = (typeof blkioLimitNames)[number];

/** How much of a device of the host a domain gets; a limit of 0 is none. */
export interface BlkioDevice {
  readonly path: string;
  readonly limits: { readonly [Name in BlkioLimitName]?: bigint };
}

export interface BlkioTuning {
  /** How much of all devices it gets, in proportion to others; 0 is not said. */
  readonly weight: number;
  readonly devices: readonly BlkioDevice[];
}

const largest: Readonly<Record<BlkioLimitName, bigint>> = {
  weight: 0xffff_ffffn,
  read_iops_sec: 0xffff_ffffn,
  write_iops_sec: 0xffff_ffffn,
  read_bytes_sec: (1n << 64n) - 1n,
  write_bytes_sec: (1n << 64n) - 1n,
};

/** The number that a text is; `undefined` where it is none, or too large for such a limit. */
export function parseBlkioLimit(name: BlkioLimitName, text: string): bigint | undefined {
  const value = /^\s*\+?\d+$/.test(text) ? BigInt(text.trim().replace('+', '')) : undefined;
  return value === undefined || value > largest[name] ? undefined : value;
}

export function readBlkioTuning(blkiotune: XmlElement): BlkioTuning {
  const weight = parseBlkioLimit('weight', childText(blkiotune, 'weight') ?? '0') ?? 0n;
  return { weight: Number(weight), devices: childrenNamed(blkiotune, 'device').map(readDevice) };
}

function readDevice(device: XmlElement): BlkioDevice {
  const path = childText(device, 'path');
  if (path === undefined) throw unsupported('missing per-device path');
  const limits = blkioLimitNames.flatMap((name) => {
    const text = childText(device, name);
    if (text === undefined) return [];
    const value = parseBlkioLimit(name, text);
    if (value === undefined) throw unsupported(`could not parse ${name.replaceAll('_', ' ')} ${text}`);
    return [[name, value] as const];
  });
  return { path, limits: Object.fromEntries(limits) };
}

function unsupported(detail: string): Error {
  return unsupportedConfiguration(ErrorDomain.DOMAIN, detail);
}

/** The element that says it; `undefined` where there is nothing to say. */
export function formatBlkioTuning({ weight, devices }: BlkioTuning): XmlElement | undefined {
  const shown = devices.flatMap(({ path, limits }) => {
    const set = blkioLimitNames.flatMap((name) => {
      const value = limits[name] ?? 0n;
      return value === 0n ? [] : [element(name, {}, [String(value)])];
    });
    return set.length === 0 ? [] : [element('device', {}, [element('path', {}, [path]), ...set])];
  });
  const all = [...(weight === 0 ? [] : [element('weight', {}, [String(weight)])]), ...shown];
  return all.length === 0 ? undefined : element('blkiotune', {}, all);
}

export function normaliseBlkiotune(blkiotune: XmlElement): XmlElement | undefined {
  return formatBlkioTuning(readBlkioTuning(blkiotune));
}
