/*
 * npm run codegen: turns protocol/ into src/generated/, and with codegen/methods/ into src/client/generated/ and
 * docs/c-functions.md.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClientSources } from './client-sources.ts';
import { generate } from './generate.ts';
import { SourceError } from './source.ts';

const root = join(import.meta.dirname, '..', '..');
const input = join(root, 'protocol');
const folders = ['src/generated', 'src/client/generated'];

try {
  const files = readdirSync(input).filter((name) => /\.(x|json)$/.test(name));
  const texts = new Map(files.map((name) => [name, readFileSync(join(input, name), 'utf8')]));
  const digest = (name: string): string =>
    createHash('sha256')
      .update(texts.get(name) ?? '')
      .digest('hex');
  const made = generate(texts, digest, readClientSources(root));
  for (const folder of folders) {
    mkdirSync(join(root, folder), { recursive: true });
    for (const name of readdirSync(join(root, folder))) {
      if (!made.has(`${folder}/${name}`)) rmSync(join(root, folder, name));
    }
  }
  mkdirSync(join(root, 'docs'), { recursive: true });
  for (const [name, text] of made) writeFileSync(join(root, name), text);
  console.log(`${made.size} files written to ${folders.join(', ')} and docs`);
} catch (error) {
  if (!(error instanceof SourceError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
