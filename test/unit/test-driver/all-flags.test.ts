import { expect, test } from '@jest/globals';
import { allFlags } from '../../../src/test-driver/all-flags.ts';

test('all flags are those that are there', () => {
  expect(allFlags({ NONE: 0, A: 1, C: 4, BOTH: 5 })).toBe(5);
});
