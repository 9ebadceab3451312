import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { pythonLibvirt } from '../support/python-libvirt.ts';
import { describeBesideLibvirtd } from './test-hypervisor-beside.ts';

/** What an operation is called, what it was given, and what came of it. */
type Operation = readonly [label: string, given: readonly unknown[], outcome: 'ok' | 'error', value: unknown];

/** Each of these is a script of operations; all of them begin with the prelude. */
const scripts = [
  'domains',
  'networks',
  'storage-pools',
  'storage-volumes',
  'interfaces',
  'node-devices',
  'snapshots',
  'checkpoints',
  'saving',
  'guests-and-statistics',
  'memory-parameters',
  'refused-arguments',
];

function readScript(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, 'test-hypervisor-operations', `${name}.py`), 'utf8');
}

describeBesideLibvirtd('the test hypervisor', (both) => {
  test.each(scripts)('does with %s for Python what libvirtd does', async (name) => {
    const parts = await Promise.all([readScript('prelude'), readScript(name)]);
    const script = [...parts, 'print(json.dumps(results))'].join('\n');
    const [ours, theirs] = await both((uri) => pythonLibvirt<Operation[]>(script, { uri }));
    const differing = theirs.flatMap((operation, at) =>
      same(operation, ours[at]) ? [] : [{ operation, ours: ours[at] }],
    );
    expect(differing).toEqual([]);
    expect(ours).toHaveLength(theirs.length);
    expect(theirs.filter(([, , outcome]) => outcome === 'error').length).toBeGreaterThan(5);
  });
});

const sharing = `
def names(connection):
    return sorted([domain.name(), domain.ID(), domain.state()[0]] for domain in connection.listAllDomains())

xml = "<domain type='test'><name>%s</name><memory>1024</memory><os><type>hvm</type></os></domain>"
results = []
first, second = libvirt.open(args), libvirt.openReadOnly(args)
first.createXML(xml % 'seen', 0)
first.defineXML(xml % 'kept')
first.lookupByName('test').suspend()
results.append(names(second))
first.close()
results.append(names(second))
second.close()
third = libvirt.open(args)
results.append(names(third))
third.createXML(xml % 'next', 0)
results.append(names(third))
third.close()
print(json.dumps(results))
`;

describeBesideLibvirtd('the default host', (both) => {
  test('is shared while somebody uses it, and begins anew after that', async () => {
    const [ours, theirs] = await both((uri) => pythonLibvirt<unknown[]>(sharing, uri));
    expect(ours).toEqual(theirs);
    expect(theirs[0]).toHaveLength(3);
    expect(theirs[2]).toEqual([['test', 1, 1]]);
  });
});

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
