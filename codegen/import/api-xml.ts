import { SaxesParser } from 'saxes';
import { ApiFactsError } from './api-facts-error.ts';

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The character data directly inside the element. */
  readonly text: string;
  /** `libvirt-api.xml:120`: where the element opens. */
  readonly place: string;
}

interface OpenElement {
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  text: string;
  place: string;
}

/** Reads an XML file whole. A document type is refused: no file of upstream's has one, and entities hide in it. */
export function parseXml(xml: string, file: string): XmlElement {
  const document: OpenElement = { name: '', attributes: new Map(), children: [], text: '', place: file };
  const open = [document];
  const inner = (): OpenElement => open[open.length - 1] ?? document;
  const parser = new SaxesParser({ position: true });
  const here = (): string => `${file}:${parser.line}`;

  parser.on('error', (error) => {
    throw new ApiFactsError(here(), error.message.replace(/^\d+:\d+: /, ''));
  });
  parser.on('doctype', () => {
    throw new ApiFactsError(here(), 'a document type is not accepted');
  });
  // The attributes of one tag run over several lines; the place is where the tag begins.
  parser.on('opentagstart', ({ name }) => {
    open.push({ name, attributes: new Map(), children: [], text: '', place: here() });
  });
  parser.on('opentag', ({ attributes }) => {
    inner().attributes = new Map(Object.entries(attributes));
  });
  const addText = (text: string): void => {
    inner().text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) inner().children.push(element);
  });
  parser.write(xml).close();

  const [root] = document.children;
  if (root === undefined) throw new ApiFactsError(file, 'no element');
  return root;
}

/** An attribute that upstream's generator always writes. */
export function attribute(element: XmlElement, name: string): string {
  const value = element.attributes.get(name);
  if (value === undefined) throw new ApiFactsError(element.place, `<${element.name}> without ${name}`);
  return value;
}

export function childrenNamed(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of an element's <info>, on one line. */
export function infoText(element: XmlElement): string {
  return childrenNamed(element, 'info')
    .map((info) => info.text.replace(/\s+/g, ' ').trim())
    .join(' ');
}
