import type { ApiTypedParameter, TypedParameterKind } from './import/api-facts.ts';
import { key } from './names.ts';
import type { Printer } from './printer.ts';
import type { ParameterTree } from './typed-parameter-groups.ts';

/** Stands for a number in a name, as in `block.#.rd.bytes`. */
const number = '#';

const typeOfKind: Readonly<Record<TypedParameterKind, string>> = {
  int: 'number',
  uint: 'number',
  llong: 'bigint',
  ullong: 'bigint',
  double: 'number',
  boolean: 'boolean',
  string: 'string',
};

interface Node {
  type?: string;
  readonly children: Map<string, Node>;
}

/** Emits the types of a group whose names have numbers in them. */
export function emitParameterTree(
  { name, flat, byId }: ParameterTree,
  prefix: string,
  parameters: readonly ApiTypedParameter[],
  printer: Printer,
): void {
  const names = patterns(parameters, prefix);
  const node = printer.importType('../parameter-tree.ts', 'ParameterTreeNode');
  const tree = treeOf(names);
  const stray = byId.find((path) => !names.has(path) && ![...names.keys()].some((each) => each.startsWith(`${path}.`)));
  if (stray !== undefined) throw new Error(`${name} has nothing at ${stray}`);

  const members = (of: Node, path: string): void => {
    for (const [child, { type, children }] of of.children) {
      if (child === number) continue;
      if (type !== undefined) printer.print(`readonly ${key(child)}?: ${type};`);
      else nested(`readonly ${key(child)}?: `, { children }, path === '' ? child : `${path}.${child}`);
    }
    printer.print(`readonly [name: string]: ${node} | undefined;`);
  };
  /** An object, an array of objects, or objects by their ids. */
  const nested = (start: string, of: Node, path: string): void => {
    const numbered = of.children.get(number);
    const named = path.includes('.') || path.includes(number) ? undefined : `${name}${capital(path)}`;
    if (numbered === undefined) {
      if (named !== undefined) return printer.print(`${start}${named};`);
      printer.print(`${start}{`);
      members(of, path);
      printer.print('};');
    } else if (isArray(of, path, byId)) {
      if (named !== undefined) return printer.print(`${start}readonly ${named}[];`);
      printer.print(`${start}readonly {`);
      members(numbered, `${path}.${number}`);
      printer.print('}[];');
    } else {
      if (named !== undefined) return printer.print(`${start}${named};`);
      printer.print(`${start}{`);
      byNumber(numbered, path);
      members(of, path);
      printer.print('};');
    }
  };
  const byNumber = (numbered: Node, path: string): void => {
    printer.print(`readonly [id: number]: {`);
    members(numbered, `${path}.${number}`);
    printer.print('};');
  };

  for (const [group, of] of tree.children) {
    if (of.type !== undefined) continue;
    const numbered = of.children.get(number);
    const array = numbered !== undefined && isArray(of, group, byId);
    printer.print('');
    printer.doc(`\`${group}.${array ? '<n>.' : ''}*\``);
    printer.print(`export interface ${name}${capital(group)} {`);
    if (numbered !== undefined && !array) byNumber(numbered, group);
    if (array) members(numbered, `${group}.${number}`);
    else members(of, group);
    printer.print('}');
  }
  printer.print('');
  printer.doc(`\`${prefix}*\`, sorted by the parts of their names.`);
  printer.print(`export interface ${name} {`);
  members(tree, '');
  printer.print('}');
  if (flat !== undefined) emitFlat(flat, prefix, names, printer);
}

/** What is numbered by id; at run time the same as here. */
export function emitById({ name, byId }: ParameterTree, printer: Printer): void {
  const constant = `${name.replace(/^[A-Z]/, (letter) => letter.toLowerCase())}ById`;
  printer.print('');
  printer.doc(`What {@link ${name}} has by id.`);
  printer.print(`export const ${constant}: readonly string[] = [${byId.map((path) => `'${path}'`).join(', ')}];`);
}

function emitFlat(flat: string, prefix: string, names: ReadonlyMap<string, string>, printer: Printer): void {
  printer.print('');
  printer.doc(`\`${prefix}*\`, by their names.`);
  printer.print(`export interface ${flat} {`);
  for (const [pattern, type] of names) {
    const property = pattern.includes(number)
      ? `[name: \`${pattern.replaceAll(number, '$' + '{number}')}\`]: ${type} | undefined`
      : `${key(pattern)}?: ${type}`;
    printer.print(`readonly ${property};`);
  }
  printer.print(
    `readonly [name: string]: ${printer.importType('../typed-parameters.ts', 'TypedParameterValue')} | undefined;`,
  );
  printer.print('}');
}

/** Numbered members with a count beside them, and nothing else, follow each other without gaps. */
function isArray({ children }: Node, path: string, byId: readonly string[]): boolean {
  const array = children.has('count') && !byId.includes(path);
  const others = [...children.keys()].filter((name) => name !== number && name !== 'count');
  if (array && others.length > 0) throw new Error(`${path} is an array and has ${others.join(', ')}`);
  return array;
}

function treeOf(names: ReadonlyMap<string, string>): Node {
  const root: Node = { children: new Map() };
  for (const [pattern, type] of names) {
    let node = root;
    for (const part of pattern.split('.')) {
      const child: Node = node.children.get(part) ?? { children: new Map() };
      node.children.set(part, child);
      node = child;
    }
    node.type = type;
  }
  return root;
}

/** The names with their types, put together from prefixes and suffixes. */
function patterns(parameters: readonly ApiTypedParameter[], groupPrefix: string): Map<string, string> {
  const prefixes = new Map<string, string[]>();
  const outer = (tail: string): string[] => {
    const key = tail.slice(0, Math.max(0, tail.lastIndexOf('_SUFFIX_')));
    if (key === '') return [''];
    const several = [...prefixes].filter(
      ([other]) => other.startsWith(`${key}_`) && !other.slice(key.length).includes('_SUFFIX_'),
    );
    const found = prefixes.get(key) ?? several.flatMap(([, patterns]) => patterns);
    if (found.length === 0) throw new Error(`${groupPrefix}${tail} is the suffix of nothing`);
    return found;
  };
  /** A suffix that begins with a dot stands behind a number. */
  const join = (start: string, value: string): string => start + (value.startsWith('.') ? number : '') + value;
  const kinded = parameters.filter(({ kind, role }) => kind !== undefined || role === 'prefix');
  for (const { name, value } of kinded
    .filter(({ role }) => role === 'prefix')
    .sort((a, b) => depth(a.name) - depth(b.name))) {
    const tail = name.slice(groupPrefix.length).replace(/_PREFIX$/, '');
    prefixes.set(
      tail,
      outer(tail).map((start) => join(start, value)),
    );
  }
  const names = new Map<string, string>();
  for (const { name, value, role, kind } of kinded) {
    if (role === 'prefix' || kind === undefined) continue;
    for (const start of role === 'name' ? [''] : outer(name.slice(groupPrefix.length))) {
      names.set(join(start, value), typeOfKind[kind]);
    }
  }
  return names;
}

function depth(macro: string): number {
  return macro.split('_SUFFIX_').length;
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
