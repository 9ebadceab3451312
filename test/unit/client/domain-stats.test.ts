import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decodeXdr } from '@xdr-ts/runtime';
import { expectTypeOf } from 'expect-type';
import { Connection } from '../../../src/client/connection.ts';
import { Domain } from '../../../src/client/domain.ts';
import { DomainStatsRecord, getAllDomainStats } from '../../../src/client/domain-stats.ts';
import type {
  DomainGuestInfo,
  DomainStats,
  DomainStatsParameters,
} from '../../../src/client/generated/typed-parameter-names.ts';
import { type ParameterTreeNode, parameterTree } from '../../../src/client/parameter-tree.ts';
import type { TypedParameterValue } from '../../../src/client/typed-parameters.ts';
import { ConnectGetAllDomainStatsFlags, DomainStatsTypes } from '../../../src/generated/api-enums.ts';
import { connectGetAllDomainStats, domainGetGuestInfo } from '../../../src/generated/remote-procedures.ts';
import type { TypedParam } from '../../../src/generated/remote-types.ts';
import type { CallProcedure } from '../../../src/protocol/procedure.ts';
import { readRecording } from '../../golden/recording.ts';
import { sessionWithPeer } from '../session/session-with-peer.ts';

const text = (field: string, value = ''): TypedParam => ({ field, value: { type: 7, value } });
const uint = (field: string, value: number): TypedParam => ({ field, value: { type: 2, value } });
const ullong = (field: string, value: bigint): TypedParam => ({ field, value: { type: 4, value } });

/** The results of a call that a real daemon with the QEMU driver gave. */
function recorded<Args, Result>({ procedure, result }: CallProcedure<Args, Result>): Result[] {
  const frames = readRecording(join(import.meta.dirname, '../../golden/goldens/qemu-9.0.0.rec.gz'));
  return frames.flatMap(({ frame }) => {
    const words = new DataView(frame.buffer, frame.byteOffset);
    const [program, number, type, status] = [4, 12, 16, 24].map((at) => words.getUint32(at));
    if (program !== 0x20008086 || number !== procedure || type !== 1 || status !== 0) return [];
    return [decodeXdr(result, frame.slice(28))];
  });
}

