import { expect, test } from '@jest/globals';
import { pythonLibvirt } from '../../support/python-libvirt.ts';
import { describeBesideLibvirtd } from './beside.ts';
import { compareOperations } from './compared.ts';

/** Each of these is a script of operations; all of them begin with the prelude. */
const scripts = [
  'domains',
  'networks',
  'network-updates',
  'storage-pools',
  'storage-volumes',
  'interfaces',
  'node-devices',
  'snapshots',
  'checkpoints',
  'saving',
  'guests-and-statistics',
  'memory-parameters',
  'tuning',
  'cpus',
  'screenshots',
  'refused-arguments',
];

describeBesideLibvirtd('the test hypervisor', (_, peers) => {
  test.each(scripts)('does with %s for Python what libvirtd does', (name) =>
    compareOperations(name, peers.ours, peers.theirs),
  );
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
