import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readClientSources } from '../../codegen/client-sources.ts';
import { declarationsOf } from '../../codegen/declarations.ts';
import { cFunctionsWithoutMethod } from '../../codegen/methods/c-functions-without-method.ts';
import * as everything from '../../src/index.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/c-functions.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| ([\d.]+) \| (.*) \|$/gm)].map(([, name = '', , here = '']) => ({
  name,
  here,
}));

test('the page has a line for every public function', () => {
  const { functions } = JSON.parse(readFileSync(join(root, 'protocol/api.json'), 'utf8')) as {
    functions: { name: string }[];
  };
  expect(functions.length).toBeGreaterThan(500);
  expect(rows.map(({ name }) => name).sort()).toEqual(functions.map(({ name }) => name).sort());
});

test('every method and property that the page names is there', () => {
  const named = rows.flatMap(({ here }) => [...here.matchAll(/`([A-Z]\w*)\.(\w+)`/g)]);
  expect(named.length).toBeGreaterThan(400);
  const declared = new Set([...readClientSources(root).values()].flatMap(declarationsOf).map(memberOf));
  const prototypes = new Map<string, object>();
  for (const [name, value] of Object.entries<unknown>(everything)) {
    if (typeof value === 'function') prototypes.set(name, value.prototype ?? {});
  }
  const missing = named.filter(([, owner = '', member = '']) => {
    const prototype = prototypes.get(owner) ?? {};
    // Fields are on no prototype, but they are declared.
    return !(member in prototype) && !declared.has(`${owner}.${member}`) && !declared.has(`OpenConnection.${member}`);
  });
  expect(missing.map(([text]) => text)).toEqual([]);
  const functions = rows.flatMap(({ here }) => [...here.matchAll(/`(\w+)\(\)`/g)].map(([, name]) => name));
  expect(functions.filter((name) => name === undefined || !(name in everything))).toEqual([]);
});

function memberOf({ owner, name }: { readonly owner?: string; readonly name: string }): string {
  return `${owner}.${name}`;
}

test('every reason is the one of a function that has no method', () => {
  const instead = new Set(
    rows.map(({ name, here }) => {
      const at = cFunctionsWithoutMethod.findIndex(([pattern]) => pattern.test(name));
      const [pattern, words] = cFunctionsWithoutMethod[at] ?? [];
      return pattern !== undefined && words !== undefined && name.replace(pattern, words) === here ? at : -1;
    }),
  );
  expect(cFunctionsWithoutMethod.filter((_, at) => !instead.has(at)).map(([pattern]) => String(pattern))).toEqual([]);
});
