import { childElements, isElement, type XmlElement } from './element.ts';

/** Which prefix stands for which namespace; '' is the prefix of names without one. */
export type NamespaceScope = ReadonlyMap<string, string>;

function prefixOf(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? '' : name.slice(0, colon);
}

/** The prefixes that an element declares. */
export function declaredNamespaces({ attributes }: XmlElement): NamespaceScope {
  const declared = new Map<string, string>();
  for (const [name, value] of attributes) {
    if (name === 'xmlns') declared.set('', value);
    else if (name.startsWith('xmlns:')) declared.set(name.slice('xmlns:'.length), value);
  }
  return declared;
}

/** The namespace of an element; `undefined` when its name has none. */
export function namespaceOf(node: XmlElement, outer: NamespaceScope): string | undefined {
  const prefix = prefixOf(node.name);
  return declaredNamespaces(node).get(prefix) ?? outer.get(prefix);
}

/** The prefixes that elements and attributes use and nobody in the tree declares, in the order of their use. */
export function undeclaredPrefixes(node: XmlElement, inner: ReadonlySet<string> = new Set()): string[] {
  const known = new Set([...inner, ...declaredNamespaces(node).keys()]);
  const attributes = [...node.attributes.keys()].filter((name) => name.includes(':') && !name.startsWith('xmlns:'));
  const own = [prefixOf(node.name), ...attributes.map(prefixOf)].filter((prefix) => prefix !== '' && prefix !== 'xml');
  const nested = childElements(node).flatMap((child) => undeclaredPrefixes(child, known));
  return [...new Set([...own.filter((prefix) => !known.has(prefix)), ...nested])];
}

/** Puts an element, and all in it that is in no namespace, into a namespace. */
export function withPrefix(node: XmlElement, prefix: string, namespace: string): XmlElement {
  const root = prefixed(node, prefix, new Map());
  const isDeclaration = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');
  const own = [...root.attributes];
  const declared = own.filter(([name]) => isDeclaration(name));
  const others = own.filter(([name]) => !isDeclaration(name));
  return { ...root, attributes: new Map([...declared, [`xmlns:${prefix}`, namespace], ...others]) };
}

function prefixed(node: XmlElement, prefix: string, outer: NamespaceScope): XmlElement {
  const scope = new Map([...outer, ...declaredNamespaces(node)]);
  const name = scope.has(prefixOf(node.name)) ? node.name : `${prefix}:${node.name}`;
  const children = node.children.map((child) => (isElement(child) ? prefixed(child, prefix, scope) : child));
  return { name, attributes: node.attributes, children };
}

/** Takes an element, and all in it that is of the same namespace, out of that namespace. */
export function withoutPrefix(node: XmlElement, namespace: string, outer: NamespaceScope): XmlElement {
  const prefix = prefixOf(node.name);
  const declaration = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
  const attributes = [...node.attributes].filter(([name]) => name !== declaration);
  return { ...stripped(node, namespace, outer), attributes: new Map(attributes) };
}

function stripped(node: XmlElement, namespace: string, outer: NamespaceScope): XmlElement {
  const scope = new Map([...outer, ...declaredNamespaces(node)]);
  const isOfIt = scope.get(prefixOf(node.name)) === namespace;
  const name = isOfIt ? node.name.slice(node.name.indexOf(':') + 1) : node.name;
  const children = node.children.map((child) => (isElement(child) ? stripped(child, namespace, scope) : child));
  return { name, attributes: node.attributes, children };
}
