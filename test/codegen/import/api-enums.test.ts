import { describe, expect, test } from '@jest/globals';
import { enumXml, importFixture } from './api-fixture.ts';

const colors = enumXml('virColors', { VIR_COLOR_RED: 0, VIR_COLOR_LAST: 2, VIR_COLOR_GREEN: 1 });

describe('enums', () => {
  test('have a name, a prefix, members by value, and marked sentinels', () => {
    expect(importFixture({ symbols: { libvirt: colors } }).enums).toEqual([
      {
        name: 'virColors',
        js: 'Colors',
        library: 'libvirt',
        header: 'colors',
        strip: 'VIR_COLOR_',
        flags: false,
        since: '1.0.0',
        members: [
          { name: 'VIR_COLOR_RED', value: 0, since: '1.0.0' },
          { name: 'VIR_COLOR_GREEN', value: 1, since: '1.0.0' },
          { name: 'VIR_COLOR_LAST', value: 2, since: '1.0.0', sentinel: true },
        ],
      },
    ]);
  });

  test('have the values of the constants that they are given as, of other libraries too, and negative ones', () => {
    const { enums } = importFixture({
      symbols: {
        libvirt: enumXml('virWait', { VIR_WAIT_BLOCK: -2, VIR_WAIT_DEFAULT: 'VIR_WAIT_NOW', VIR_WAIT_NOW: 0 }),
        'libvirt-qemu': enumXml('virQemuWait', {
          VIR_QEMU_WAIT_MIN: 'VIR_WAIT_BLOCK',
          VIR_QEMU_WAIT_OR: 'VIR_WAIT_DEFAULT',
        }),
      },
    });
    expect(
      enums.map(({ library, members }) => [library, ...members.map(({ name, value }) => `${name} ${value}`)]),
    ).toEqual([
      ['libvirt', 'VIR_WAIT_BLOCK -2', 'VIR_WAIT_DEFAULT 0', 'VIR_WAIT_NOW 0'],
      ['libvirt-qemu', 'VIR_QEMU_WAIT_MIN -2', 'VIR_QEMU_WAIT_OR 0'],
    ]);
  });

  test.each([
    ['virPaintFlags', true],
    ['virPaintFlagsValues', true],
    ['virPaintFlagValues', true],
    ['virPaintFlagsKind', false],
  ])('%s is a bit mask: %s', (type, flags) => {
    const [fact] = importFixture({ symbols: { libvirt: enumXml(type, { VIR_A_B: 1, VIR_A_C: 2 }) } }).enums;
    expect(fact?.flags).toBe(flags);
  });

  test('are corrected', () => {
    const { enums } = importFixture({
      symbols: { libvirt: enumXml('virPaint', { VIR_PAINT_DARK_RED: 1, VIR_PAINT_DARK_BLUE: 2, VIR_PAINT_NR: 3 }) },
      corrections: {
        enums: {
          virPaint: { js: 'Paints', strip: 'VIR_PAINT_', flags: true, sentinels: ['VIR_PAINT_NR'], reason: '-' },
        },
      },
    });
    expect(enums).toMatchObject([
      { js: 'Paints', strip: 'VIR_PAINT_', flags: true, members: [{}, {}, { sentinel: true }] },
    ]);
  });

  test.each([
    ['js', { js: 'Colors' }, 'enums.virColors.js: no longer needed: it is "Colors" without it'],
    ['strip', { strip: 'VIR_COLOR_' }, 'enums.virColors.strip: no longer needed: it is "VIR_COLOR_" without it'],
    ['flags', { flags: false }, 'enums.virColors.flags: no longer needed: it is false without it'],
    [
      'sentinel',
      { sentinels: ['VIR_COLOR_LAST'] },
      'enums.virColors.sentinels: no longer needed: it is true without it',
    ],
    ['missing member', { sentinels: ['VIR_COLOR_NR'] }, 'enums.virColors.sentinels: VIR_COLOR_NR is not a member'],
  ])('are not corrected in vain: %s', (_, correction, message) => {
    const corrections = { enums: { virColors: { ...correction, reason: '-' } } };
    expect(() => importFixture({ symbols: { libvirt: colors }, corrections })).toThrow(`corrections.json ${message}`);
  });

  test.each<[string, string, string]>([
    ['that do not exist', '', 'corrections.json enums.virColors: upstream has no such name'],
    [
      'twice the same constant',
      enumXml('virColors', { VIR_RED: 0 }).repeat(2),
      'libvirt-api.xml:6: VIR_RED is there twice',
    ],
    [
      'without a type',
      "<enum name='VIR_RED' file='colors' value='0' version='1.0.0'/>",
      'VIR_RED belongs to no enum type',
    ],
    ['of unknown value', enumXml('virColors', { VIR_RED: 'RED' }), 'VIR_RED has the value RED, which is no number'],
    [
      'in a circle',
      enumXml('virColors', { VIR_A: 'VIR_B', VIR_B: 'VIR_A' }),
      'VIR_A has the value VIR_B, which is no number',
    ],
    ['with no member', enumXml('virColors', { VIR_COLOR_LAST: 0 }), 'libvirt-api.xml:5: virColors has no members'],
    [
      'with a negative bit',
      enumXml('virColors', { VIR_RED: -1, VIR_BLUE: 1 }),
      'virColors is a bit mask, but VIR_RED is -1',
    ],
  ])('are refused %s', (_, libvirt, message) => {
    const corrections = { enums: { virColors: { flags: true, reason: '-' } } };
    expect(() => importFixture({ symbols: { libvirt }, corrections })).toThrow(message);
  });

  test('are refused when two have one name', () => {
    const symbols = { libvirt: colors, 'libvirt-admin': enumXml('Colors', { ADM_RED: 0, ADM_BLUE: 1 }) };
    expect(() => importFixture({ symbols })).toThrow('Colors: is called Colors, as virColors is');
  });
});
