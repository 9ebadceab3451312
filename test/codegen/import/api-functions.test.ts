import { describe, expect, test } from '@jest/globals';
import { enumXml, flagsFunctionXml, importFixture } from './api-fixture.ts';

const enums =
  enumXml('virPaintFlags', { VIR_PAINT_DARK: 1, VIR_PAINT_THICK: 2 }) +
  enumXml('virDryFlags', { VIR_DRY_FAST: 1, VIR_DRY_SLOW: 2 }) +
  enumXml('virColors', { VIR_COLOR_RED: 0, VIR_COLOR_BLUE: 1 });

function flagsOf(description: string, text = '', corrections = {}) {
  const libvirt = enums + flagsFunctionXml('virPaint', description, text);
  return importFixture({ symbols: { libvirt }, corrections }).functions[0]?.flags;
}

const unused = { arg: 'flags', enums: [], unused: true };
const paint = { arg: 'flags', enums: ['virPaintFlags'] };

describe('functions', () => {
  test('have types, arguments and access checks, and none of the prose', () => {
    const { functions } = importFixture({
      symbols: {
        'libvirt-qemu': `<function name='virPaint' file='colors' module='other' version='1.2.3'>
<info><![CDATA[Prose about @wall.]]></info>
<return type='char *' info='prose'/>
<arg name='wall' type='const char *' info='prose'/>
<arg name='colors' type='virColor **' info='prose'/>
<acls>
<check object='wall' perm='write'/>
<check object='wall' perm='save' flags='!VIR_A|VIR_B'/>
<filter object='color' perm='getattr'/>
</acls>
</function>
<functype name='virPaintCallback' file='colors' version='1.2.3'/>
`,
      },
    });
    expect(functions).toEqual([
      {
        name: 'virPaint',
        library: 'libvirt-qemu',
        header: 'colors',
        since: '1.2.3',
        returns: 'char *',
        args: [
          { name: 'wall', type: 'const char *' },
          { name: 'colors', type: 'virColor **' },
        ],
        acls: [
          { object: 'wall', permission: 'write' },
          { object: 'wall', permission: 'save', flags: '!VIR_A|VIR_B' },
        ],
        aclFilters: [{ object: 'color', permission: 'getattr' }],
      },
    ]);
  });

  test('without a return type are refused', () => {
    const libvirt = "<function name='virPaint' file='colors' version='1.2.3'/>";
    expect(() => importFixture({ symbols: { libvirt } })).toThrow('libvirt-api.xml:4: virPaint has no return type');
  });
});

describe('flags', () => {
  test.each([
    ['bitwise-OR of virPaintFlags.', paint],
    [
      'bitwise-OR of virDryFlags and virPaintFlags, see virDry() and virPaintFlags',
      { arg: 'flags', enums: ['virDryFlags', 'virPaintFlags'] },
    ],
    ['bitwise-OR of virPaintFlags; the rest is unused', paint],
    ['extra flags; not used yet, so callers should always pass 0', unused],
    ['currently unused, pass zero', unused],
    ['currently used, set to 0.', unused],
    ['future flags, use 0 for now', unused],
  ])('are described as %j', (description, flags) => {
    expect(flagsOf(description)).toEqual(flags);
  });

  test.each([
    ['VIR_PAINT_DARK makes it VIR_COLOR_RED', paint],
    ['virPaintFlags are OR-ed', paint],
  ])('are found in the text of the function, %j, when their own does not say', (text, flags) => {
    expect(flagsOf('some flags', text)).toEqual(flags);
  });

  test.each([
    ['', 'nothing'],
    ['VIR_COLOR_RED', 'only constants that are no flags'],
    ['VIR_PAINT_DARK and VIR_DRY_FAST', 'flags of two enums'],
  ])('are not guessed: the text %j has %s', (text) => {
    expect(() => flagsOf('some flags', text)).toThrow(
      /^libvirt-api\.xml:\d+: nothing says what the flags of virPaint are: add it to corrections\.json$/,
    );
  });

  test('may not be of an enum that is no bit mask', () => {
    expect(() => flagsOf('one of virColors')).toThrow(
      'the flags of virPaint are virColors, which is not known as a bit mask',
    );
  });

  test.each([
    ['one enum', ['virPaintFlags'], paint],
    ['unused', [], unused],
  ])('are corrected to %s', (_, flags, expected) => {
    const corrections = { functions: { virPaint: { flags, reason: '-' } } };
    expect(flagsOf('some flags', '', corrections)).toEqual(expected);
    expect(flagsOf('bitwise-OR of virDryFlags', '', corrections)).toEqual(expected);
  });

  test.each([
    [
      'bitwise-OR of virPaintFlags',
      ['virPaintFlags'],
      'functions.virPaint: no longer needed: it is ["virPaintFlags"] without it',
    ],
    ['currently unused', [], 'functions.virPaint: no longer needed: it is [] without it'],
  ])('are not corrected in vain: %s', (description, flags, message) => {
    expect(() => flagsOf(description, '', { functions: { virPaint: { flags, reason: '-' } } })).toThrow(message);
  });

  test('are not corrected to an enum that does not exist, nor of a function that does not', () => {
    expect(() => flagsOf('?', '', { functions: { virPaint: { flags: ['virWetFlags'], reason: '-' } } })).toThrow(
      'the flags of virPaint are virWetFlags, which is not known as a bit mask',
    );
    expect(() => flagsOf('unused', '', { functions: { virDry: { flags: [], reason: '-' } } })).toThrow(
      'corrections.json functions.virDry: upstream has no such name',
    );
  });
});
