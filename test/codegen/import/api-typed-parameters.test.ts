import { describe, expect, test } from '@jest/globals';
import { importFixture, macroXml } from './api-fixture.ts';

function parameters(macros: string, typedParameters = {}) {
  return importFixture({ symbols: { libvirt: macros }, corrections: { typedParameters } }).typedParameters;
}

function kindOf(text: string) {
  return parameters(macroXml('VIR_WEIGHT', "string='weight'", text))[0]?.kind;
}

describe('typed parameters', () => {
  test('have a name, a value, and where they are from', () => {
    const macros =
      macroXml('VIR_WEIGHT', "string='weight'", 'Its weight, as a double.') + macroXml('VIR_MAX', "raw='8'");
    expect(parameters(macros)).toEqual([
      { name: 'VIR_WEIGHT', value: 'weight', header: 'colors', since: '1.0.0', role: 'name', kind: 'double' },
    ]);
  });

  test.each([
    ['VIR_STATS_NET', 'net', 'name'],
    ['VIR_STATS_NET_PREFIX', 'net.', 'prefix'],
    ['VIR_STATS_NET_SUFFIX_NAME', '.name', 'suffix'],
    ['VIR_STATS_NET_SUFFIX_ADDR_PREFIX', '.addr.', 'prefix'],
    ['VIR_STATS_NET_SUFFIX_ADDR_SUFFIX_PREFIX', '.prefix', 'suffix'],
    ['VIR_STATS_NET_SUFFIX_BIN_COUNT', 'bin.count', 'suffix'],
  ])('%s, which is %j, is a %s', (name, value, role) => {
    expect(parameters(macroXml(name, `string='${value}'`))[0]?.role).toBe(role);
  });

  test.each([
    ['The weight, as a ullong.', 'ullong'],
    ['as an unsigned long long', 'ullong'],
    ['as unsigned\nlong long', 'ullong'],
    ['As an unsigned int', 'uint'],
    ['as a uint', 'uint'],
    ['as an llong', 'llong'],
    ['as long long.', 'llong'],
    ['as an int', 'int'],
    ['The parameter has type int, when it is 0', 'int'],
    ['with a type of ullong', 'ullong'],
    ['as boolean', 'boolean'],
    ['as a string. The string is parsed as a series', 'string'],
    ['Accepted type is VIR_TYPED_PARAM_UINT.', 'uint'],
    ['a base64-encoded VIR_TYPED_PARAM_STRING', 'string'],
    ['as VIR_TYPED_PARAMS_STRING', 'string'],
    ['as an integer', undefined],
    ['a string', undefined],
    ['formatted as an interval', undefined],
  ])('of which is said %j have the kind %s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  test('of which two kinds are said need a choice', () => {
    const macros = macroXml('VIR_WEIGHT', "string='weight'", 'VIR_TYPED_PARAM_UINT or VIR_TYPED_PARAM_ULLONG');
    expect(() => parameters(macros)).toThrow('libvirt-api.xml:4: VIR_WEIGHT may be uint or ullong: choose');
    expect(parameters(macros, { VIR_WEIGHT: { kind: 'uint', reason: '-' } })).toMatchObject([{ kind: 'uint' }]);
  });

  test('are corrected, one or many', () => {
    const macros =
      macroXml('VIR_WEIGHT', "string='weight'", 'as an int') +
      macroXml('VIR_FORMAT_RAW', "string='raw'") +
      macroXml('VIR_FORMAT_XZ', "string='xz'");
    const facts = parameters(macros, {
      VIR_WEIGHT: { kind: 'uint', reason: '-' },
      'VIR_FORMAT_*': { role: 'value', reason: '-' },
    });
    expect(facts.map(({ name, role, kind }) => [name, role, kind])).toEqual([
      ['VIR_FORMAT_RAW', 'value', undefined],
      ['VIR_FORMAT_XZ', 'value', undefined],
      ['VIR_WEIGHT', 'name', 'uint'],
    ]);
  });

  const two = macroXml('VIR_A_B', "string='b'", 'as an int') + macroXml('VIR_A_C', "string='c'");

  test('are corrected together as long as one of them needs it', () => {
    expect(parameters(two, { 'VIR_A_*': { kind: 'int', reason: '-' } })).toMatchObject([
      { kind: 'int' },
      { kind: 'int' },
    ]);
  });

  test.each([
    [{ VIR_A_B: { kind: 'int', reason: '-' } }, 'VIR_A_B.kind: no longer needed: it is "int" without it'],
    [{ 'VIR_A_*': { role: 'name', reason: '-' } }, 'VIR_A_*.role: no longer needed: it is "name" without it'],
    [{ VIR_D: { kind: 'int', reason: '-' } }, 'VIR_D: upstream has no such name'],
    [{ 'VIR_D*': { kind: 'int', reason: '-' } }, 'VIR_D*: upstream has no such name'],
    [
      { 'VIR_A_*': { kind: 'int', reason: '-' }, VIR_A_C: { kind: 'uint', reason: '-' } },
      'VIR_A_C: VIR_A_C is corrected by another entry too',
    ],
  ])('are not corrected in vain: %j', (corrections, message) => {
    expect(() => parameters(two, corrections)).toThrow(`corrections.json typedParameters.${message}`);
  });
});
