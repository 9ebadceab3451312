import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { unpackPackage } from '../package/packed-package.ts';
import { compile, compilerCommand } from './type-script.ts';

/*
 * What the declarations cost whoever compiles against them: a file that imports all there is, beside an empty one. It
 * is the time that the processor worked for TypeScript, as the clock on the wall depends on what else the machine does.
 */
const runs = 5;
const most = 1;

const folder = mkdtempSync(join(tmpdir(), 'libvirt-rpc-compile-time-'));

beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  await unpackPackage(folder);
  const { exports } = JSON.parse(readFileSync(join(folder, 'node_modules/libvirt-rpc/package.json'), 'utf8')) as {
    exports: Readonly<Record<string, string | object>>;
  };
  const entries = Object.keys(exports).filter((entry) => typeof exports[entry] === 'object');
  const everything = [
    ...entries.map((entry, at) => `import * as all${at} from '${entry.replace('.', 'libvirt-rpc')}';`),
    `export const all = [${entries.map((_, at) => `all${at}`).join(', ')}];`,
    'const connection = await all0.connect();',
    'export const names: string[] = (await connection.listAllDomains()).map(({ name }) => name);',
  ];
  writeFileSync(join(folder, 'everything.ts'), everything.join('\n'));
  writeFileSync(join(folder, 'empty.ts'), 'export {};');
}, 180_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** Seconds that the processor works, for the compiler and what it starts. */
async function workOf(file: string): Promise<number> {
  // The shell tells what its children took: their time in user mode, and in the kernel.
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@"', 'bash', ...compilerCommand([file])], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let report = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    report += text;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  const times = report.trim().split(' ').map(Number);
  if (status !== 0 || times.length !== 2 || times.some(Number.isNaN)) throw new Error(`${file}: ${status}, ${report}`);
  return times.reduce((sum, time) => sum + time, 0);
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}

test('a file that imports everything compiles', async () => {
  expect(await compile(folder, ['everything.ts'])).toEqual([]);
  expect(readFileSync(join(folder, 'everything.ts'), 'utf8')).toContain("from 'libvirt-rpc/protocol/registry'");
}, 60_000);

test(`it takes less than ${most} s more than an empty one`, async () => {
  const times: { readonly everything: number[]; readonly empty: number[] } = { everything: [], empty: [] };
  for (let round = 0; round < runs; round++) {
    times.empty.push(await workOf('empty.ts'));
    times.everything.push(await workOf('everything.ts'));
  }
  expect(median(times.everything) - median(times.empty)).toBeLessThan(most);
}, 120_000);
