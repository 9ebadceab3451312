/** An element of a document. Trees are never changed in place: what changes one makes another. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
}

/** An element or a piece of text. */
export type XmlNode = XmlElement | string;

export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  children: readonly XmlNode[] = [],
): XmlElement {
  const present = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { name, attributes: new Map(present), children };
}

export function isElement(node: XmlNode): node is XmlElement {
  return typeof node !== 'string';
}

export function childElements({ children }: XmlElement): XmlElement[] {
  return children.filter(isElement);
}

export function childrenNamed(parent: XmlElement, name: string): XmlElement[] {
  return childElements(parent).filter((child) => child.name === name);
}

/** The first child of that name. */
export function childNamed(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children.find((child): child is XmlElement => isElement(child) && child.name === name);
}

/** The text of an element and of all that it holds. */
export function textOf({ children }: XmlElement): string {
  return children.map((child) => (isElement(child) ? textOf(child) : child)).join('');
}

/** The text of the first child of that name; `undefined` where there is no such child, or nothing in it. */
export function childText(parent: XmlElement, name: string): string | undefined {
  const child = childNamed(parent, name);
  const text = child === undefined ? '' : textOf(child);
  return text === '' ? undefined : text;
}

export function withChildren({ name, attributes }: XmlElement, children: readonly XmlNode[]): XmlElement {
  return { name, attributes, children };
}

/** With the attributes set to new values, in place or behind the others; those that are `undefined` are taken away. */
export function withAttributes(
  { name, attributes, children }: XmlElement,
  values: Readonly<Record<string, string | undefined>>,
): XmlElement {
  const changed = new Map(attributes);
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) changed.delete(key);
    else changed.set(key, value);
  }
  return { name, attributes: changed, children };
}

/** With `replacement` for the first child of that name, or as the last child; `undefined` takes all of them away. */
export function withChild(parent: XmlElement, name: string, replacement: XmlElement | undefined): XmlElement {
  const { children } = parent;
  const isOld = (child: XmlNode): boolean => isElement(child) && child.name === name;
  if (replacement === undefined) {
    return withChildren(
      parent,
      children.filter((child) => !isOld(child)),
    );
  }
  const at = children.findIndex(isOld);
  if (at < 0) return withChildren(parent, [...children, replacement]);
  return withChildren(parent, [...children.slice(0, at), replacement, ...children.slice(at + 1)]);
}

/** Without the texts between elements: they mean nothing where elements alone count. */
export function withoutLooseText(parent: XmlElement): XmlElement {
  const elements = childElements(parent);
  if (elements.length === 0) return parent;
  return withChildren(
    parent,
    elements.map((child) => withoutLooseText(child)),
  );
}
