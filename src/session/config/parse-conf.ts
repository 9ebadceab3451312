import { ConfigFileError } from '../../errors/config-file-error.ts';

/** A value in a configuration file, and the offset in the text at which it begins. */
export type ConfValue = (
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'number'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly ConfValue[] }
) & { readonly at: number };

/**
 * Reads libvirt's own format of configuration files: `name = value`, one a line or parted by `;`, with `#` before a
 * comment. A value is a number, a string in single, double or three double quotes (without escapes), or a list in
 * brackets, over several lines if it likes. Of a name that is set twice, the first value counts.
 */
export function parseConf(text: string, file: string): ReadonlyMap<string, ConfValue> {
  return new ConfParser(text, file).parse();
}

const quoteKinds = [
  // Three quotes are a pair of quotes and a stray one unless there is room for the closing ones.
  { open: '"""', minimum: 7, content: /.*?(?=""")/sy },
  { open: '"', minimum: 1, content: /[^"\n\r]*(?=")/y },
  { open: "'", minimum: 1, content: /[^'\n\r]*(?=')/y },
];

/** No setting has a list in a list, and what is read by recursion needs an end. */
const deepestList = 32;

class ConfParser {
  readonly #text: string;
  readonly #file: string;
  #at = 0;
  #depth = 0;

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
  }

  parse(): Map<string, ConfValue> {
    const values = new Map<string, ConfValue>();
    for (this.#take(/[ \t\r\n]*/y); this.#at < this.#text.length; this.#endStatement()) {
      if (this.#comment()) continue;
      const name = this.#take(/[A-Za-z][A-Za-z0-9_]*/y);
      if (name === '') throw this.#unexpected('the name of a setting');
      this.#take(/[ \t]*/y);
      if (this.#take(/=/y) === '') throw this.#unexpected(`= behind ${name}`);
      this.#take(/[ \t]*/y);
      const value = this.#value();
      if (!values.has(name)) values.set(name, value);
      this.#take(/[ \t]*/y);
      this.#comment();
    }
    return values;
  }

  #comment(): boolean {
    return this.#take(/#[^\n\r]*/y) !== '';
  }

  #endStatement(): void {
    this.#take(/[ \t]*/y);
    if (this.#at < this.#text.length && this.#take(/[;\n\r][ \t\n\r]*/y) === '') {
      throw this.#unexpected('the end of the line or ;');
    }
  }

  #value(): ConfValue {
    const at = this.#at;
    const rest = this.#text.length - at;
    for (const { open, minimum, content } of quoteKinds) {
      if (rest >= minimum && this.#text.startsWith(open, at))
        return { type: 'string', text: this.#string(open, content), at };
    }
    if (this.#take(/\[/y) !== '') return { type: 'list', items: this.#items(), at };
    const number = this.#take(/[-+]?[0-9]+/y);
    if (number === '') throw this.#unexpected('a string in quotes, a number or a list');
    return { type: 'number', text: number, at };
  }

  #string(quotes: string, content: RegExp): string {
    const begin = this.#at;
    this.#at += quotes.length;
    content.lastIndex = this.#at;
    const text = content.exec(this.#text)?.[0];
    if (text === undefined) throw this.#error(`the string has no end: ${quotes} is missing`, begin);
    this.#at += text.length + quotes.length;
    return text;
  }

  #items(): ConfValue[] {
    const items: ConfValue[] = [];
    if (++this.#depth > deepestList) throw this.#error('lists in lists, too many of them', this.#at - 1);
    this.#take(/[ \t\r\n]*/y);
    while (this.#take(/\]/y) === '') {
      items.push(this.#value());
      this.#take(/[ \t\r\n]*/y);
      if (this.#take(/,[ \t\r\n]*/y) === '' && this.#text[this.#at] !== ']')
        throw this.#unexpected(', or ] in the list');
    }
    this.#depth--;
    return items;
  }

  /** What matches here, which is then behind us; empty where nothing does. */
  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += taken.length;
    return taken;
  }

  #unexpected(wanted: string): ConfigFileError {
    const found = this.#text.codePointAt(this.#at);
    const what = found === undefined ? 'the end of the file' : JSON.stringify(String.fromCodePoint(found));
    return this.#error(`expected ${wanted}, found ${what}`, this.#at);
  }

  #error(reason: string, at: number): ConfigFileError {
    return confError(reason, { text: this.#text, file: this.#file, at });
  }
}

/** An error that tells the line and the column of an offset. */
export function confError(
  reason: string,
  { text, file, at }: { readonly text: string; readonly file: string; readonly at: number },
): ConfigFileError {
  const lines = text.slice(0, at).split('\n');
  return new ConfigFileError(reason, { file, line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 });
}
