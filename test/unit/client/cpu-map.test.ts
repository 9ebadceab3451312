import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  cpuMapLength,
  readCpuList,
  readCpuMap,
  readCpuMaps,
  writeCpuList,
  writeCpuMap,
} from '../../../src/client/cpu-map.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';

const cpuSets = fc.uniqueArray(fc.nat(16383), { maxLength: 40 });
const inOrder = (cpus: readonly number[]): number[] => [...cpus].sort((a, b) => a - b);

describe('a map of CPUs', () => {
  test('has a bit for each, the lowest first', () => {
    expect(writeCpuMap([0, 9])).toEqual(Uint8Array.of(0b1, 0b10));
    expect(writeCpuMap(new Set([7]))).toEqual(Uint8Array.of(0b1000_0000));
    expect(readCpuMap(Uint8Array.of(0b1000_0001, 0, 0b100))).toEqual([0, 7, 18]);
    expect(readCpuMap(new Uint8Array(4))).toEqual([]);
  });

  test('is never without a byte', () => {
    expect(writeCpuMap([])).toEqual(Uint8Array.of(0));
  });

  test('gives back what was put in', () => {
    fc.assert(fc.property(cpuSets, (cpus) => expect(readCpuMap(writeCpuMap(cpus))).toEqual(inOrder(cpus))));
  });

  test('stands behind others of its length, and may be missing at the end', () => {
    expect(readCpuMaps(Uint8Array.of(1, 0, 2, 0), 2, 3)).toEqual([[0], [1], []]);
    expect(readCpuMaps(new Uint8Array(0), 0, 2)).toEqual([[], []]);
  });

  test('has as many bytes as CPUs need', () => {
    expect([0, 1, 8, 9, 256].map(cpuMapLength)).toEqual([0, 1, 1, 2, 32]);
  });
});

describe('a list of CPUs', () => {
  test('has ranges', () => {
    expect(writeCpuList([5, 0, 1, 2, 2])).toBe('0-2,5');
    expect(writeCpuList([])).toBe('');
    expect(readCpuList('0-2,5')).toEqual([0, 1, 2, 5]);
    expect(readCpuList('')).toEqual([]);
  });

  test('gives back what was put in', () => {
    fc.assert(fc.property(cpuSets, (cpus) => expect(readCpuList(writeCpuList(cpus))).toEqual(inOrder(cpus))));
  });

  test.each(['x', '1-', '-1', '1,', '2-1', '3,1', '1,1', '0-4294967295', '16384', '0-9,5-12', ' 1', '^1'])(
    'is not %j',
    (text) => expect(readCpuList(text)).toBeUndefined(),
  );
});

test.each([-1, 1.5, 16384, Number.NaN, 2 ** 32])('%p is no number of a CPU', (cpu) => {
  expect(() => writeCpuMap([0, cpu])).toThrow(UsageError);
  expect(() => writeCpuList([0, cpu])).toThrow(UsageError);
});
