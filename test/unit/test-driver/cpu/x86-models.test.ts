import { expect, test } from '@jest/globals';
import { type X86Model, x86Features, x86Models } from '../../../../src/test-driver/cpu/x86-models.ts';

test('models have features that there are', () => {
  const known = new Set(x86Features);
  expect(known.size).toBe(x86Features.length);
  for (const { name, features, removed } of x86Models.values()) {
    const unknown = [...features, ...removed].filter((feature) => !known.has(feature));
    expect({ name, unknown }).toEqual({ name, unknown: [] });
  }
});

function model(name: string): X86Model {
  const found = x86Models.get(name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
}

test('a model is told by what it has besides another', () => {
  const [older, newer] = [model('Nehalem'), model('Westmere')];
  expect(newer.vendor).toBe('Intel');
  expect([...newer.features].filter((feature) => !older.features.has(feature))).toEqual(['aes']);
  expect(model('Haswell-noTSX').features.has('rtm')).toBe(false);
  expect(model('Haswell').features.has('rtm')).toBe(true);
});
