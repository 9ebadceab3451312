import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { build } from 'esbuild';
import { runProgram } from '../../support/run-program.ts';

jest.setTimeout(60_000);
const root = join(import.meta.dirname, '../../..');
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-debug-'));
  await writeFile(join(directory, 'package.json'), JSON.stringify({ type: 'module' }));
  const contents = `import { connect } from './src/index.ts';
    const connection = await connect('test:///default');
    console.log(await connection.getHostname());
    await connection.close();`;
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts', sourcefile: 'program.ts' },
    outdir: directory,
    entryNames: 'program',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    external: ['ssh2'],
    conditions: ['@libvirt-rpc/source'],
    logLevel: 'silent',
  });
});
afterAll(() => rm(directory, { recursive: true }));

async function printed(debug: string): Promise<string> {
  const { status, stdout, stderr } = await runProgram(process.execPath, [join(directory, 'program.js')], {
    environment: { NODE_DEBUG: debug },
  });
  if (status !== 0) throw new Error(stderr);
  expect(stdout.trim().split('\n').length).toBe(1);
  return stderr;
}

test.each(['libvirt', 'http,libvirt', '*'])('NODE_DEBUG=%s prints what happens', async (debug) => {
  const text = await printed(debug);
  expect(text).toMatch(/^LIBVIRT \d+: #1 connect test:\/\/\/default$/m);
  expect(text).toMatch(/^LIBVIRT \d+: #\d+ call connectGetHostname to /m);
});

test.each(['', 'http', 'libvirt-x'])('NODE_DEBUG=%j prints nothing', async (debug) => {
  expect(await printed(debug)).not.toContain('LIBVIRT');
});
