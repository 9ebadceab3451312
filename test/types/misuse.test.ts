import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unpackPackage } from '../package/packed-package.ts';
import { type Complaint, compile } from './type-script.ts';

/*
 * What a user's TypeScript refuses, by the declarations of the packed package. Each fixture has a wrong file, in which
 * every wrong line ends with the error that it gets, and a right one that differs in those lines and compiles.
 */
const fixtures = join(import.meta.dirname, 'fixtures');
const files = readdirSync(fixtures);
const names = files.filter((file) => file.endsWith('.wrong.ts')).map((file) => file.replace('.wrong.ts', ''));

function expectedIn(file: string): Complaint[] {
  const lines = readFileSync(join(fixtures, file), 'utf8').split('\n');
  return lines.flatMap((text, at) => {
    const [, code] = / \/\/ (TS\d+)$/.exec(text) ?? [];
    return code === undefined ? [] : [{ file, line: at + 1, code }];
  });
}

describe('TypeScript', () => {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-types-'));
  let complaints: Complaint[] = [];

  beforeAll(async () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
    await unpackPackage(folder);
    for (const file of files) cpSync(join(fixtures, file), join(folder, file));
    complaints = await compile(folder, files);
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test('is asked about every kind of misuse', () => {
    expect(names).toEqual([
      'flag-of-another-family',
      'misspelt-parameter-name',
      'nothing-to-dispose',
      'unknown-option',
      'wrong-value',
    ]);
    expect(files).toHaveLength(2 * names.length);
  });

  test.each(names)('refuses each wrong line of %s, and no other', (name) => {
    const expected = expectedIn(`${name}.wrong.ts`);
    expect(expected.length).toBeGreaterThan(2);
    expect(complaints.filter(({ file }) => file === `${name}.wrong.ts`)).toEqual(expected);
  });

  test.each(names)('takes what is right of %s', (name) => {
    expect(files).toContain(`${name}.right.ts`);
    expect(complaints.filter(({ file }) => file === `${name}.right.ts`)).toEqual([]);
  });

  test('has nothing to say of the declarations themselves', () => {
    expect(complaints.filter(({ file }) => !files.includes(file))).toEqual([]);
  });
});
