import { expect, test } from '@jest/globals';
import { MechanismError } from '../../../src/auth/mechanism-error.ts';
import { prepareText } from '../../../src/auth/prepare-text.ts';

// The examples of RFC 4013, and a few more.
test.each([
  ['I\u00adX', 'IX'],
  ['user', 'user'],
  ['USER', 'USER'],
  ['\u00aa', 'a'],
  ['\u2168', 'IX'],
  ['a\u00a0b', 'a b'],
  ['e\u0301', '\u00e9'],
  ['\u{1f511}', '\u{1f511}'],
  ['\u0627\u0628', '\u0627\u0628'],
])('%j becomes %j', async (text, prepared) => {
  expect(await prepareText(text, 'name')).toBe(prepared);
});

test.each(['', '\u0007', '\u0627\u0031', '\u00ad', 'a\ufffd', 'x\ud800', '\u200e', '\ue000'])(
  '%j is refused',
  async (text) => {
    const preparing = prepareText(text, 'word');
    await expect(preparing).rejects.toThrow(MechanismError);
    await expect(preparing).rejects.toThrow(/^the word /);
  },
);
