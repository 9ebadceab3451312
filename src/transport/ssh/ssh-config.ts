import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { UsageError } from '../../errors/usage-error.ts';
import { errorCode } from '../error-reason.ts';
import { matchesHostPatterns, matchesPatterns } from './host-pattern.ts';

/** What an ssh_config says about a host, by keywords in small letters; the first value of each counts. */
export class SshHostConfig {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** The value; `undefined` where the file says nothing, or `none`. */
  get(keyword: string): string | undefined {
    const value = this.#values.get(keyword)?.[0];
    return value?.toLowerCase() === 'none' ? undefined : value;
  }

  /** Every value, of keywords that may stand several times. */
  all(keyword: string): readonly string[] {
    return this.#values.get(keyword) ?? [];
  }
}

export interface SshConfigContext {
  /** The host as it was asked for. */
  readonly host: string;
  /** The user who is asked for, where one is. */
  readonly user: string | undefined;
  readonly localUser: string;
  readonly home: string;
}

/** OpenSSH's own limit. */
const deepestInclude = 16;

/** The keywords whose values add up. */
const repeated: ReadonlySet<string> = new Set(['identityfile']);

/** Reads ssh_config files, the user's first, for one host. Throws a UsageError for a line that makes no sense. */
export async function readSshConfig(files: readonly string[], context: SshConfigContext): Promise<SshHostConfig> {
  const reader = new ConfigReader(context);
  for (const file of files) await reader.read(file, 0);
  return new SshHostConfig(reader.values);
}

class ConfigReader {
  readonly values = new Map<string, string[]>();
  readonly #context: SshConfigContext;

  constructor(context: SshConfigContext) {
    this.#context = context;
  }

  async read(file: string, depth: number, active = true): Promise<void> {
    if (depth > deepestInclude) throw new UsageError(`${file}: Include goes deeper than ${deepestInclude}`);
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      if (errorCode(cause) === 'ENOENT') return '';
      throw new UsageError(`${file} cannot be read: ${String(cause)}`, { cause });
    });
    let applies = active;
    for (const [index, line] of text.split('\n').entries()) {
      const place = `${file}:${index + 1}`;
      const [keyword, words] = splitLine(line, place);
      if (keyword === '') continue;
      if (words.length === 0) throw new UsageError(`${place}: ${keyword} has no value`);
      if (keyword === 'host') applies = active && matchesPatterns(this.#context.host, words.join(','));
      else if (keyword === 'match') applies = active && this.#matches(words, place);
      else if (keyword === 'include') {
        for (const pattern of words) {
          for (const included of await expandGlob(this.#includePath(pattern, file))) {
            await this.read(included, depth + 1, applies);
          }
        }
      } else if (applies) this.#take(keyword, words);
    }
  }

  #take(keyword: string, words: readonly string[]): void {
    const known = this.values.get(keyword);
    if (known === undefined) this.values.set(keyword, repeated.has(keyword) ? words.slice(0, 1) : [...words]);
    else if (repeated.has(keyword)) known.push(...words.slice(0, 1));
  }

  #matches(words: readonly string[], place: string): boolean {
    const { user, localUser, host } = this.#context;
    for (let at = 0; at < words.length; at += 2) {
      const criterion = words[at]?.toLowerCase() ?? '';
      if (criterion === 'all') return words.length === 1;
      const negated = criterion.startsWith('!');
      const patterns = words[at + 1];
      if (patterns === undefined) throw new UsageError(`${place}: Match ${criterion} has no value`);
      const subject = {
        host: this.values.get('hostname')?.[0] ?? host,
        originalhost: host,
        user: user ?? this.values.get('user')?.[0] ?? localUser,
        localuser: localUser,
      }[criterion.replace('!', '')];
      // Whatever only a program or another round could tell is not looked at, so that it cannot be what lets a line count.
      const matches = criterion.endsWith('host') ? matchesHostPatterns : matchesPatterns;
      if (subject === undefined || matches(subject, patterns) === negated) return false;
    }
    return true;
  }

  #includePath(pattern: string, file: string): string {
    if (pattern.startsWith('~/')) return join(this.#context.home, pattern.slice(2));
    if (isAbsolute(pattern)) return pattern;
    return join(file.startsWith('/etc/') ? '/etc/ssh' : dirname(file), pattern);
  }
}

/** `Keyword value`, `Keyword=value`, and values in quotes. */
function splitLine(line: string, place: string): [string, string[]] {
  const [, keyword = '', rest = ''] = /^\s*([A-Za-z]\w*)(?:\s*=\s*|\s+|$)(.*?)\s*$/.exec(line) ?? [];
  if (keyword === '' && !/^\s*(#.*)?$/.test(line)) throw new UsageError(`${place}: ${line.trim()} is no setting`);
  const words: string[] = [];
  for (const [word, quoted] of rest.matchAll(/"([^"]*)"|[^\s"]+/g)) {
    if (word.startsWith('#')) break;
    words.push(quoted ?? word);
  }
  return [keyword.toLowerCase(), words];
}

/** Files by a pattern whose last part may have `*` and `?`. */
async function expandGlob(path: string): Promise<string[]> {
  const name = basename(path);
  if (!/[*?]/.test(name)) return [path];
  const names = await readdir(dirname(path)).catch(() => []);
  const pattern = new RegExp(
    `^${name
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const found = names.filter((candidate) => pattern.test(candidate) && !candidate.startsWith('.'));
  return found.sort().map((candidate) => join(dirname(path), candidate));
}
