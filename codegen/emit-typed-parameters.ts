import type { ApiTypedParameter, TypedParameterKind } from './import/api-facts.ts';
import { key } from './names.ts';
import { Printer } from './printer.ts';
import { type ParameterGroup, parameterGroups, parameterTrees, withoutGroup } from './typed-parameter-groups.ts';
import { emitById, emitParameterTree } from './typed-parameter-tree.ts';

/**
 * The module of typed parameters: for each group the kinds of its names, and the types of what is read and given; for
 * groups with numbered names, the type of the object that they are sorted into.
 */
export function emitTypedParameters(parameters: readonly ApiTypedParameter[], header: readonly string[]): string {
  const printer = new Printer(header);
  const left = new Set(parameters.filter(({ role }) => role !== 'value').map(({ name }) => name));
  const take = (prefix: string): ApiTypedParameter[] => {
    const taken = parameters.filter(({ name }) => left.has(name) && name.startsWith(prefix));
    for (const { name } of taken) left.delete(name);
    return taken;
  };
  for (const group of parameterGroups) emitGroup(group, take(group.prefix), printer);
  for (const { prefix, ...tree } of parameterTrees) {
    emitById(tree, printer);
    emitParameterTree(tree, prefix, take(prefix), printer);
  }
  for (const { prefix } of withoutGroup) take(prefix);
  if (left.size > 0) throw new Error(`no group of typed parameters takes ${[...left].join(', ')}`);
  return printer.toString();
}

function emitGroup(
  { name, prefix, sets, kinds = {} }: ParameterGroup,
  found: ApiTypedParameter[],
  printer: Printer,
): void {
  if (found.length === 0) throw new Error(`there are no typed parameters ${prefix}*`);
  const constant = name.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  printer.print('');
  printer.doc(`The kinds of \`${prefix}*\`.`);
  printer.print(`export const ${constant} = {`);
  for (const { name: macro, value, kind } of found) {
    printer.print(`${key(value)}: '${kinds[value] ?? kind ?? unknownKind(macro)}',`);
  }
  printer.print('} as const;');
  const from = (type: string): string => `${printer.importType('../typed-parameters.ts', type)}<typeof ${constant}>`;
  printer.doc(`What the daemon tells of \`${prefix}*\`, by the names that these constants stand for.`);
  printer.print(`export type ${name} = ${from('ReadParameters')};`);
  if (sets) {
    printer.doc(`What may be set of \`${prefix}*\`: only the parameters that are given are sent.`);
    printer.print(`export type ${name}Input = ${from('GivenParameters')};`);
  }
}

function unknownKind(macro: string): TypedParameterKind {
  throw new Error(`the kind of the typed parameter ${macro} is not known`);
}
