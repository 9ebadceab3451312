import { describe, expect, test } from '@jest/globals';
import { decodeXdr, encodeXdr, type XdrCodec } from '@xdr-ts/runtime';
import { emitProcedures } from '../../codegen/emit-procedures.ts';
import { emitTypes } from '../../codegen/emit-types.ts';
import type { ProtocolType } from '../../codegen/model.ts';
import { Names } from '../../codegen/names.ts';
import { Random, randomValue } from '../support/random-values.ts';
import { lengthsTaken } from '../unit/xdr/lengths-taken.ts';
import { expectFixture, fixtures, loadFixture } from './fixture-files.ts';

const names = new Names(['virCalculatorAdd']);
const header = ['UPDATE_FIXTURES=1 writes this file anew.'];

describe.each(fixtures)('fixtures/%s.x', (fixture) => {
  const file = loadFixture(fixture);

  async function codecOf(type: ProtocolType): Promise<XdrCodec<unknown>> {
    const module = (await import(`./fixtures/${fixture}.ts`)) as Readonly<Record<string, XdrCodec<unknown>>>;
    const codec = module[names.codec(type)];
    if (codec === undefined) throw new Error(`${fixture}.ts does not export ${names.codec(type)}`);
    expect(codec.name).toBe(type.name);
    return codec;
  }

  test('gives the code beside it', () => {
    expectFixture(`${fixture}.ts`, emitTypes(file, names, header));
  });

  test.each(file.types)('values of $name come back as they were', async (type) => {
    const codec = await codecOf(type);
    const random = new Random(1);
    for (let i = 0; i < 200; i++) {
      const value = randomValue(type, random);
      expect(decodeXdr(codec, encodeXdr(codec, value))).toEqual(value);
    }
  });

  test.each(file.types)('bytes of $name that are cut short or too many are refused', async (type) => {
    const codec = await codecOf(type);
    const random = new Random(2);
    for (let i = 0; i < 10; i++) {
      const bytes = encodeXdr(codec, randomValue(type, random));
      expect(lengthsTaken(codec, bytes)).toEqual([bytes.length]);
      expect(() => decodeXdr(codec, Uint8Array.of(...bytes, 0, 0, 0, 0))).toThrow('4 bytes left over');
    }
  });
});

test('a program gives the procedures beside it', () => {
  const { program } = loadFixture('calculator');
  if (program === undefined) throw new Error('calculator.x has a program');
  const facts = { since: (number: number) => `1.${number}.0`, flag: (name: string) => name.length };
  const text = emitProcedures('calculator', program, names, facts, header);
  // Not a module here: what it imports stands beside src/generated.
  expectFixture('calculator-procedures.txt', text);
});
