import { parseArgs } from 'node:util';
import { UsageError } from '../errors/usage-error.ts';
import type { Command, CommandOption, ParsedArguments } from './command.ts';

/** What every command has. */
export const commonOptions: Readonly<Record<string, CommandOption>> = {
  help: { type: 'boolean', short: 'h', description: 'tell what there is' },
  version: { type: 'boolean', short: 'V', description: 'tell the version of this package' },
};

/** Takes a command's arguments apart. Throws a UsageError that says what is wrong and what there is. */
export function parseCommandLine(command: Command, args: readonly string[]): ParsedArguments {
  const options = { ...command.options, ...commonOptions };
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const given = new Map<string, string | undefined>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) {
      const there = Object.keys(options).map((name) => `--${name}`);
      throw new UsageError(`${command.name} has no option ${token.rawName}; it has ${there.join(', ')}`);
    }
    if (option.type === 'string' && token.value === undefined) {
      throw new UsageError(`${token.rawName} needs a value: ${token.rawName} <${option.value}>`);
    }
    if (option.type === 'boolean' && token.value !== undefined) throw new UsageError(`${token.rawName} takes no value`);
    given.set(token.name, token.value);
  }
  const tooMuch = words[command.mostWords];
  if (tooMuch !== undefined && !given.has('help')) {
    throw new UsageError(
      `${command.name} does not know what to do with ${JSON.stringify(tooMuch)}: ${usageOf(command)}`,
    );
  }
  return { words, isGiven: (option) => given.has(option), valueOf: (option) => given.get(option) };
}

export function usageOf({ name, usage }: Command): string {
  return `libvirt-rpc ${name} ${usage}`.trimEnd();
}

/** What `--help` prints for a command. */
export function helpOf(command: Command): string {
  return `usage: ${usageOf(command)}\n\n${command.description}\n\n${optionLines({ ...command.options, ...commonOptions })}`;
}

export function optionLines(options: Readonly<Record<string, CommandOption>>): string {
  const rows = Object.entries(options).map(([name, { short, value, description }]) => {
    const long = `--${name}${value === undefined ? '' : ` <${value}>`}`;
    return [short === undefined ? `    ${long}` : `-${short}, ${long}`, description] as const;
  });
  return columns(rows);
}

/** Rows of two columns, aligned. */
export function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('');
}
