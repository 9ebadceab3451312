import { UsageError } from '../errors/usage-error.ts';

/** A value, and the line that it is in, to be told when something is wrong with it. */
interface Entry {
  readonly raw: string;
  readonly line: number;
}

const escapes: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };

/**
 * A file of groups of keys and values, as GLib's GKeyFile reads them: a later value of a key counts, groups may come in
 * parts, and only lines that begin with # are comments. What is wrong is a UsageError with file and line, and without
 * the line's text, which may be a password.
 */
export class KeyFile {
  readonly #file: string;
  readonly #groups = new Map<string, Map<string, Entry>>();

  constructor(text: string, file: string) {
    this.#file = file;
    let group: Map<string, Entry> | undefined;
    for (const [index, whole] of text.split('\n').entries()) {
      const line = whole.replace(/^[\t\v\f ]+/, '').replace(/\r$/, '');
      const number = index + 1;
      if (line === '' || line === '\r' || line.startsWith('#')) continue;
      const name = /^\[([^\]]*)\][\t\v\f\r ]*$/.exec(line)?.[1];
      if (name !== undefined) group = this.#group(name, number);
      else {
        const equals = line.indexOf('=');
        if (equals < 1) throw this.#wrong(number, 'is neither a [group] nor a key=value nor a # comment');
        if (group === undefined) throw this.#wrong(number, 'stands before the first [group]');
        const key = line.slice(0, equals).trimEnd();
        group.set(key, { raw: line.slice(equals + 1).replace(/^[\t\v\f\r ]+/, ''), line: number });
      }
    }
  }

  /** Whether there is the group. */
  has(group: string): boolean {
    return this.#groups.has(group);
  }

  /** The value of a key of a group, with its escapes undone. */
  get(group: string, key: string): string | undefined {
    const entry = this.#groups.get(group)?.get(key);
    return entry?.raw.replace(/\\(.?)/gsu, (_, character: string) => {
      const meant = escapes[character];
      if (meant === undefined)
        throw this.#wrong(entry.line, `has a backslash in ${key} that is none of \\s \\n \\t \\r \\\\`);
      return meant;
    });
  }

  /** An error about the file as a whole. */
  fault(reason: string): UsageError {
    return new UsageError(`${this.#file}: ${reason}`);
  }

  #group(name: string, line: number): Map<string, Entry> {
    if (!/^[^[\p{Cc}]+$/u.test(name)) throw this.#wrong(line, 'has a group of an impossible name');
    const group = this.#groups.get(name) ?? new Map<string, Entry>();
    this.#groups.set(name, group);
    return group;
  }

  #wrong(line: number, reason: string): UsageError {
    return new UsageError(`${this.#file}:${line} ${reason}`);
  }
}
