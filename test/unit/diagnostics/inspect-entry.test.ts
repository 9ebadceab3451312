import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';

test('the inspector needs nothing of Node', async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, '../../../src/diagnostics/inspect/index.ts')],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    minify: true,
    write: false,
    conditions: ['@libvirt-rpc/source'],
  });
  const [{ text = '' } = {}] = outputFiles;
  expect(text).toContain('domainLookupByName');
  expect(/from"node:|\bprocess\.|\bBuffer\./.exec(text)).toBeNull();
});
