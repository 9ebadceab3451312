/*
 * Random values of the types in protocol/, the same ones again for the same seed; edge cases come often.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Primitive } from '../../codegen/ast.ts';
import { protocolFiles } from '../../codegen/generate.ts';
import type { Field, ItemType, ProtocolType } from '../../codegen/model.ts';
import { parse } from '../../codegen/parser.ts';
import { resolve } from '../../codegen/resolver.ts';

// Jest makes every look at a global slow, and these are looked at for each number.
const { floor, fround, imul } = Math;

/** Numbers that look random and depend on the seed alone. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** An integer from 0 to 2^32-1 (mulberry32). */
  word(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number {
    return floor((this.word() / 2 ** 32) * limit);
  }

  chance(probability: number): boolean {
    return this.word() < probability * 2 ** 32;
  }

  pick<T>(choices: readonly [T, ...T[]] | readonly T[]): T {
    const choice = choices[this.below(choices.length)];
    if (choice === undefined) throw new Error('there is nothing to pick from');
    return choice;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.word();
    return bytes;
  }
}

/** Every type of the protocol files. */
export function loadProtocolTypes(directory = join(import.meta.dirname, '..', '..', 'protocol')): ProtocolType[] {
  const files = protocolFiles.map((name) => {
    const file = `${name}_protocol.x`;
    return { name, definitions: parse(file, readFileSync(join(directory, file), 'utf8')) };
  });
  return resolve(files).flatMap(({ types }) => types);
}

/** A value that the type's codec takes and gives back unchanged. Arrays and text are short; those inside others, shorter. */
export function randomValue(type: ProtocolType, random: Random, depth = 0): unknown {
  switch (type.kind) {
    case 'struct':
      return Object.fromEntries(type.fields.map((field) => [field.name, randomField(field, random, depth + 1)]));
    case 'union': {
      const { labels, field } = random.pick(type.arms);
      const { name, type: tagType } = type.discriminant;
      const others = (): number[] => type.arms.flatMap((arm) => arm.labels.map(({ value }) => value));
      const tag = labels.length > 0 ? random.pick(labels).value : unusedTag(tagType, others(), random);
      const isBool = tagType.kind === 'primitive' && tagType.name === 'bool';
      const tagged = { [name]: isBool ? tag !== 0 : tag };
      return field === undefined ? tagged : { ...tagged, value: randomField(field, random, depth + 1) };
    }
    case 'enum':
      return random.pick(type.members).value;
    case 'alias':
      return randomField(type.target, random, depth);
  }
}

/** A value of the discriminant that no case names, for the default arm. */
function unusedTag(type: ItemType, used: readonly number[], random: Random): number {
  for (;;) {
    const tag = Number(randomItem(type, random, 0));
    if (!used.includes(tag)) return tag;
  }
}

function randomField({ shape, type, length }: Field, random: Random, depth: number): unknown {
  if (shape === 'plain') return randomItem(type, random, depth);
  if (shape === 'pointer') return random.chance(depth < 8 ? 0.5 : 0) ? randomItem(type, random, depth) : null;
  return randomArray(type, shape === 'fixed' ? length.value : randomCount(length.value, random, depth), random, depth);
}

/** What an array of `count` items has: text and bytes, too, are arrays. */
export function randomArray(type: ItemType, count: number, random: Random, depth = 0): unknown {
  if (type.kind === 'primitive') {
    if (type.name === 'string') return randomText(count, random);
    if (type.name === 'opaque' || type.name === 'char') return random.bytes(count);
  }
  return Array.from({ length: count }, () => randomItem(type, random, depth + 1));
}

function randomCount(limit: number, random: Random, depth: number): number {
  if (limit <= 32 && depth < 3 && random.chance(0.1)) return limit;
  // A type that holds arrays of itself comes to an end, too.
  return Math.min(limit, random.below(depth < 3 ? 8 : depth < 8 ? 3 : 1));
}

function randomItem(type: ItemType, random: Random, depth: number): unknown {
  return type.kind === 'type' ? randomValue(type.type, random, depth) : randomPrimitive(type.name, random);
}

function randomPrimitive(name: Primitive, random: Random): number | bigint | boolean {
  const edge = random.chance(0.3);
  const signed = (bits: number): number =>
    edge
      ? random.pick([0, 1, -1, -(2 ** (bits - 1)), 2 ** (bits - 1) - 1])
      : (random.word() << (32 - bits)) >> (32 - bits);
  const unsigned = (bits: number): number =>
    edge ? random.pick([0, 1, 2 ** bits - 1]) : random.word() >>> (32 - bits);
  const long = (): bigint => (BigInt(random.word()) << 32n) | BigInt(random.word());
  switch (name) {
    case 'int':
      return signed(32);
    case 'uint':
      return unsigned(32);
    case 'hyper':
      return edge ? random.pick([0n, 1n, -1n, -(2n ** 63n), 2n ** 63n - 1n]) : BigInt.asIntN(64, long());
    case 'uhyper':
      return edge ? random.pick([0n, 1n, 2n ** 63n, 2n ** 64n - 1n]) : long();
    case 'short':
      return signed(16);
    case 'ushort':
      return unsigned(16);
    case 'char':
    case 'uchar':
      return unsigned(8);
    case 'bool':
      return random.chance(0.5);
    case 'float':
      return fround(randomDouble(random, 100));
    case 'double':
      return randomDouble(random, 900);
    case 'string':
    case 'opaque':
      throw new Error(`${name} stands only in arrays`);
  }
}

/** Not NaN, which is not equal to itself. */
function randomDouble(random: Random, magnitude: number): number {
  if (random.chance(0.3)) return random.pick([0, -0, 1, -1.5, Number.MIN_VALUE, 2 ** 53, Number.POSITIVE_INFINITY]);
  return (random.word() - 2 ** 31) * 2 ** (random.below(magnitude) - magnitude / 2);
}

/** Letters and the bytes they take; the last three of one byte stand for the bytes C0, F5 and FF, which UTF-8 never has. */
const letters = [
  ...['a', 'Z', ' ', '/', '\u007f', '\udcc0', '\udcf5', '\udcff'].map((letter) => ({ letter, size: 1 })),
  ...['é', 'ß'].map((letter) => ({ letter, size: 2 })),
  ...['中', '\ufeff', '\ufffd'].map((letter) => ({ letter, size: 3 })),
  { letter: '😀', size: 4 },
];

/** Text that takes at most `limit` bytes. */
function randomText(limit: number, random: Random): string {
  let text = '';
  for (let left = limit; left > 0; ) {
    const { letter, size } = random.pick(letters);
    left -= size;
    if (left >= 0) text += letter;
  }
  return text;
}
