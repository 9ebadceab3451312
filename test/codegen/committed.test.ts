import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readClientSources } from '../../codegen/client-sources.ts';
import { generate } from '../../codegen/generate.ts';

const root = join(import.meta.dirname, '../..');

function texts(folder: string, ending: RegExp): Map<string, string> {
  const names = readdirSync(join(root, folder)).filter((name) => ending.test(name));
  return new Map(names.map((name) => [name, readFileSync(join(root, folder, name), 'utf8')]));
}

test('what is generated in src and docs is what codegen makes of protocol/', () => {
  const protocol = texts('protocol', /\.(x|json)$/);
  const digest = (name: string): string =>
    createHash('sha256')
      .update(protocol.get(name) ?? '')
      .digest('hex');
  const made = generate(protocol, digest, readClientSources(root));
  const committed = new Map<string, string>(
    ['src/generated', 'src/client/generated', 'docs'].flatMap((folder) =>
      [...texts(folder, folder === 'docs' ? /^c-functions\.md$/ : /\.ts$/)].map(
        ([name, text]) => [`${folder}/${name}`, text] as const,
      ),
    ),
  );
  expect([...made.keys()].sort()).toEqual([...committed.keys()].sort());
  // Compared one by one and as booleans: a difference in 20,000 lines is better looked at with git diff.
  for (const [name, text] of made) expect({ name, same: committed.get(name) === text }).toEqual({ name, same: true });
});
