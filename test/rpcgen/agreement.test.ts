import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodeXdr, encodeXdr, type XdrCodec, XdrError } from '@xdr-ts/runtime';
import { protocolFiles } from '../../codegen/generate.ts';
import type { Field, ProtocolType, StructType } from '../../codegen/model.ts';
import { Names } from '../../codegen/names.ts';
import { leastSize } from '../../codegen/sizes.ts';
import { typeByName } from '../../src/protocol/registry.ts';
import { fixtureText, loadFixture } from '../codegen/fixture-files.ts';
import { loadProtocolTypes, Random, randomArray, randomValue } from '../support/random-values.ts';
import { CCodecs, canCompile } from './c-codecs.ts';

interface Sample {
  readonly codec: XdrCodec<unknown>;
  readonly value: unknown;
}

const seed = Number(process.env.RANDOM_SEED ?? Date.now() % 2 ** 31);
const valuesOfEach = 200;
const types = loadProtocolTypes();
// The others have what rpcgen does not know: types without a name, arrays of the type they are in, negative hexadecimal.
const fixtures = ['primitives', 'alias', 'unions', 'recursive', 'calculator'].map((name) => ({
  name,
  types: loadFixture(name).types,
}));

function codecOf({ name }: ProtocolType): XdrCodec<unknown> {
  const codec = typeByName(name);
  if (codec === undefined) throw new Error(`no codec for ${name}`);
  return codec;
}

/** Encodes with our codecs, decodes and encodes in C, decodes with ours: nothing may be lost on the way. */
function expectAgreement(c: CCodecs, samples: readonly Sample[]): void {
  const messages = samples.map(({ codec, value }) => ({ type: codec.name, bytes: encodeXdr(codec, value) }));
  const answers = c.ask(messages);
  for (const [i, { codec, value }] of samples.entries()) {
    const [answer, bytes] = [answers[i], messages[i]?.bytes ?? new Uint8Array()];
    const same = answer !== undefined && answer.taken === bytes.length && Buffer.compare(answer.bytes, bytes) === 0;
    if (same && isDeepStrictEqual(decodeXdr(codec, answer.bytes), value)) continue;
    // For the report.
    const c = answer && { taken: answer.taken, hex: Buffer.from(answer.bytes).toString('hex') };
    const expected = { taken: bytes.length, hex: Buffer.from(bytes).toString('hex') };
    expect({ type: codec.name, value, c }).toEqual({ type: codec.name, value, c: expected });
    expect({ type: codec.name, value: decodeXdr(codec, bytes) }).toStrictEqual({ type: codec.name, value });
  }
}

