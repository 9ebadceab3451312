import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  canonicalCpuSet,
  cpuMap,
  cpusOfMap,
  formatCpuSet,
  parseCpuSet,
} from '../../../../../src/test-driver/domain/definition/cpu-set.ts';

const cpuSet = fc.uniqueArray(fc.nat(300), { minLength: 1 }).map((cpus) => cpus.sort((left, right) => left - right));

test('a set is the same when it has been written and read, as text and as a map', () => {
  fc.assert(
    fc.property(cpuSet, (cpus) => {
      expect(parseCpuSet(formatCpuSet(cpus))).toEqual(cpus);
      expect(cpusOfMap(cpuMap(cpus, 38))).toEqual(cpus);
    }),
  );
});

test('a map holds what fits into it', () => {
  expect(cpuMap([0, 7, 8, 16], 2)).toEqual(Uint8Array.of(0b1000_0001, 1));
  expect(cpusOfMap(new Uint8Array())).toEqual([]);
});

test('a set is written as short as can be', () => {
  expect(canonicalCpuSet('4, 0-3,^2')).toBe('0-1,3-4');
  expect(canonicalCpuSet('0,^0')).toBe('');
});

test.each(['', 'x', '3-1', '^0-1', '-1', '99999'])('%j is no set', (text) => {
  expect(() => parseCpuSet(text)).toThrow(`Failed to parse bitmap '${text}'`);
});

test('a set that says the same many times is read soon', () => {
  expect(parseCpuSet('0-16383,'.repeat(100_000).slice(0, -1))).toHaveLength(16_384);
}, 3000);
