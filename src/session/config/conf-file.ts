import type { ConfigFileError } from '../../errors/config-file-error.ts';
import { type ConfValue, confError, parseConf } from './parse-conf.ts';

/** The settings of a file such as libvirt.conf. Only what is asked for must be of the right type, as in C. */
export class ConfFile {
  readonly file: string;
  readonly #text: string;
  readonly #values: ReadonlyMap<string, ConfValue>;

  /** Throws a ConfigFileError that says where the text is wrong. */
  constructor(text: string, file: string) {
    this.file = file;
    this.#text = text;
    this.#values = parseConf(text, file);
  }

  /** The value of a setting that is a string; `undefined` where it is not set. */
  string(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined) return undefined;
    if (value.type !== 'string') throw this.error(`${name} is a string, not a ${value.type}`, value);
    return value.text;
  }

  /** The values of a setting that is a list of strings, with their places; none where it is not set. */
  strings(name: string): readonly (ConfValue & { readonly type: 'string' })[] {
    const value = this.#values.get(name);
    if (value === undefined) return [];
    if (value.type !== 'list') throw this.error(`${name} is a list of strings, not a ${value.type}`, value);
    return value.items.map((item) => {
      if (item.type !== 'string') throw this.error(`${name} is a list of strings; a ${item.type} is in it`, item);
      return item;
    });
  }

  /** What is wrong with a value, and where it stands. */
  error(reason: string, { at }: ConfValue): ConfigFileError {
    return confError(reason, { text: this.#text, file: this.file, at });
  }
}
