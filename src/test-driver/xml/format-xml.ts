import { isElement, textOf, type XmlElement } from './element.ts';

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes as libvirt does, in texts and attributes alike; characters that no document may hold are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/\p{Cc}/gu, (character) => (character < ' ' && !'\t\n\r'.includes(character) ? '' : character))
    .replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

/** Elements that libvirt closes on a line of their own even when nothing is in them. */
export type AlwaysOpen = ReadonlySet<string> | ((element: XmlElement) => boolean);

/** Formats as libvirt does: two spaces a level, attributes in single quotes, texts on the line of their element. */
export function formatXml(root: XmlElement, alwaysOpen: AlwaysOpen = new Set(), indent = 0): string {
  const margin = ' '.repeat(indent);
  const start = `${margin}<${root.name}${formatAttributes(root)}`;
  if (root.children.some(isElement)) {
    const inner = root.children
      .filter(isElement)
      .map((child) => formatXml(child, alwaysOpen, indent + 2))
      .join('');
    return `${start}>\n${inner}${margin}</${root.name}>\n`;
  }
  if (root.children.length > 0) return `${start}>${escapeXml(textOf(root))}</${root.name}>\n`;
  const opens = typeof alwaysOpen === 'function' ? alwaysOpen(root) : alwaysOpen.has(root.name);
  return opens ? `${start}>\n${margin}</${root.name}>\n` : `${start}/>\n`;
}

function formatAttributes({ attributes }: XmlElement): string {
  return [...attributes].map(([name, value]) => ` ${name}='${escapeXml(value)}'`).join('');
}
