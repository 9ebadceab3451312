/*
 * npm run codegen: turns protocol/ into src/generated/, and with codegen/methods/ into src/client/generated/.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from './generate.ts';
import { SourceError } from './source.ts';

const root = join(import.meta.dirname, '..', '..');
const input = join(root, 'protocol');
const output = join(root, 'src');
const folders = ['generated', 'client/generated'];

try {
  const files = readdirSync(input).filter((name) => /\.(x|json)$/.test(name));
  const texts = new Map(files.map((name) => [name, readFileSync(join(input, name), 'utf8')]));
  const digest = (name: string): string =>
    createHash('sha256')
      .update(texts.get(name) ?? '')
      .digest('hex');
  const modules = generate(texts, digest);
  for (const folder of folders) {
    mkdirSync(join(output, folder), { recursive: true });
    for (const name of readdirSync(join(output, folder))) {
      if (!modules.has(`${folder}/${name}`)) rmSync(join(output, folder, name));
    }
  }
  for (const [name, text] of modules) writeFileSync(join(output, name), text);
  console.log(`${modules.size} modules written to ${folders.map((folder) => `src/${folder}`).join(' and ')}`);
} catch (error) {
  if (!(error instanceof SourceError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
