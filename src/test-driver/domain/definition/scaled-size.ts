import { ErrorDomain } from '../../../generated/api-enums.ts';
import { invalidArgument, xmlFault } from '../../fault.ts';
import { element, textOf, type XmlElement } from '../../xml/element.ts';

const powers = 'kmgtpe';
const largest = (1n << 64n) - 1n;

/** How many bytes a unit is, as documents spell them: `b`, `KB`, `KiB`, `M`… */
export function bytesOf(unit: string): bigint {
  const lower = unit.toLowerCase();
  if (lower === 'b' || lower === 'byte' || lower === 'bytes') return 1n;
  const power = powers.indexOf(lower.charAt(0)) + 1;
  const rest = lower.slice(1);
  if (power > 0 && (rest === '' || rest === 'ib')) return 1024n ** BigInt(power);
  if (power > 0 && rest === 'b') return 1000n ** BigInt(power);
  throw invalidArgument(ErrorDomain.NONE, `unknown suffix '${unit}'`);
}

/** A size with a unit, in KiB, rounded up; `path` is how errors name its place. */
export function sizeInKib(sized: XmlElement, path: string): bigint {
  const text = textOf(sized);
  const digits = /^\s*\+?(\d+)$/.exec(text)?.[1];
  const value = digits === undefined ? undefined : BigInt(digits);
  if (value === undefined || value > largest) {
    throw xmlFault(ErrorDomain.XML, `Invalid value '${text}' for element or attribute '${path}'`);
  }
  return (value * bytesOf(sized.attributes.get('unit') ?? 'KiB') + 1023n) / 1024n;
}

/** The same element with its size in KiB, which it says. */
export function withSizeInKib(sized: XmlElement, path: string): XmlElement {
  const kib = sizeInKib(sized, path);
  return element(sized.name, { ...Object.fromEntries(sized.attributes), unit: 'KiB' }, [String(kib)]);
}
