import { isElement, type XmlElement, type XmlNode } from './element.ts';

/** In which order an element's attributes and children are written. */
export interface Layout {
  readonly attributes: readonly string[];
  readonly children: ReadonlyMap<string, LayoutChoice>;
}

/** A layout, or what finds the one for an element whose kind is told by its attributes. */
export type LayoutChoice = Layout | ((element: XmlElement) => Layout);

/** `attributes` are names with blanks between them; what a layout does not name comes behind what it names. */
export function layout(attributes = '', children: Readonly<Record<string, LayoutChoice>> = {}): Layout {
  return {
    attributes: attributes.split(' ').filter((name) => name !== ''),
    children: new Map(Object.entries(children)),
  };
}

/** Puts an element and all that it holds in order; things of one kind keep the order that they have. */
export function arrange({ name, attributes, children }: XmlElement, order: Layout): XmlElement {
  const places = new Map([...order.children.keys()].map((child, place) => [child, place]));
  const placeOf = (child: XmlNode): number =>
    isElement(child) ? (places.get(child.name) ?? places.size) : places.size;
  const arranged = children.map((child) => {
    const inner = isElement(child) ? order.children.get(child.name) : undefined;
    if (!isElement(child) || inner === undefined) return child;
    return arrange(child, typeof inner === 'function' ? inner(child) : inner);
  });
  const ordered = arranged.every((child) => !isElement(child))
    ? arranged
    : arranged.sort((left, right) => placeOf(left) - placeOf(right));
  return { name, attributes: arrangeAttributes(attributes, order.attributes), children: ordered };
}

function arrangeAttributes(
  attributes: ReadonlyMap<string, string>,
  order: readonly string[],
): ReadonlyMap<string, string> {
  if (attributes.size < 2) return attributes;
  const named = order.filter((name) => attributes.has(name));
  const others = [...attributes.keys()].filter((name) => !order.includes(name));
  return new Map([...named, ...others].map((name) => [name, attributes.get(name) ?? '']));
}
