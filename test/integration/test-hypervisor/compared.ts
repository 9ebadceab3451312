import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { pythonLibvirt } from '../../support/python-libvirt.ts';

/** What an operation is called, what it was given, and what came of it. */
type Operation = readonly [label: string, given: readonly unknown[], outcome: 'ok' | 'error', value: unknown];

function readScript(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, 'operations', `${name}.py`), 'utf8');
}

/** Runs a script of operations while others listen, against two hypervisors whose events have to agree. */
export async function compareEvents(
  name: string,
  of: 'hosts' | 'secrets',
  ours: string,
  theirs: string,
): Promise<Map<string, number>> {
  const names = ['recording', `recording-${of}`, 'prelude', name, `recorded-${of}`];
  const parts = await Promise.all(names.map(readScript));
  const script = parts.join('\n');
  const [got, expected] = await Promise.all([
    pythonLibvirt<Record<string, unknown[]>>(script, { uri: ours }),
    pythonLibvirt<Record<string, unknown[]>>(script, { uri: theirs }),
  ]);
  expect(got).toEqual(expected);
  return new Map(Object.entries(expected).map(([registration, events]) => [registration, events.length]));
}

/** Runs a script of operations, behind the prelude that all of them have, against two hypervisors that have to agree. */
export async function compareOperations(name: string, ours: string, theirs: string): Promise<void> {
  const parts = await Promise.all([readScript('prelude'), readScript(name)]);
  const script = [...parts, 'print(json.dumps(results))'].join('\n');
  const [got, expected] = await Promise.all([
    pythonLibvirt<Operation[]>(script, { uri: ours }),
    pythonLibvirt<Operation[]>(script, { uri: theirs }),
  ]);
  const differing = expected.flatMap((operation, at) =>
    JSON.stringify(operation) === JSON.stringify(got[at]) ? [] : [{ operation, ours: got[at] }],
  );
  expect(differing).toEqual([]);
  expect(got).toHaveLength(expected.length);
  expect(expected.filter(([, , outcome]) => outcome === 'error').length).toBeGreaterThan(5);
}
