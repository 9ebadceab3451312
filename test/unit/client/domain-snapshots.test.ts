import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { DomainCheckpoint } from '../../../src/client/domain-checkpoint.ts';
import { DomainSnapshot } from '../../../src/client/domain-snapshot.ts';
import { DomainSnapshotListFlags } from '../../../src/generated/api-enums.ts';
import { domainWith, noSupport, web } from './domain-with.ts';

const first = { name: 'first', dom: web };

describe.each([
  { Handle: DomainSnapshot, kind: 'DomainSnapshot' },
  { Handle: DomainCheckpoint, kind: 'DomainCheckpoint' },
] as const)('a $kind', ({ Handle, kind }) => {
  test('tells what it is', () => {
    const { domain } = domainWith({});
    const handle = new Handle(domain.connection, first);
    expect(handle.name).toBe('first');
    expect(handle.domain.equals(domain)).toBe(true);
    expect(handle.reference).toEqual(first);
    expect(JSON.parse(JSON.stringify(handle))).toEqual({
      name: 'first',
      domain: { name: 'web', uuid: domain.uuid, id: 7 },
    });
    expect(inspect(handle)).toBe(`${kind} { name: "first", domain: ${inspect(domain)} }`);
  });
});

test('snapshots and checkpoints equal what stands for the same one of the same domain', () => {
  const { connection } = domainWith({}).domain;
  const references = [first, { ...first, name: 'second' }, { ...first, dom: { ...web, uuid: new Uint8Array(16) } }];
  const snapshots = references.map((reference) => new DomainSnapshot(connection, reference));
  const checkpoints = references.map((reference) => new DomainCheckpoint(connection, reference));
  expect(snapshots.map((each) => each.equals(new DomainSnapshot(connection, first)))).toEqual([true, false, false]);
  expect(checkpoints.map((each) => each.equals(new DomainCheckpoint(connection, first)))).toEqual([true, false, false]);
});

describe('snapshots', () => {
  test('are listed at once', async () => {
    const { domain, calls } = domainWith({ domainListAllSnapshots: () => ({ snapshots: [first], ret: 1 }) });
    const [snapshot] = await domain.listAllSnapshots({ flags: DomainSnapshotListFlags.ROOTS });
    expect(snapshot).toBeInstanceOf(DomainSnapshot);
    expect(snapshot?.name).toBe('first');
    expect(calls).toEqual([['domainListAllSnapshots', { need_results: 1, flags: 1 }]]);
  });

  test('are asked for by name, with the same flags, where the daemon cannot list them at once', async () => {
    const { domain, calls } = domainWith({
      domainListAllSnapshots: () => noSupport,
      domainSnapshotNum: () => ({ num: 1 }),
      domainSnapshotListNames: () => ({ names: ['first'] }),
      domainSnapshotLookupByName: () => ({ snap: first }),
    });
    const flags = DomainSnapshotListFlags.LEAVES;
    expect((await domain.listAllSnapshots({ flags })).map(({ name }) => name)).toEqual(['first']);
    expect(calls).toEqual([
      ['domainListAllSnapshots', { need_results: 1, flags }],
      ['domainSnapshotNum', { flags }],
      ['domainSnapshotListNames', { maxnames: 1, flags }],
      ['domainSnapshotLookupByName', { name: 'first', flags: 0 }],
    ]);
  });

  test('have children that are listed both ways', async () => {
    const { domain, calls } = domainWith({ domainSnapshotListAllChildren: () => ({ snapshots: [first], ret: 1 }) });
    const parent = { name: 'parent', dom: web };
    expect(await new DomainSnapshot(domain.connection, parent).listAllChildren()).toHaveLength(1);
    expect(calls).toEqual([['domainSnapshotListAllChildren', { snapshot: parent, need_results: 1, flags: 0 }]]);

    const older = domainWith({
      domainSnapshotListAllChildren: () => noSupport,
      domainSnapshotNumChildren: () => ({ num: 0 }),
    });
    expect(await new DomainSnapshot(older.domain.connection, parent).listAllChildren()).toEqual([]);
  });
});