describe('parameters with numbers in their names', () => {
  test('make arrays where they are counted', () => {
    const params = [
      uint('block.count', 2),
      text('block.0.name', 'vda'),
      ullong('block.0.rd.bytes', 5n),
      ullong('block.0.wr.bytes', 6n),
      text('block.1.name', 'vdb'),
    ];
    expect(parameterTree(params)).toEqual({
      block: [{ name: 'vda', rd: { bytes: 5n }, wr: { bytes: 6n } }, { name: 'vdb' }],
    });
    expect(parameterTree([uint('net.count', 0)])).toEqual({ net: [] });
  });

  test('make objects by id where they are not, or have gaps', () => {
    expect(parameterTree([uint('vcpu.current', 1), uint('vcpu.3.state', 1)])).toEqual({
      vcpu: { current: 1, 3: { state: 1 } },
    });
    expect(parameterTree([uint('block.count', 2), text('block.1.name', 'vdb')])).toEqual({
      block: { count: 2, 1: { name: 'vdb' } },
    });
    expect(parameterTree([uint('iothread.count', 0)], ['iothread'])).toEqual({ iothread: { count: 0 } });
    expect(parameterTree([uint('a.b.count', 1), uint('a.b.0.c', 5)], ['a.b'])).toEqual({
      a: { b: { count: 1, 0: { c: 5 } } },
    });
  });

  test('lose nothing where one name is the start of another', () => {
    expect(parameterTree([uint('a', 1), uint('a.b', 2), uint('c.d', 3), uint('c', 4)])).toEqual({
      a: 1,
      'a.b': 2,
      c: { d: 3, '': 4 },
    });
  });

  test('cannot reach the prototype of all objects, nor make the stack overflow', () => {
    const deep = Array.from({ length: 100_000 }, () => 'x').join('.');
    const tree = parameterTree([
      text('__proto__.polluted', 'yes'),
      text('constructor.prototype.polluted'),
      text(deep, 'y'),
    ]);
    expect(Object.getPrototypeOf(tree)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
    expect(Object.keys(tree)).toEqual(['__proto__', 'constructor', deep]);
    expect(tree[deep]).toBe('y');
  });

  test('have types of their own', () => {
    type Disk = NonNullable<DomainStats['block']>[number];
    expectTypeOf<NonNullable<Disk['rd']>['bytes']>().toEqualTypeOf<bigint | undefined>();
    expectTypeOf<NonNullable<DomainStats['vcpu']>['current']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<NonNullable<DomainStats['vcpu']>[0]['time']>().toEqualTypeOf<bigint | undefined>();
    expectTypeOf<DomainStats['new in 99.0']>().toEqualTypeOf<ParameterTreeNode | undefined>();
    expectTypeOf<DomainStatsParameters['block.7.rd.bytes']>().toEqualTypeOf<bigint | undefined>();
    expectTypeOf<DomainStatsParameters['block.7.rd.new']>().toEqualTypeOf<TypedParameterValue | undefined>();
    expectTypeOf<NonNullable<DomainGuestInfo['fs']>[number]['mountpoint']>().toEqualTypeOf<string | undefined>();
  });
});

describe('a real guest', () => {
  test('tells of users, interfaces and disks', () => {
    const info = recorded(domainGetGuestInfo).map(({ params }) => parameterTree<DomainGuestInfo>(params));
    expect(info[0]).toMatchObject({
      user: [],
      os: { machine: 'x86_64' },
      timezone: { name: 'UTC', offset: 0 },
      hostname: 'guest',
      disk: [{ name: '/dev/vda', partition: false, alias: 'vda' }],
    });
    expect(info[0]?.if?.map(({ name }) => name)).toEqual(['lo', 'eth0']);
    expect(info[0]?.if?.[0]?.addr?.[1]).toEqual({ type: 'ipv6', addr: '::1', prefix: 128 });
  });

  test('has every statistic in both forms', () => {
    const { connection } = connectionWith([]);
    const records = recorded(connectGetAllDomainStats).flatMap(({ retStats }) => retStats);
    expect(records.length).toBeGreaterThan(0);
    for (const { dom, params } of records) {
      const record = new DomainStatsRecord(new Domain(connection, dom), params);
      expect(Object.fromEntries(flat(record.stats, ''))).toEqual(record.params);
      expect(Object.keys(record.params)).toEqual(params.map(({ field }) => field));
    }
  });
});

/** A tree's leaves by their whole names; the length of an array is a count. */
function flat(node: ParameterTreeNode | undefined, path: string): [string, unknown][] {
  if (typeof node !== 'object') return [[path, node]];
  const members = Object.entries(node).flatMap(([name, child]) => flat(child, path === '' ? name : `${path}.${name}`));
  return Array.isArray(node) ? [[`${path}.count`, node.length], ...members] : members;
}

const web = { name: 'web', uuid: new Uint8Array(16), id: 3 };

function connectionWith(params: readonly TypedParam[]): { connection: Connection; asked: unknown[] } {
  const asked: unknown[] = [];
  const { session } = sessionWithPeer({
    connectGetAllDomainStats: (call) => {
      asked.push(call.args);
      call.reply({ retStats: [{ dom: web, params }] });
    },
  });
  return { connection: new Connection(session, 'test:///default'), asked };
}

describe('the statistics of all domains', () => {
  test('come with the domain, as an object and by their names', async () => {
    const { connection, asked } = connectionWith([uint('block.count', 1), ullong('block.0.rd.bytes', 7n)]);
    const [record] = await getAllDomainStats(connection);
    expect(record?.domain.name).toBe('web');
    expect(record?.stats.block?.[0]?.rd?.bytes).toBe(7n);
    expect(record?.stats).toBe(record?.stats);
    expect(record?.params).toEqual({ 'block.count': 1, 'block.0.rd.bytes': 7n });
    expect(record?.toJSON()).toEqual({ domain: record?.domain.toJSON(), stats: { block: [{ rd: { bytes: 7n } }] } });
    expect(asked).toEqual([{ doms: [], stats: 0, flags: 0 }]);
  });

  test('are those that are asked for', async () => {
    const { connection, asked } = connectionWith([]);
    const domain = new Domain(connection, web);
    await getAllDomainStats(connection, {
      domains: [domain],
      stats: [DomainStatsTypes.BLOCK, DomainStatsTypes.STATE],
      flags: ConnectGetAllDomainStatsFlags.NOWAIT,
    });
    const { BLOCK, STATE } = DomainStatsTypes;
    expect(asked).toEqual([{ doms: [web], stats: BLOCK | STATE, flags: ConnectGetAllDomainStatsFlags.NOWAIT }]);
  });

  test('of no domains are none, and nobody is asked', async () => {
    const { connection, asked } = connectionWith([]);
    expect(await getAllDomainStats(connection, { domains: [] })).toEqual([]);
    expect(asked).toEqual([]);
  });
});
