import { describe, expect, test } from '@jest/globals';
import { enumXml, importFiles, importFixture, macroXml } from './api-fixture.ts';

function constants(libvirt: string) {
  return importFixture({ symbols: { libvirt } }).constants;
}

describe('constants', () => {
  test.each([
    ['80', 80],
    ['(16)', 16],
    ['((36 + 1))', 37],
    ['0x1F', 31],
    ['9007199254740991LL /* = INT64_MAX &gt;&gt; 10 */', 9007199254740991],
    ['VIR_COLOR_BLUE', 7],
    ['VIR_OTHER + 1', 41],
  ])('%s', (raw, value) => {
    const others = enumXml('virColors', { VIR_COLOR_BLUE: 7 }) + macroXml('VIR_OTHER', "raw='40'");
    expect(constants(macroXml('VIR_LENGTH', `raw='${raw}'`) + others)).toEqual([
      { name: 'VIR_LENGTH', value },
      { name: 'VIR_OTHER', value: 40 },
    ]);
  });

  test('are not the macros with parameters, nor old names of structs', () => {
    const macros = macroXml('VIR_USED', "params='cpu' raw='(cpu)'") + macroXml('_virPaint', "raw='_virColor'");
    expect(constants(macros)).toEqual([]);
  });

  test.each(['', '(80', '80 - 1', '8(0)', 'VIR_NONE', 'VIR_LENGTH', '9007199254740992'])('%j is refused', (raw) => {
    expect(() => constants(macroXml('VIR_LENGTH', `raw='${raw}'`))).toThrow(
      /^libvirt-api\.xml:4: VIR_LENGTH is .*, which is no number$/,
    );
  });
});

test('the release is that of LIBVIR_VERSION_NUMBER', () => {
  expect(importFixture({}).libvirt).toBe('12.8.0');
  const libraries = ['libvirt', 'libvirt-qemu', 'libvirt-lxc', 'libvirt-admin'];
  const files = Object.fromEntries(libraries.map((name) => [`${name}-api.xml`, `<api name='${name}'/>`]));
  expect(() => importFiles(files)).toThrow('libvirt-api.xml: no LIBVIR_VERSION_NUMBER');
});
