import { describe, expect, test } from '@jest/globals';
import { Random } from '../support/random-values.ts';
import { mutate } from './mutate.ts';

const frame = Uint8Array.from({ length: 100 }, (_, index) => index);
const other = new Uint8Array(60).fill(0xaa);

function mutants(count: number, seed: number): Uint8Array[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => mutate(frame, random, other));
}

function lengthWord(mutant: Uint8Array): number {
  return mutant.length < 4 ? -1 : new DataView(mutant.buffer, mutant.byteOffset).getUint32(0);
}

describe('mutate', () => {
  test('makes the same mutants for the same seed, and others for another', () => {
    expect(mutants(200, 1)).toEqual(mutants(200, 1));
    expect(mutants(200, 1)).not.toEqual(mutants(200, 2));
  });

  test('leaves the frames alone that it is given', () => {
    const [before, otherBefore] = [frame.slice(), other.slice()];
    mutants(1000, 3);
    expect([frame, other]).toEqual([before, otherBefore]);
  });

  test('makes shorter frames and longer ones, mostly with the right length word, and changes the header seldom', () => {
    const made = mutants(2000, 4);
    const count = (isSo: (mutant: Uint8Array) => boolean): number => made.filter(isSo).length;
    expect(count(({ length }) => length < frame.length)).toBeGreaterThan(200);
    expect(count(({ length }) => length > frame.length)).toBeGreaterThan(200);
    expect(count((mutant) => lengthWord(mutant) === mutant.length)).toBeGreaterThan(1600);
    expect(count((mutant) => lengthWord(mutant) !== mutant.length)).toBeGreaterThan(20);
    const header = frame.subarray(4, 28);
    const keepsHeader = (mutant: Uint8Array): boolean => Buffer.from(mutant.subarray(4, 28)).equals(header);
    expect(count(keepsHeader)).toBeGreaterThan(1600);
    expect(count((mutant) => !keepsHeader(mutant))).toBeGreaterThan(20);
    expect(new Set(made.map((mutant) => Buffer.from(mutant).toString('hex'))).size).toBeGreaterThan(1500);
  });

  test('takes the shortest frames there are', () => {
    const random = new Random(5);
    for (let i = 0; i < 1000; i++) {
      for (const length of [1, 3, 4, 27, 28, 29]) mutate(new Uint8Array(length), random, new Uint8Array(1));
    }
  });
});
