import { expect, test } from '@jest/globals';
import { familyOf, isArchitecture } from '../../../../src/test-driver/cpu/architectures.ts';

test.each([
  ['i686', 'x86'],
  ['ppc64le', 'ppc64'],
  ['s390x', 's390'],
  ['aarch64', 'arm'],
])('CPUs of %s are told apart as those of %s', (name, family) => {
  expect(isArchitecture(name)).toBe(true);
  expect(familyOf(name)).toBe(family);
});

test('of others only the name is known', () => {
  expect(isArchitecture('riscv64')).toBe(true);
  expect(() => familyOf('riscv64')).toThrow("'riscv64' architecture is not supported by CPU driver");
  expect(isArchitecture('z80')).toBe(false);
});
