import { describe, expect, test } from '@jest/globals';
import { enumXml, importFixture } from './api-fixture.ts';

const before = { VIR_COLOR_DARK_RED: 1, VIR_COLOR_DARK_BLUE: 2, VIR_COLOR_LAST: 3 };
const previous = importFixture({ symbols: { libvirt: enumXml('virColors', before) } });

function importNext(members: Readonly<Record<string, number>>, corrections = {}) {
  return importFixture({ symbols: { libvirt: enumXml('virColors', members) }, corrections, previous });
}

describe('a newer release', () => {
  test('keeps the recorded prefix, which a new member alone would have shortened', () => {
    const { enums } = importNext({ ...before, VIR_COLOR_GREEN: 3, VIR_COLOR_LAST: 4 });
    expect(enums).toMatchObject([
      { strip: 'VIR_COLOR_DARK_', members: [{}, {}, { name: 'VIR_COLOR_GREEN' }, { value: 4 }] },
    ]);
  });

  test('keeps a recorded name', () => {
    const renamed = { ...previous, enums: previous.enums.map((fact) => ({ ...fact, js: 'Colours' })) };
    const next = importFixture({ symbols: { libvirt: enumXml('virColors', before) }, previous: renamed });
    expect(next.enums[0]?.js).toBe('Colours');
  });

  test.each([
    [
      'a member',
      { VIR_COLOR_DARK_RED: 1, VIR_COLOR_LAST: 3 },
      'virColors VIR_COLOR_DARK_BLUE: the member (Colors.BLUE) is gone',
    ],
    [
      'a sentinel',
      { VIR_COLOR_DARK_RED: 1, VIR_COLOR_DARK_BLUE: 2 },
      'virColors VIR_COLOR_LAST: the member (Colors.LAST) is gone',
    ],
    [
      'the value of a member',
      { ...before, VIR_COLOR_DARK_BLUE: 4 },
      'virColors VIR_COLOR_DARK_BLUE: Colors.BLUE would change from 2 to 4',
    ],
  ])('may not lose %s', (_, members, message) => {
    expect(() => importNext(members)).toThrow(message);
  });

  test('may not lose an enum', () => {
    expect(() => importFixture({ previous })).toThrow('virColors: the enum (Colors) is gone');
  });

  test.each([
    ['strip', { strip: 'VIR_COLOR_' }, 'enums.virColors.strip: VIR_COLOR_, but VIR_COLOR_DARK_ is recorded'],
    ['js', { js: 'Colours' }, 'enums.virColors.js: Colours, but Colors is recorded'],
  ])('may not be corrected to another %s', (_, correction, message) => {
    expect(() => importNext(before, { enums: { virColors: { ...correction, reason: '-' } } })).toThrow(message);
  });

  test('may not bring a member whose name is taken', () => {
    expect(() => importNext({ ...before, VIR_COLOR_RED: 9 })).toThrow(
      'virColors VIR_COLOR_RED: without VIR_COLOR_DARK_ it is "RED", which cannot be its name',
    );
  });
});
