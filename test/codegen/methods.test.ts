import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { objectClasses } from '../../codegen/methods/object-classes.ts';
import { withoutMethod } from '../../codegen/methods/without-method.ts';
import * as protocol from '../../src/generated/protocol.ts';

const client = join(import.meta.dirname, '../../src/client');

/** The calls of all programs, by the names of their constants. */
const calls = Object.entries<unknown>(protocol)
  .filter(([, value]) => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'call')
  .map(([name]) => name);

const events = new Set(
  Object.entries<unknown>(protocol)
    .filter(([, value]) => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'event')
    .map(([name]) => name),
);

/** The calls that the client imports, as only those can it make; each by its name, or as a part of them all. */
function importedByClient(): Set<string> {
  const imported = new Set<string>();
  for (const file of readdirSync(client, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(client, file), 'utf8');
    for (const [, names = ''] of text.matchAll(/import \{([^}]*)\} from '[^']*-procedures\.ts'/g)) {
      for (const name of names.split(',')) imported.add(name.trim());
    }
    for (const [, all = ''] of text.matchAll(/import \* as (\w+) from '[^']*-procedures\.ts'/g)) {
      for (const [, name = ''] of text.matchAll(new RegExp(`\\b${all}\\.(\\w+)`, 'g'))) imported.add(name);
    }
  }
  imported.delete('');
  for (const name of events) imported.delete(name);
  return imported;
}

test('every call of the protocol is made by the client, or there is a reason why not', () => {
  const imported = importedByClient();
  expect(calls.length).toBeGreaterThan(400);
  expect(calls.filter((name) => !imported.has(name)).sort()).toEqual(Object.keys(withoutMethod).sort());
});

test('the client makes no call that the protocol has not', () => {
  expect([...importedByClient()].filter((name) => !calls.includes(name))).toEqual([]);
});

test('every reason says something', () => {
  for (const [name, reason] of Object.entries(withoutMethod)) expect(`${name}: ${reason}`).toMatch(/: \w.{10,}/);
});

test.each(objectClasses)('$name has each method once, each with its words', ({ rows }) => {
  const methods = rows.map(({ method }) => method);
  expect(methods.filter((method, at) => methods.indexOf(method) !== at)).toEqual([]);
  // One sentence with its end; arguments and errors in words that continue one.
  expect(rows.filter(({ doc }) => !/^[A-Z].*\.$/s.test(doc)).map(({ method }) => method)).toEqual([]);
  const words = rows.flatMap(({ args = {}, throws = [] }) => [...Object.values(args).map(({ doc }) => doc), ...throws]);
  expect(words.filter((text) => text.trim().length < 4)).toEqual([]);
});
