import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';

/*
 * The layers of src/: each may import those above it in this table, and none of what it never touches.
 */
interface Layer {
  readonly folder: string;
  /** Modules, or folders and files of src/, that it never imports though they may stand above it. */
  readonly never: readonly string[];
}

const timers = /\b(setTimeout|setInterval|setImmediate|process)\b/;
const layers: readonly (Layer & { readonly neverSays?: RegExp })[] = [
  { folder: 'xdr', never: ['node:'] },
  { folder: 'protocol', never: ['node:'] },
  { folder: 'generated', never: ['node:'] },
  { folder: 'errors', never: ['node:'], neverSays: timers },
  { folder: 'rpc', never: ['node:'], neverSays: timers },
  { folder: 'transport', never: ['rpc', 'generated', 'protocol'] },
  { folder: 'auth', never: ['transport', 'node:net', 'node:tls'] },
  { folder: 'test-driver', never: ['node:'] },
  // What happens is told by the session and those below it, who may not run without; it knows packets, but no sessions.
  { folder: 'diagnostics', never: ['transport', 'auth', 'test-driver', 'node:net', 'node:tls'] },
  { folder: 'session', never: [] },
  { folder: 'client', never: ['rpc/frame.ts', 'rpc/frame-decoder.ts', 'node:'] },
  { folder: 'proxy', never: [] },
  { folder: 'testing', never: [] },
  { folder: 'cli', never: [] },
];
/** These two stand for each other's facts: descriptors are typed by the one and made by the other. */
const twins = new Set(['protocol', 'generated']);

const src = resolve(import.meta.dirname, '../../src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('dist/'))
  .map((file) => ({ file, text: readFileSync(join(src, file), 'utf8') }));

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport\()\s*'([^']+)'/g)].map(([, specifier]) => specifier ?? '');
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : '';
}

describe('layers', () => {
  test('every folder of src is a layer', () => {
    const folders = new Set(files.map(({ file }) => folderOf(file)));
    folders.delete('');
    const known = layers.map(({ folder }) => folder);
    expect([...folders].filter((folder) => !known.includes(folder))).toEqual([]);
  });

  test('a layer imports only layers above it, and never what it must not touch', () => {
    const faults: string[] = [];
    for (const { file, text } of files) {
      const folder = folderOf(file);
      const rank = layers.findIndex((layer) => layer.folder === folder);
      const layer = layers[rank];
      if (layer === undefined) continue;
      for (const specifier of importsOf(text)) {
        const target = specifier.startsWith('.') ? relative(src, resolve(src, dirname(file), specifier)) : specifier;
        const targetFolder = folderOf(target);
        const targetRank = layers.findIndex((candidate) => candidate.folder === targetFolder);
        const below = targetRank > rank && !(twins.has(folder) && twins.has(targetFolder));
        const banned = layer.never.some(
          (name) => target === name || target.startsWith(name.endsWith(':') ? name : `${name}/`),
        );
        if (below || banned) faults.push(`${file} imports ${specifier}`);
      }
      if (layer.neverSays?.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))) {
        faults.push(`${file} uses timers or the process, which it is to be handed`);
      }
    }
    expect(faults).toEqual([]);
  });

  test('the XDR runtime and the shared leaves import nothing of the rest', () => {
    const faults = files
      .filter(({ file }) => folderOf(file) === 'xdr' || ['async-dispose.ts', 'json-replacer.ts'].includes(file))
      .flatMap(({ file, text }) =>
        importsOf(text)
          .filter((name) => !name.startsWith('./'))
          .map((name) => `${file}: ${name}`),
      );
    expect(faults).toEqual([]);
  });
});
