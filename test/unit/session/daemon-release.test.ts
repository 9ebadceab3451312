import { expect, test } from '@jest/globals';
import { isOlder, releaseOf } from '../../../src/session/daemon-release.ts';

test.each([
  [9_000_000n, '9.0.0'],
  [12_008_000n, '12.8.0'],
  [1_002_003n, '1.2.3'],
  [3n, '0.0.3'],
])('%d is %s', (version, release) => {
  expect(releaseOf(version)).toBe(release);
});

test.each([
  ['9.0.0', '9.1.0', true],
  ['9.9.0', '10.0.0', true],
  ['0.10.2', '1.0.0', true],
  ['1.2.9', '1.2.10', true],
  ['9.0.0', '9.0.0', false],
  ['10.0.0', '9.9.0', false],
  ['1.2.10', '1.2.9', false],
])('that %s came before %s is %s', (release, than, older) => {
  expect(isOlder(release, than)).toBe(older);
});
