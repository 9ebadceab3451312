import { ErrorDomain } from '../../../generated/api-enums.ts';
import { internalFault } from '../../fault.ts';
import { childElements, childNamed, element, withChildren, type XmlElement } from '../../xml/element.ts';
import { formatForeignXml } from '../../xml/format-foreign-xml.ts';
import {
  declaredNamespaces,
  type NamespaceScope,
  namespaceOf,
  undeclaredPrefixes,
  withoutPrefix,
  withPrefix,
} from '../../xml/namespaces.ts';
import { parseDocument } from '../../xml/parse-document.ts';

/** What others keep with the domain: of each namespace one element, and nothing without a namespace. */
export function normaliseMetadata(metadata: XmlElement, outer: NamespaceScope): XmlElement {
  const inherited = undeclaredPrefixes(metadata).flatMap((prefix): [string, string][] => {
    const namespace = outer.get(prefix);
    return namespace === undefined ? [] : [[`xmlns:${prefix}`, namespace]];
  });
  const own: XmlElement = { ...metadata, attributes: new Map([...inherited, ...metadata.attributes]) };
  const scope = declaredNamespaces(own);
  const seen = new Set<string>();
  const kept = childElements(own).filter((child) => {
    const namespace = namespaceOf(child, scope);
    if (namespace === undefined || seen.has(namespace)) return false;
    seen.add(namespace);
    return true;
  });
  return withChildren(own, kept);
}

function elementOf(metadata: XmlElement, namespace: string): XmlElement | undefined {
  const scope = declaredNamespaces(metadata);
  return childElements(metadata).find((child) => namespaceOf(child, scope) === namespace);
}

/** The element of that namespace as its owner gave it, without the prefix that it stands under here. */
export function metadataText(metadata: XmlElement | undefined, namespace: string): string | undefined {
  const found = metadata === undefined ? undefined : elementOf(metadata, namespace);
  if (metadata === undefined || found === undefined) return undefined;
  return formatForeignXml(withoutPrefix(found, namespace, declaredNamespaces(metadata)));
}

/** With a new element of that namespace, or without one. */
export function withMetadataText(
  metadata: XmlElement | undefined,
  namespace: string,
  prefix: string,
  text: string | null,
): XmlElement {
  const parent = metadata ?? element('metadata');
  const old = elementOf(parent, namespace);
  const others = childElements(parent).filter((child) => child !== old);
  if (text === null) return withChildren(parent, others);
  const root = parseDocument(text, '(metadata_xml)', ErrorDomain.DOMAIN, { keepBlanks: true });
  if (!/^[\p{L}_][\p{L}\p{N}_.-]*$/u.test(prefix)) {
    const detail = 'failed to validate prefix for a new XML namespace';
    throw internalFault(ErrorDomain.XML, detail);
  }
  return withChildren(parent, [...others, withPrefix(root, prefix, namespace)]);
}

export function formatMetadata(metadata: XmlElement): string {
  return `  ${formatForeignXml(metadata, 1)}\n`;
}

export function metadataOf(domain: XmlElement): XmlElement | undefined {
  return childNamed(domain, 'metadata');
}
