import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { XdrError, type XdrReader, XdrWriter } from '@xdr-ts/runtime';
import type { ListedCodec } from '../../src/protocol/listed.ts';
import { Random } from '../support/random-values.ts';
import { Fuzzer, FuzzFailure } from './fuzz.ts';
import { loadSeeds } from './seeds.ts';

test('50,000 mutants of good frames decode, or are refused as they should be', () => {
  const random = new Random(20_261_124);
  const fuzzer = new Fuzzer(loadSeeds(join(import.meta.dirname, '../..'), random), random);
  fuzzer.run(50_000);
  const { mutants, pastHeader, missing, types, typesCompleted } = fuzzer.report;
  expect(mutants).toBe(50_000);
  expect(pastHeader / mutants).toBeGreaterThan(0.1);
  expect(missing).toEqual([]);
  expect(typesCompleted).toBe(types);
}, 120_000);

describe('the fuzzer fails over a codec', () => {
  /** Fuzzes a frame of eight words with a codec of ours for its body. */
  function fuzz(codec: { read: (reader: XdrReader) => unknown; encode: (value: unknown) => Uint8Array }): void {
    const listed: ListedCodec = {
      name: 'ours',
      write: () => undefined,
      decode: () => undefined,
      ...codec,
    };
    const frame = new Uint8Array(60);
    frame[3] = frame.length;
    new Fuzzer([{ frame, codec: listed }], new Random(1)).run(200);
  }

  const encode = (value: unknown): Uint8Array => {
    const writer = new XdrWriter();
    writer.int(Number(value));
    return writer.finish();
  };

  test('that throws something else', () => {
    const read = (): never => {
      throw new RangeError('Invalid array length');
    };
    expect(() => fuzz({ read, encode })).toThrow(
      /the decoder of ours threw: RangeError: Invalid array length\nmutant: [0-9a-f]+$/,
    );
  });

  test('that takes its time every time', () => {
    const read = (): never => {
      for (const end = performance.now() + 300; performance.now() < end; );
      throw new XdrError('no', 0);
    };
    expect(() => fuzz({ read, encode })).toThrow(/decoding takes \d+ ms/);
  });

  test('that does not encode what it has decoded', () => {
    const refuse = (): never => {
      throw new XdrError('no', 0);
    };
    expect(() => fuzz({ read: (r) => r.int(), encode: refuse })).toThrow('what ours decoded does not encode');
  });

  test('that encodes to another length', () => {
    expect(() => fuzz({ read: (r) => r.hyper(), encode: () => new Uint8Array(4) })).toThrow(
      'decoded from 8 bytes and encoded to 4',
    );
  });

  test('whose value comes back as another', () => {
    expect(() => fuzz({ read: (r) => r.int(), encode })).toThrow(FuzzFailure);
    expect(() => fuzz({ read: (r) => r.int(), encode })).toThrow('ours comes back as another value');
  });
});
