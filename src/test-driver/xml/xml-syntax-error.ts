/** Says why a text is no document, in the words that libvirt's clients know from its XML library. */
export class XmlSyntaxError extends Error {
  override readonly name: string = 'XmlSyntaxError';
  readonly line: number;
  /** The line in which the error is, and a mark below the place. */
  readonly excerpt: string;

  constructor(message: string, line: number, excerpt: string) {
    super(message);
    this.line = line;
    this.excerpt = excerpt;
  }
}

/** An element that has begun and not ended. */
export interface OpenElement {
  readonly name: string;
  readonly line: number;
}

/** What the parser knew when it stopped. */
export interface ParserState {
  readonly text: string;
  /** How far the parser has read. */
  readonly offset: number;
  readonly open: readonly OpenElement[];
  /** The element that ended last, be it by the end of another. */
  readonly lastClosed: OpenElement | undefined;
  /** Where the root element ended, if it did. */
  readonly rootEnd: number | undefined;
}

/** Finds the words for what the parser complained of. */
export function xmlSyntaxError(complaint: string, state: ParserState): XmlSyntaxError {
  const { text } = state;
  if (text === '') return new XmlSyntaxError('Document is empty', 1, '(null)\n^');
  const { message, offset } = translate(complaint, state);
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  const lineEnd = text.indexOf('\n', lineStart);
  const excerpt = text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd);
  const line = before.split('\n').length;
  return new XmlSyntaxError(message, line, `${excerpt || '(null)'}\n${'-'.repeat(offset - lineStart)}^`);
}

function translate(
  complaint: string,
  { text, offset, open, lastClosed, rootEnd }: ParserState,
): {
  readonly message: string;
  readonly offset: number;
} {
  const read = text.slice(0, offset);
  if (lastClosed !== undefined && complaint.startsWith('unexpected close tag')) {
    const closing = read.slice(read.lastIndexOf('</') + 2, -1).trim();
    const message = `Opening and ending tag mismatch: ${lastClosed.name} line ${lastClosed.line} and ${closing}`;
    return { message, offset };
  }
  const noRoot = /^\s*(?!\s|<)/.exec(text);
  if (noRoot !== null) return { message: "Start tag expected, '<' not found", offset: noRoot[0].length };
  if (rootEnd !== undefined) {
    const blank = /^\s*/.exec(text.slice(rootEnd))?.[0].length ?? 0;
    return { message: 'Extra content at the end of the document', offset: rootEnd + blank };
  }
  const duplicate = /^duplicate attribute: (.*)\.$/.exec(complaint)?.[1];
  if (duplicate !== undefined) {
    return { message: `Attribute ${duplicate} redefined`, offset: endOfAttributes(read) };
  }
  if (offset >= text.length) return { message: unexpectedEnd(text, open.at(-1)) ?? complaint, offset: text.length };
  const entity = /&([^;&]*);$/.exec(read)?.[1];
  if (entity !== undefined && complaint.startsWith('undefined entity')) {
    return { message: `Entity '${entity}' not defined`, offset };
  }
  const character = entity === undefined ? undefined : /^#(x?)([0-9a-f]+)$/i.exec(entity);
  if (character !== null && character !== undefined && complaint.startsWith('malformed character')) {
    const value = Number.parseInt(character[2] ?? '', character[1] === '' ? 10 : 16);
    return { message: `xmlParseCharRef: invalid xmlChar value ${value}`, offset };
  }
  if (complaint.startsWith('unquoted attribute')) return { message: 'AttValue: " or \' expected', offset: offset - 1 };
  return { message: complaint, offset };
}

/** Where the last attribute of a start tag ends that has just been read. */
function endOfAttributes(read: string): number {
  const end = read.endsWith('/>') ? -2 : -1;
  return read.slice(0, end).trimEnd().length;
}

function unexpectedEnd(text: string, current: OpenElement | undefined): string | undefined {
  const start = text.lastIndexOf('<');
  if (start < 0 || text.includes('>', start)) {
    return current === undefined ? undefined : `Premature end of data in tag ${current.name} line ${current.line}`;
  }
  const unfinished = text.slice(start + 1);
  if (unfinished.startsWith('/')) return "expected '>'";
  const name = /^[^\s/]*/.exec(unfinished)?.[0] ?? '';
  return `Couldn't find end of Start Tag ${name} line ${text.slice(0, start).split('\n').length}`;
}
