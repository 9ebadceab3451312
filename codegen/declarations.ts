/*
 * The declarations of a module and their documentation comments, read by lines: the sources are formatted, so that
 * what belongs to the module starts in the first column, and what belongs to a class or an interface in the third.
 */

export interface Declaration {
  readonly kind: 'class' | 'interface' | 'function' | 'type' | 'const' | 'method' | 'property';
  readonly name: string;
  /** The class or interface that it belongs to. */
  readonly owner?: string;
  /** The class or interface that it extends. */
  readonly base?: string;
  readonly isExported: boolean;
  /** The words of its documentation comment, lines as they stand there. */
  readonly doc?: string;
  readonly line: number;
}

const topPattern =
  /^(export )?(?:default )?(?:declare )?(?:abstract )?(?:async )?(class|interface|function|type|const)\*? (\w+)/;
const basePattern = /\bextends (\w+)/;
/** Neither private ones nor those of the language, as `[Symbol.iterator]`; nor those that only subclasses see. */
const memberPattern =
  /^ {2}(?:(?:static|override|abstract|readonly|async|declare) |(get|set) )*\*?([A-Za-z_$][\w$]*)[?!]?([(<:;=]| =)/;

/** Those of a module, in the order of its text. */
export function declarationsOf(text: string): Declaration[] {
  const found: Declaration[] = [];
  let owner: string | undefined;
  let doc: string | undefined;
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^\s*\/\*\*/.test(line)) {
      const start = at;
      while (!lines[at]?.includes('*/') && at < lines.length) at++;
      doc = commentText(lines.slice(start, at + 1));
      continue;
    }
    const top = topPattern.exec(line);
    const member = owner === undefined ? null : memberPattern.exec(line);
    const words = doc === undefined ? {} : { doc };
    if (top !== null) {
      const [, exported, kind, name = ''] = top;
      const [, base] = basePattern.exec(line) ?? [];
      found.push({
        kind: kind as Declaration['kind'],
        name,
        isExported: exported !== undefined,
        line: at + 1,
        ...(base === undefined ? {} : { base }),
        ...words,
      });
      owner = (kind === 'class' || kind === 'interface') && line.endsWith('{') ? name : undefined;
    } else if (line.startsWith('}')) {
      owner = undefined;
    } else if (member !== null && owner !== undefined) {
      const [, accessor, name = '', behind = ''] = member;
      const kind = accessor === undefined && /[(<]/.test(behind) ? 'method' : 'property';
      if (name !== 'constructor') found.push({ kind, name, owner, isExported: false, line: at + 1, ...words });
    }
    doc = undefined;
  }
  return found;
}

function commentText(lines: readonly string[]): string {
  return lines
    .map((line) =>
      line
        .replace(/^\s*\/\*\*\s?/, '')
        .replace(/\s*\*\/\s*$/, '')
        .replace(/^\s*\* ?/, ''),
    )
    .join('\n')
    .trim();
}

/** What stands behind each tag of the name, as `see`: all its lines, up to the next tag. */
export function tagged(doc: string, tag: string): string[] {
  return [...doc.matchAll(new RegExp(`^@${tag}\\b[ \\n]?([\\s\\S]*?)(?=^@\\w|(?![\\s\\S]))`, 'gm'))].map(
    ([, text = '']) => text.trim(),
  );
}
