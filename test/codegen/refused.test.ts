import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from '../../codegen/parser.ts';
import { resolve } from '../../codegen/resolver.ts';
import { SourceError } from '../../codegen/source.ts';

const folder = join(import.meta.dirname, 'refused');

function refusal(file: string, text: string): string {
  try {
    resolve([{ name: 'refused', definitions: parse(file, text) }]);
  } catch (error) {
    if (error instanceof SourceError) return error.message;
    throw error;
  }
  return 'taken';
}

// Each file says in its first line what is wrong with the others, as `file:line:column: reason`.
test.each(readdirSync(folder))('%s', (file) => {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const message = refusal(file, text);
  expect(message).not.toBe('taken');
  if (process.env.UPDATE_FIXTURES === '1') writeFileSync(path, text.replace(/^.*/, `/* ${message} */`));
  expect(readFileSync(path, 'utf8').split('\n')[0]).toBe(`/* ${message} */`);
});
