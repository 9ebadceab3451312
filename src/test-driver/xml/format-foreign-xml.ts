import { isElement, type XmlElement, type XmlNode } from './element.ts';

/*
 * Documents of others, which libvirt keeps for them: written by its XML library, and so in another style than its own.
 */

const textEscapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const attributeEscapes: Readonly<Record<string, string>> = {
  ...textEscapes,
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => textEscapes[character] ?? '');
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>\r"\n\t]/g, (character) => attributeEscapes[character] ?? '');
}

/** Formats without a line break at the end. Where texts and elements are mixed, nothing is added between them. */
export function formatForeignXml(node: XmlElement, level = 0): string {
  return format(node, level, true);
}

function format(node: XmlNode, level: number, indents: boolean): string {
  if (!isElement(node)) return escapeText(node);
  const { name, children } = node;
  const start = `<${name}${formatAttributes(node)}`;
  if (children.length === 0) return `${start}/>`;
  const indentsInside = indents && children.every(isElement);
  const inner = children.map((child) => format(child, level + 1, indentsInside));
  if (!indentsInside) return `${start}>${inner.join('')}</${name}>`;
  const lines = inner.map((line) => `\n${'  '.repeat(level + 1)}${line}`);
  return `${start}>${lines.join('')}\n${'  '.repeat(level)}</${name}>`;
}

/** Namespaces come first, as they are no attributes to the library. */
function formatAttributes({ attributes }: XmlElement): string {
  const isNamespace = (name: string): boolean => name === 'xmlns' || name.startsWith('xmlns:');
  const entries = [...attributes];
  const ordered = [...entries.filter(([name]) => isNamespace(name)), ...entries.filter(([name]) => !isNamespace(name))];
  return ordered.map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join('');
}
