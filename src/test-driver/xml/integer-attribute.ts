import { ErrorDomain } from '../../generated/api-enums.ts';
import { type Fault, xmlFault } from '../fault.ts';
import type { XmlElement } from './element.ts';

const largestUnsigned = 0xffff_ffff;
const largestSigned = 0x7fff_ffff;

function invalid(element: XmlElement, name: string, text: string, expected: string): Fault {
  const place = `Invalid value for attribute '${name}' in element '${element.name}': '${text}'.`;
  return xmlFault(ErrorDomain.XML, `${place} Expected ${expected}`);
}

export function missingAttribute(element: XmlElement, name: string): Fault {
  return xmlFault(ErrorDomain.XML, `Missing required attribute '${name}' in element '${element.name}'`);
}

/** A number that an element has to say, and that is not negative. */
export function unsignedAttribute(element: XmlElement, name: string): number {
  const text = element.attributes.get(name);
  if (text === undefined) throw missingAttribute(element, name);
  const value = /^\s*\+?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= largestUnsigned)) throw invalid(element, name, text, 'non-negative integer value');
  return value;
}

/** As above, for a number that is not zero either. */
export function positiveAttribute(element: XmlElement, name: string): number {
  const value = unsignedAttribute(element, name);
  if (value !== 0) return value;
  const detail = `Invalid value for attribute '${name}' in element '${element.name}': Zero is not permitted`;
  throw xmlFault(ErrorDomain.XML, detail);
}

/** A number that an element may say, and that is not negative. */
export function optionalSignedAttribute(element: XmlElement, name: string): number | undefined {
  const text = element.attributes.get(name);
  if (text === undefined) return undefined;
  const value = /^\s*[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(value) <= largestSigned)) throw invalid(element, name, text, 'integer value');
  if (value < 0) throw invalid(element, name, text, 'non-negative value');
  return value;
}
