import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { compareReleases, computeReleases, type Release } from '../../../codegen/import/releases.ts';

describe('computeReleases', () => {
  test('notes the last procedure of each release and program, oldest release first', () => {
    expect(
      computeReleases({
        remote: [
          { number: 1, since: '0.3.0' },
          { number: 2, since: '0.10.0' },
          { number: 3, since: '0.10.0' },
        ],
        admin: [{ number: 1, since: '0.9.4' }],
        lxc: [{ number: 1, since: '0.10.0' }],
      }),
    ).toEqual([
      { release: '0.3.0', last: { remote: 1 } },
      { release: '0.9.4', last: { admin: 1 } },
      { release: '0.10.0', last: { remote: 3, lxc: 1 } },
    ]);
  });

  test('takes a procedure of unknown age for as old as the one before it', () => {
    expect(
      computeReleases({
        remote: [
          { number: 1, since: undefined },
          { number: 2, since: '1.0.0' },
          { number: 3, since: undefined },
          { number: 4, since: '1.1.0' },
        ],
      }),
    ).toEqual([
      { release: '0.0.0', last: { remote: 1 } },
      { release: '1.0.0', last: { remote: 3 } },
      { release: '1.1.0', last: { remote: 4 } },
    ]);
  });

  test('never takes a procedure for older than the one before it, in whatever order they are listed', () => {
    expect(
      computeReleases({
        remote: [
          { number: 3, since: '0.9.0' },
          { number: 1, since: '1.0.0' },
          { number: 2, since: '1.2.0' },
        ],
      }),
    ).toEqual([
      { release: '1.0.0', last: { remote: 1 } },
      { release: '1.2.0', last: { remote: 3 } },
    ]);
  });
});

test.each([
  ['1.2.3', '1.2.3', 0],
  ['0.9.13', '0.10.0', -1],
  ['1.2.19', '1.2.2', 1],
  ['10.0.0', '9.10.0', 1],
  ['1.2', '1.2.0', 0],
])('%s compared with %s', (a, b, sign) => {
  expect(Math.sign(compareReleases(a, b))).toBe(sign);
  expect(Math.sign(compareReleases(b, a)) + sign).toBe(0);
});

describe('protocol/releases.json', () => {
  const path = join(import.meta.dirname, '..', '..', '..', 'protocol', 'releases.json');
  const releases = JSON.parse(readFileSync(path, 'utf8')) as readonly Release[];

  /** The last procedure that a release has. */
  function last(program: string, release: string): number {
    const until = releases.filter((each) => compareReleases(each.release, release) <= 0);
    return Math.max(0, ...until.map((each) => each.last[program] ?? 0));
  }

  // Counted in the protocol files of these releases.
  test.each([
    ['9.0.0', { remote: 443, qemu: 7, lxc: 1, admin: 19 }],
    ['11.3.0', { remote: 453, qemu: 7, lxc: 1, admin: 20 }],
    ['12.8.0', { remote: 456, qemu: 7, lxc: 1, admin: 20 }],
  ])('knows what libvirt %s has', (release, counts) => {
    for (const [program, count] of Object.entries(counts))
      expect([program, last(program, release)]).toEqual([program, count]);
  });

  test('goes from the oldest release to the newest, and from number to number', () => {
    const versions = releases.map(({ release }) => release);
    expect(versions).toEqual([...versions].sort(compareReleases));
    expect(new Set(versions).size).toBe(versions.length);
    for (const program of ['remote', 'qemu', 'lxc', 'admin', 'keepalive']) {
      const numbers = releases.flatMap((each) => each.last[program] ?? []);
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    }
  });
});
