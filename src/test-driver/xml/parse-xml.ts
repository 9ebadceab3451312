import { SaxesParser } from 'saxes';
import { isElement, type XmlElement, type XmlNode } from './element.ts';
import { type OpenElement, type XmlSyntaxError, xmlSyntaxError } from './xml-syntax-error.ts';

/** How deep elements may lie in each other: the tree is walked by functions that call themselves. */
const deepest = 256;

interface Level extends OpenElement {
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlNode[];
  /** Blank text of which the next tag decides whether it counts. */
  blank: string;
}

export interface XmlParseOptions {
  /** Whether all blank text counts. */
  readonly keepBlanks?: boolean;
}

/**
 * Reads a document to its root element. Blank text between elements is dropped where libvirt's XML library drops it.
 * Document types are refused: nothing that a hypervisor is told needs entities of its own. Throws an XmlSyntaxError.
 */
export function parseXml(text: string, { keepBlanks = false }: XmlParseOptions = {}): XmlElement {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: Level[] = [];
  let root: XmlElement | undefined;
  let rootEnd: number | undefined;
  let startLine = 1;
  let lastClosed: OpenElement | undefined;

  const stop = (complaint: string): XmlSyntaxError =>
    xmlSyntaxError(complaint, { text, offset: parser.position, open, lastClosed, rootEnd });
  const addText = (piece: string): void => {
    const level = open.at(-1);
    if (level === undefined) return;
    const last = level.children.at(-1);
    const afterText = last !== undefined && (!isElement(last) || !isElement(level.children[0] ?? last));
    if (piece.trim() === '' && !afterText && !keepBlanks) level.blank += piece;
    else level.children.push(level.children.length === 0 ? level.blank + piece : piece);
  };

  parser.on('error', ({ message }) => {
    throw stop(message.replace(/^[^ ]*\d+:\d+: /, ''));
  });
  parser.on('doctype', () => {
    throw stop('a document type declaration is not accepted');
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentagstart', () => {
    startLine = parser.line;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const level = open.at(-1);
    if (level !== undefined) level.blank = '';
    if (open.length === deepest) throw stop(`elements lie in each other more than ${deepest} deep`);
    open.push({ name, line: startLine, attributes: new Map(Object.entries(attributes)), children: [], blank: '' });
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed === undefined) return;
    lastClosed = closed;
    const { name, attributes, children, blank } = closed;
    const ended = { name, attributes, children: children.length === 0 && blank !== '' ? [blank] : children };
    const parent = open.at(-1);
    if (parent !== undefined) {
      parent.children.push(ended);
    } else {
      root = ended;
      rootEnd = parser.position;
    }
  });

  parser.write(text).close();
  if (root === undefined) throw stop('document must contain a root element');
  return root;
}
