import type { Annotation } from './ast.ts';
import type { Comment } from './lexer.ts';
import { SourceError } from './source.ts';

// The last two are ours: the importer adds them where upstream's annotations say less than its C code does.
const known = new Set([
  'generate',
  'priority',
  'readstream',
  'writestream',
  'sparseflag',
  'acl',
  'aclfilter',
  'direction',
  'fds',
]);

/** The `@key: value` pairs of the documentation comments before a procedure's number. */
export function readAnnotations(comments: readonly Comment[]): Annotation[] {
  const annotations: Annotation[] = [];
  for (const { text, position } of comments) {
    if (!text.startsWith('*')) continue;
    for (const [, key = '', value = ''] of text.matchAll(/@(\w+):\s*([^\s@*][^@*\n]*)/g)) {
      if (!known.has(key)) throw new SourceError(`unknown annotation @${key}`, position);
      annotations.push({ key, value: value.trim() });
    }
  }
  return annotations;
}

/** What a comment on the same line tells C's generator about arguments: `insert@1`, `alloc@…`, a cast. */
export function readNote(comments: readonly Comment[], line: number): string | undefined {
  const first = comments[0];
  if (first === undefined || first.position.line !== line) return undefined;
  const text = first.text.trim();
  return /^(insert@\d+$|alloc@\d+@[\w ]+@\d+$|\([\w *]+\)$)/.test(text) ? text : undefined;
}
