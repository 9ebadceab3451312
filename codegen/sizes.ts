import type { Field, ItemType, ProtocolType } from './model.ts';
import { SourceError } from './source.ts';

const primitiveSizes: Readonly<Record<string, number>> = { hyper: 8, uhyper: 8, double: 8 };

/** The least number of bytes that a value of the type takes on the wire: what an array's count is held against. */
export function leastSize(item: ItemType, within: readonly ProtocolType[] = []): number {
  if (item.kind === 'primitive') return primitiveSizes[item.name] ?? 4;
  const { type } = item;
  if (within.includes(type)) throw new SourceError(`type ${type.name} contains itself`, type.position);
  const inside = [...within, type];
  switch (type.kind) {
    case 'enum':
      return 4;
    case 'alias':
      return leastFieldSize(type.target, inside);
    case 'struct':
      return type.fields.reduce((sum, field) => sum + leastFieldSize(field, inside), 0);
    case 'union':
      return 4 + Math.min(...type.arms.map(({ field }) => (field === undefined ? 0 : leastFieldSize(field, inside))));
  }
}

function leastFieldSize({ shape, type, length }: Field, within: readonly ProtocolType[]): number {
  if (shape === 'plain') return leastSize(type, within);
  if (shape !== 'fixed') return 4;
  if (type.kind === 'primitive' && type.name === 'opaque') return length.value + (-length.value & 3);
  return length.value * leastSize(type, within);
}