/** In parts, as a pipe to C takes no more than a message of moderate size at once. */
function* parts<T>(all: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

(canCompile ? describe : describe.skip)(`our codecs and those that rpcgen makes agree, RANDOM_SEED=${seed}:`, () => {
  let c: CCodecs;
  let cFixtures: CCodecs;

  beforeAll(() => {
    const folder = join(import.meta.dirname, '..', '..', 'protocol');
    const protocol = protocolFiles.map((name) => readFileSync(join(folder, `${name}_protocol.x`), 'utf8')).join('\n');
    const fixtureProtocol = fixtures.map(({ name }) => fixtureText(name)).join('\n');
    const names = (listed: readonly ProtocolType[]): string[] => listed.map(({ name }) => name);
    c = new CCodecs(protocol, names(types));
    cFixtures = new CCodecs(fixtureProtocol, names(fixtures.flatMap((fixture) => fixture.types)));
  }, 60_000);

  afterAll(() => {
    c.remove();
    cFixtures.remove();
  });

  test.each(protocolFiles)(
    'random values of every type of the %s protocol',
    (file) => {
      const random = new Random(seed);
      const own = types.filter((type) => type.file === file);
      for (const part of parts(own, 50)) {
        const samples = part.flatMap((type) => {
          const codec = codecOf(type);
          return Array.from({ length: valuesOfEach }, () => ({ codec, value: randomValue(type, random) }));
        });
        expectAgreement(c, samples);
      }
    },
    60_000,
  );

  test.each(fixtures)('random values of every type of fixtures/$name.x', async ({ name, types }) => {
    const random = new Random(seed);
    const names = new Names([]);
    const module = (await import(`../codegen/fixtures/${name}.ts`)) as Readonly<Record<string, XdrCodec<unknown>>>;
    const samples = types.flatMap((type) => {
      const codec = module[names.codec(type)];
      if (codec === undefined) throw new Error(`no codec for ${type.name}`);
      return Array.from({ length: valuesOfEach }, () => ({ codec, value: randomValue(type, random) }));
    });
    expectAgreement(cFixtures, samples);
  });

  test('arrays that are as long as they may be', () => {
    const random = new Random(seed);
    const samples = structs.flatMap((type) =>
      type.fields.filter(isShort).map((field) => {
        const value = { ...record(randomValue(type, random)), [field.name]: longest(field, random) };
        return { codec: codecOf(type), value };
      }),
    );
    expect(samples.length).toBeGreaterThan(50);
    for (const part of parts(samples, 50)) expectAgreement(c, part);
  }, 60_000);

  test('a string and an opaque of 4 MiB', () => {
    const domain = { name: 'é'.repeat(2 ** 21), uuid: new Uint8Array(16), id: -1 };
    const peek = { buffer: new Random(seed).bytes(2 ** 22) };
    expectAgreement(c, [
      { codec: listed('remote_nonnull_domain'), value: domain },
      { codec: listed('remote_domain_memory_peek_ret'), value: peek },
    ]);
  });

  test('bytes that are cut short or changed: both refuse them, or both make the same of them', () => {
    const random = new Random(seed);
    const messages = types.flatMap((type) =>
      Array.from({ length: 30 }, () => {
        const codec = codecOf(type);
        return { type: type.name, codec, bytes: damaged(encodeXdr(codec, randomValue(type, random)), random) };
      }),
    );
    const outcomes = { taken: 0, refused: 0, stricter: 0 };
    for (const part of parts(messages, 5000)) {
      const answers = c.ask(part);
      for (const [i, { codec, bytes }] of part.entries()) {
        const answer = answers[i]?.taken === bytes.length ? hex(answers[i]?.bytes) : undefined;
        const ours = recode(codec, bytes);
        if (ours instanceof XdrError && answer !== undefined && stricter.test(ours.reason)) {
          outcomes.stricter++;
          continue;
        }
        const mine = ours instanceof XdrError ? undefined : hex(ours);
        outcomes[mine === undefined ? 'refused' : 'taken']++;
        if (mine !== answer)
          expect({ type: codec.name, bytes: hex(bytes), mine }).toEqual({
            type: codec.name,
            bytes: hex(bytes),
            mine: answer,
          });
      }
    }
    for (const number of Object.values(outcomes)) expect(number).toBeGreaterThan(10);
  }, 60_000);
});

/** Where our codecs are stricter than C's, which cuts text off at NUL and shorts to 16 bits, and takes any number for an enum. */
const stricter = /^NUL in a string$| is no (value of the enum|short|unsigned short)$/;

const structs = types.filter((type): type is StructType => type.kind === 'struct');

function listed(name: string): XdrCodec<unknown> {
  const type = types.find((each) => each.name === name);
  if (type === undefined) throw new Error(`no type ${name}`);
  return codecOf(type);
}

function record(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>;
}

function isShort({ shape, type, length }: Field): boolean {
  return shape === 'variable' && length.value * leastSize(type) <= 2 ** 16;
}

function longest({ type, length }: Field, random: Random): unknown {
  return randomArray(type, length.value, random, 8);
}

/** Cut off at some place, with more behind it, or with some byte replaced. */
function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = Uint8Array.from(bytes);
  switch (random.below(8)) {
    case 0:
      return copy.subarray(0, random.below(copy.length));
    case 1:
      return Uint8Array.of(...copy, ...random.bytes(4));
    default:
      // Most often to a small number, which may be another count, tag or presence.
      copy[random.below(copy.length)] = random.chance(0.8) ? random.below(9) : random.word();
      return copy;
  }
}

/** What our codec writes for the value that it read, or why it read none. */
function recode(codec: XdrCodec<unknown>, bytes: Uint8Array): Uint8Array | XdrError {
  try {
    return encodeXdr(codec, decodeXdr(codec, bytes));
  } catch (error) {
    if (error instanceof XdrError) return error;
    throw error;
  }
}

function hex(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('hex');
}
