import type { TypedParam } from '../generated/remote-types.ts';
import { parametersOf, type TypedParameterValue } from './typed-parameters.ts';

/** Parameters sorted by the parts of their names. */
export type ParameterTreeNode =
  | TypedParameterValue
  | readonly ParameterTreeNode[]
  | { readonly [name: string]: ParameterTreeNode | undefined };

type Branch = Map<string, Branch | TypedParameterValue>;

/** The longest name that libvirt itself takes. */
const longestName = 79;

/**
 * Sorts parameters by the parts of their names: `block.0.rd.bytes` becomes `block[0].rd.bytes`. What is counted is an
 * array, and the count its length; the paths in `byId` are not, since they are numbered by ids.
 */
export function parameterTree<Tree extends { readonly [name: string]: ParameterTreeNode | undefined }>(
  params: readonly TypedParam[],
  byId: readonly string[] = [],
): Tree {
  const root: Branch = new Map();
  for (const [name, value] of Object.entries(parametersOf(params))) {
    // What would lie within another's value, or is no name of libvirt's, keeps its whole name.
    if (value === undefined || (name.length <= longestName && plant(root, name.split('.'), value))) continue;
    root.set(name, value);
  }
  return Object.fromEntries([...root].map(([name, node]) => [name, grown(node, name, byId)])) as Tree;
}

function plant(root: Branch, path: readonly string[], value: TypedParameterValue): boolean {
  let branch = root;
  for (const part of path.slice(0, -1)) {
    const next = branch.get(part) ?? new Map();
    if (!(next instanceof Map)) return false;
    branch.set(part, next);
    branch = next;
  }
  const leaf = path.at(-1) ?? '';
  const taken = branch.get(leaf);
  if (taken instanceof Map) taken.set('', value);
  else branch.set(leaf, value);
  return true;
}

function grown(node: Branch | TypedParameterValue, path: string, byId: readonly string[]): ParameterTreeNode {
  if (!(node instanceof Map)) return node;
  const members = new Map([...node].map(([name, child]) => [name, grown(child, `${path}.${name}`, byId)]));
  if (members.has('count') && !byId.includes(path)) {
    const items: ParameterTreeNode[] = [];
    for (let item = members.get('0'); item !== undefined; item = members.get(String(items.length))) items.push(item);
    if (items.length === members.size - 1) return items;
  }
  return Object.fromEntries(members);
}
