import { basename, join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/** Makes a program of a source file, which Node runs as it is, in a folder; resolves with its path there. */
export async function bundleProgram(source: string, folder: string): Promise<string> {
  await build({
    entryPoints: [source],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    // What it does not need, as the way by SSH, is in files of its own, which are never loaded.
    splitting: true,
    alias: { 'libvirt-rpc': join(root, 'src/index.ts') },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@libvirt-rpc/source'],
    external: ['ssh2'],
    logLevel: 'error',
  });
  return join(folder, basename(source).replace(/\.ts$/, '.mjs'));
}
