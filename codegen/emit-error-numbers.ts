import type { ApiEnum } from './import/api-facts.ts';
import { Printer } from './printer.ts';

const widest = 120;

/**
 * The module that errors use in place of the enum: its numbers one by one, and all its names as one text. Every
 * program carries the names, and as an object they would take half as much again.
 */
export function emitErrorNumbers(enums: readonly ApiEnum[], header: readonly string[]): string {
  const found = enums.find(({ name }) => name === 'virErrorNumber');
  if (found === undefined) throw new Error('protocol/api.json knows no virErrorNumber');
  const members = found.members.filter(({ sentinel }) => sentinel !== true);
  const printer = new Printer(header);
  printer.print('');
  printer.doc(
    'The names of virErrorNumber by their numbers, in small letters: `VIR_` goes before those with `war_`, `VIR_ERR_` before the rest.',
  );
  const start = 'export const errorNames = `';
  printer.print(`${start}${wrapped(namesByNumber(members), start.length)}\`;`);
  for (const { name, value } of members) printer.print(`export const ${name} = ${value};`);
  return printer.toString();
}

/** A number without a name has an empty one. */
function namesByNumber(members: readonly { readonly name: string; readonly value: number }[]): string[] {
  const names: string[] = [];
  for (const { name, value } of members) {
    const [, short] = /^VIR_(?:ERR_(?!WAR_)(?=[A-Z])|(?=WAR_))([A-Z0-9_]+)$/.exec(name) ?? [];
    if (short === undefined) throw new Error(`${name} is no VIR_ERR_ and no VIR_WAR_`);
    if (!(value >= 0 && value < 1000)) throw new Error(`${name} is ${value}, too much for a list of all names`);
    if (names[value] !== undefined) throw new Error(`${name} has the number of ${names[value]}`);
    names[value] = short.toLowerCase();
  }
  return Array.from(names, (name) => name ?? '');
}

/** The names with a blank or the end of a line between any two; the first line begins at a column of its own. */
function wrapped([first = '', ...names]: readonly string[], start: number): string {
  let text = first;
  let column = start + first.length;
  for (const name of names) {
    const fits = column + 1 + name.length <= widest;
    text += `${fits ? ' ' : '\n'}${name}`;
    column = fits ? column + 1 + name.length : name.length;
  }
  return text;
}
