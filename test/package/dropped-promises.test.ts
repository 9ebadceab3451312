import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/*
 * A connection that is opened or closed behind everyone's back is a promise that nobody looks at: the linter, as this
 * repository has set it, says so.
 */
const root = join(import.meta.dirname, '../..');
const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
const fixture = readFileSync(join(import.meta.dirname, 'fixtures/dropped-promises.ts'), 'utf8');
const rule = 'lint/nursery/noFloatingPromises';

interface Diagnostic {
  readonly category: string;
  readonly severity: string;
  readonly line: number;
}

const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The linter follows imports only within its project, so the sources come along. */
beforeAll(() => {
  const settings = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as object;
  writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...settings, vcs: { enabled: false } }));
  cpSync(join(root, 'src'), join(folder, 'src'), { recursive: true, filter: (path) => !/\/dist$/.test(path) });
});

/** What the linter has to say of the text, were it a file of ours. */
async function lint(text: string): Promise<Diagnostic[]> {
  const file = 'test/package/lint/dropped-promises.ts';
  mkdirSync(join(folder, 'test/package/lint'), { recursive: true });
  writeFileSync(join(folder, file), text);
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [biome, 'lint', '--reporter=github', file], { cwd: folder }, (_, out) => resolve(out));
  });
  const lines = output.split('\n').filter((line) => line.startsWith('::'));
  return lines.map((line) => {
    const [, severity = '', category = '', at] = /^::(\w+) title=([\w/]+),.*?\bline=(\d+),/.exec(line) ?? [];
    return { severity, category, line: Number(at) };
  });
}

test('every promise that the fixture drops is an error, and no other', async () => {
  const dropped = fixture.split('\n').flatMap((line, at) => (line.endsWith('// dropped') ? [at + 1] : []));
  expect(dropped).toHaveLength(6);
  const expected = dropped.map((line) => ({ severity: 'error', category: rule, line }));
  expect(await lint(fixture)).toEqual(expected);
}, 60_000);

test('the same calls are no error once they are awaited', async () => {
  const kept = fixture.replaceAll(/^ {2}(.*; )\/\/ dropped$/gm, '  await $1');
  expect(kept).toContain("await connect('test:///default');");
  expect(await lint(kept)).toEqual([]);
}, 60_000);
