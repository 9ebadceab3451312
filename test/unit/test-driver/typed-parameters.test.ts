import { describe, expect, test } from '@jest/globals';
import { ErrorDomain } from '../../../src/generated/api-enums.ts';
import {
  booleanParameter,
  checkParameters,
  checkRoom,
  type KnownParameters,
  ParameterType,
  shownParameters,
  stringParameter,
  uintParameter,
  ullongParameter,
} from '../../../src/test-driver/typed-parameters.ts';

const known: KnownParameters = new Map([
  ['b', ParameterType.UINT],
  ['d', ParameterType.STRING],
]);

describe('parameters that a client sets', () => {
  test('may come in any order', () => {
    expect(() => checkParameters([stringParameter('d', ''), uintParameter('b', 0)], known)).not.toThrow();
  });

  test.each([
    ['are unknown', [uintParameter('c', 0)], "parameter 'c' not supported"],
    ['come twice', [uintParameter('b', 0), uintParameter('b', 1)], "parameter 'b' occurs multiple times"],
    ['have another type', [ullongParameter('b', 0n)], "invalid type 'ullong' for parameter 'b', expected 'uint'"],
    ['have names that are too long', [uintParameter('é'.repeat(40), 0)], 'too big for destination'],
    ['are wrong, of which the first by name counts', [uintParameter('z', 0), uintParameter('a', 0)], "parameter 'a'"],
  ])('are refused when they %s', (_, params, complaint) => {
    expect(() => checkParameters(params, known)).toThrow(complaint);
  });
});

describe('parameters that a client is told', () => {
  const all = [stringParameter('s', 'x'), booleanParameter('t', true), uintParameter('u', 1)];

  test('are as many as it has room for, without texts for those who do not say that they take them', () => {
    expect(shownParameters(all, { nparams: 2, flags: 4 })).toEqual({ params: all.slice(0, 2), nparams: 0 });
    expect(shownParameters(all, { nparams: 2, flags: 0 })).toEqual({ params: all.slice(1, 2), nparams: 0 });
  });

  test('are not more than a reply can hold', () => {
    const room = (nparams: number) => () => checkRoom({ nparams, flags: 0 }, 16, ErrorDomain.DOMAIN, 'virX');
    expect(room(16)).not.toThrow();
    expect(room(17)).toThrow('nparams too large');
    expect(room(-1)).toThrow('nparams in virX must be zero or greater');
  });
});
