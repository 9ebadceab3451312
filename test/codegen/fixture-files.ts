import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from '@jest/globals';
import type { ProtocolFile } from '../../codegen/model.ts';
import { parse } from '../../codegen/parser.ts';
import { resolve } from '../../codegen/resolver.ts';

const folder = join(import.meta.dirname, 'fixtures');

/** The protocol files beside which their generated code stands. */
export const fixtures: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.x'))
  .map((name) => basename(name, '.x'));

export function fixtureText(fixture: string): string {
  return readFileSync(join(folder, `${fixture}.x`), 'utf8');
}

export function loadFixture(fixture: string): ProtocolFile {
  const [file] = resolve([{ name: fixture, definitions: parse(`${fixture}.x`, fixtureText(fixture)) }]);
  if (file === undefined) throw new Error(`${fixture}.x gives no file`);
  return file;
}

/** Compares with the file of that name; with UPDATE_FIXTURES=1 writes it. */
export function expectFixture(name: string, text: string): void {
  const path = join(folder, name);
  if (process.env.UPDATE_FIXTURES === '1') writeFileSync(path, text);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : `there is no ${name}; UPDATE_FIXTURES=1 writes it`).toBe(text);
}
