import { expect, test } from '@jest/globals';
import { jsonReplacer } from '../../src/json-replacer.ts';

test.each([
  [0n, '0'],
  [-1n, '-1'],
  [9007199254740991n, '9007199254740991'],
  [-9007199254740991n, '-9007199254740991'],
  [9007199254740992n, '"9007199254740992"'],
  [2n ** 64n - 1n, '"18446744073709551615"'],
  [-(2n ** 63n), '"-9223372036854775808"'],
])('%d becomes %s', (value, text) => {
  expect(JSON.stringify(value, jsonReplacer)).toBe(text);
});

test('what is no 64-bit number stays as it is, at any depth', () => {
  const info = { state: 1, cpuTime: 5n, name: 'web', list: [null, true, { deep: 2n ** 60n }] };
  expect(JSON.stringify(info, jsonReplacer)).toBe(
    '{"state":1,"cpuTime":5,"name":"web","list":[null,true,{"deep":"1152921504606846976"}]}',
  );
});
