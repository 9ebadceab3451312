import { type Position, SourceError } from './source.ts';

/** A comment's text without its delimiters. Libvirt's annotations live in comments, so they are kept. */
export interface Comment {
  readonly text: string;
  readonly position: Position;
}

export interface Token {
  readonly kind: 'identifier' | 'number' | 'punctuation' | 'end';
  readonly text: string;
  readonly position: Position;
  /** The comments between the previous token and this one. */
  readonly comments: readonly Comment[];
}

const space = /[ \t\r\n]+/y;
const comment = /\/\*([\s\S]*?)\*\//y;
// A line that starts with % goes to the C compiler untouched; it holds includes and says nothing about the wire.
const passThrough = /%[^\n]*/y;
const identifier = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /-?(?:0[xX][0-9a-fA-F]+|[0-9]+)(?![A-Za-z0-9_])/y;
const punctuation = /[{}()[\]<>;:,=*]/y;

/** Splits XDR language (RFC 4506) into tokens, the last of kind `end`. */
export function tokenize(file: string, text: string): Token[] {
  const tokens: Token[] = [];
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  let line = 0;
  const positionOf = (offset: number): Position => {
    while (line + 1 < lineStarts.length && (lineStarts[line + 1] ?? 0) <= offset) line++;
    return { file, line: line + 1, column: offset - (lineStarts[line] ?? 0) + 1 };
  };
  let comments: Comment[] = [];
  let offset = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text);
    if (found !== null) offset = pattern.lastIndex;
    return found;
  };
  const push = (kind: Token['kind'], tokenText: string, position: Position): void => {
    tokens.push({ kind, text: tokenText, position, comments });
    comments = [];
  };
  while (offset < text.length) {
    if (match(space) !== null) continue;
    const position = positionOf(offset);
    const commentMatch = match(comment);
    if (commentMatch !== null) {
      comments.push({ text: commentMatch[1] ?? '', position });
      continue;
    }
    if (position.column === 1 && match(passThrough) !== null) continue;
    const word = match(identifier);
    if (word !== null) {
      push('identifier', word[0], position);
      continue;
    }
    const digits = match(number);
    if (digits !== null) {
      push('number', digits[0], position);
      continue;
    }
    const mark = match(punctuation);
    if (mark === null) throw new SourceError(refusal(text, offset), position);
    push('punctuation', mark[0], position);
  }
  push('end', '', positionOf(text.length));
  return tokens;
}

function refusal(text: string, offset: number): string {
  const rest = text.slice(offset, offset + 12);
  if (rest.startsWith('/*')) return 'comment without an end';
  if (rest.startsWith('//')) return "'//' starts no comment in XDR language";
  if (rest.startsWith('#')) return 'preprocessor lines are not supported';
  if (rest.startsWith('%')) return "'%' belongs at the start of a line";
  return `unexpected ${JSON.stringify(/^\S+/.exec(rest)?.[0] ?? rest)}`;
}
