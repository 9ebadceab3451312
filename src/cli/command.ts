import type { Environment } from '../session/environment.ts';

/** What a command has around it. */
export interface CommandIo {
  readonly write: (text: string) => void;
  readonly hasColors: boolean;
  readonly environment: Environment;
}

/** What became of a command, for the shell: it did it, it did not, or it was not understood. */
export type ExitStatus = 0 | 1 | 2;

/** An option of a command. */
export interface CommandOption {
  readonly type: 'boolean' | 'string';
  readonly short?: string;
  /** What stands for its value, as `seconds`. */
  readonly value?: string;
  readonly description: string;
}

/** What the user has said behind a command's name. */
export interface ParsedArguments {
  readonly words: readonly string[];
  isGiven(option: string): boolean;
  /** The value of an option; of several, the last. */
  valueOf(option: string): string | undefined;
}

/** A command of `libvirt-rpc`: each has a file of its own, and a line in commands.ts. */
export interface Command {
  readonly name: string;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What stands behind its name, as `[uri]`. */
  readonly usage: string;
  /** What `--help` tells besides. */
  readonly description: string;
  /** How many words it takes besides options. */
  readonly mostWords: number;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Throws a UsageError for what cannot be. */
  run(args: ParsedArguments, io: CommandIo): Promise<ExitStatus>;
}
