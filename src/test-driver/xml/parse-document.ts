import { ErrorDomain, ErrorNumber } from '../../generated/api-enums.ts';
import { fault, xmlFault } from '../fault.ts';
import type { XmlElement } from './element.ts';
import { parseXml, type XmlParseOptions } from './parse-xml.ts';
import { XmlSyntaxError } from './xml-syntax-error.ts';

/** Reads a document that a client sent; `title` is libvirt's name for its kind, as `(domain_definition)`. */
export function parseDocument(text: string, title: string, domain: number, options: XmlParseOptions = {}): XmlElement {
  try {
    return parseXml(text, options);
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    throw fault(ErrorNumber.ERR_XML_DETAIL, domain, `${title}:${error.line}: ${error.message}\n${error.excerpt}`);
  }
}

/** Refuses a document of another kind. */
export function expectRoot(root: XmlElement, name: string): void {
  if (root.name === name) return;
  throw xmlFault(ErrorDomain.XML, `expecting root element of '${name}', not '${root.name}'`);
}
