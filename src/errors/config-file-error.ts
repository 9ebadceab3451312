import { nameClass } from './libvirt-rpc-error.ts';
import { UsageError } from './usage-error.ts';

/** Where in a configuration file something is wrong: line and column count from 1. */
export interface ConfigFilePlace {
  readonly file: string;
  readonly line?: number | undefined;
  /** In characters. */
  readonly column?: number | undefined;
}

/** A configuration file of the client, as libvirt.conf, cannot be read or says what it cannot say. */
export class ConfigFileError extends UsageError {
  override readonly code = 'ERR_LIBVIRT_CONFIG_FILE';
  readonly file: string;
  /** `undefined` where the file as a whole is meant, as one that cannot be read. */
  readonly line: number | undefined;
  /** In characters; `undefined` where `line` is. */
  readonly column: number | undefined;

  constructor(reason: string, { file, line, column }: ConfigFilePlace, options?: ErrorOptions) {
    super(line === undefined ? `${file}: ${reason}` : `${file}:${line}:${column}: ${reason}`, options);
    this.file = file;
    this.line = line;
    this.column = column;
  }
}
nameClass(ConfigFileError, 'ConfigFileError');
