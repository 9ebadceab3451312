import { describe, expect, test } from '@jest/globals';
import { emitErrorNumbers } from '../../codegen/emit-error-numbers.ts';
import type { ApiEnum, ApiEnumMember } from '../../codegen/import/api-facts.ts';
import { ErrorNumber } from '../../src/generated/api-enums.ts';
import * as errorNumbers from '../../src/generated/error-numbers.ts';

const { errorNames, ...constants } = errorNumbers;

function enumOf(...members: (readonly [name: string, value: number])[]): readonly ApiEnum[] {
  return [
    {
      name: 'virErrorNumber',
      js: 'ErrorNumber',
      library: 'libvirt',
      header: 'virterror',
      strip: 'VIR_',
      flags: false,
      since: '0.1.0',
      members: members.map(([name, value]): ApiEnumMember => ({ name, value, since: '0.1.0' })),
    },
  ];
}

describe('the numbers of errors', () => {
  const named: readonly (readonly [string, number])[] = Object.entries(ErrorNumber);

  test('are constants of the same names and values as in the enum', () => {
    expect(constants).toEqual(Object.fromEntries(named.map(([name, number]) => [`VIR_${name}`, number])));
  });

  test('have the names that the enum gives them, each at its place', () => {
    const expected: string[] = [];
    for (const [name, number] of named) expected[number] = name.replace('ERR_', '').toLowerCase();
    expect(errorNames.split(/\s/)).toEqual(Array.from(expected, (name) => name ?? ''));
    expect(expected[42]).toBe('no_domain');
    expect(expected[41]).toBe('war_no_network');
  });

  test('may have holes', () => {
    const text = emitErrorNumbers(enumOf(['VIR_ERR_TWO', 2], ['VIR_WAR_FIVE', 5]), ['header']);
    expect(text).toContain('export const errorNames = `  two   war_five`;\n');
    expect(text).toContain('export const VIR_ERR_TWO = 2;\nexport const VIR_WAR_FIVE = 5;\n');
  });

  test.each([
    [
      'two names of a number',
      [
        ['VIR_ERR_A', 1],
        ['VIR_ERR_B', 1],
      ],
      'VIR_ERR_B has the number of a',
    ],
    ['a name of another kind', [['VIR_FROM_A', 1]], 'VIR_FROM_A is no VIR_ERR_ and no VIR_WAR_'],
    ['a name that reads as a warning', [['VIR_ERR_WAR_A', 1]], 'VIR_ERR_WAR_A is no VIR_ERR_'],
    ['a name of mixed letters', [['VIR_ERR_Xyz', 1]], 'VIR_ERR_Xyz is no VIR_ERR_'],
    ['a negative number', [['VIR_ERR_A', -1]], 'VIR_ERR_A is -1'],
    ['a number far off', [['VIR_ERR_A', 1e9]], 'VIR_ERR_A is 1000000000'],
  ] as const)('refuse %s', (_, members, message) => {
    expect(() => emitErrorNumbers(enumOf(...members), [])).toThrow(message);
  });

  test('are not made without the enum', () => {
    expect(() => emitErrorNumbers([], [])).toThrow('knows no virErrorNumber');
  });
});
