import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { XdrReader } from '@xdr-ts/runtime';
import { expectTypeOf } from 'expect-type';
import type {
  DomainBlkioParameters,
  DomainMemoryParameters,
  DomainMigrateParametersInput,
  DomainSchedulerParametersInput,
} from '../../../src/client/generated/typed-parameter-names.ts';
import * as names from '../../../src/client/generated/typed-parameter-names.ts';
import {
  inTwoPhases,
  parametersOf,
  type TypedParameter,
  type TypedParameterValue,
  wireParameters,
  withStrings,
} from '../../../src/client/typed-parameters.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import type { TypedParam } from '../../../src/generated/remote-types.ts';
import { procedureByNumber } from '../../../src/protocol/registry.ts';
import { readRecording } from '../../golden/recording.ts';
import { sessionWithPeer } from '../session/session-with-peer.ts';

const everyKind = {
  int: 'int',
  uint: 'uint',
  llong: 'llong',
  ullong: 'ullong',
  double: 'double',
  boolean: 'boolean',
  string: 'string',
  several: 'strings',
} as const;

const wire: readonly TypedParam[] = [
  { field: 'int', value: { type: 1, value: -5 } },
  { field: 'uint', value: { type: 2, value: 4_294_967_295 } },
  { field: 'llong', value: { type: 3, value: -(2n ** 63n) } },
  { field: 'ullong', value: { type: 4, value: 2n ** 64n - 1n } },
  { field: 'double', value: { type: 5, value: 0.5 } },
  { field: 'boolean', value: { type: 6, value: 1 } },
  { field: 'string', value: { type: 7, value: 'text' } },
];
const plain = {
  int: -5,
  uint: 4_294_967_295,
  llong: -(2n ** 63n),
  ullong: 2n ** 64n - 1n,
  double: 0.5,
  boolean: true,
  string: 'text',
};

describe('typed parameters', () => {
  test('are read by their names, whatever those are', () => {
    expect(parametersOf(wire)).toEqual(plain);
    expect(parametersOf([{ field: 'new in 99.0', value: { type: 6, value: 0 } }])).toEqual({ 'new in 99.0': false });
    expect(parametersOf([])).toEqual({});
  });

  test('have a name like a property of all objects and do nothing with it', () => {
    const read = parametersOf([{ field: '__proto__', value: { type: 7, value: 'x' } }]);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
    expect(parametersOf([{ field: 'constructor', value: { type: 1, value: 3 } }])).toEqual({ constructor: 3 });
  });

  test('are sent with the kinds that the driver expects', () => {
    expect(wireParameters(everyKind, plain)).toEqual(wire);
    expect(wireParameters(everyKind, { llong: -7, ullong: 7 })).toEqual([
      { field: 'llong', value: { type: 3, value: -7n } },
      { field: 'ullong', value: { type: 4, value: 7n } },
    ]);
  });

  test('are sent only where they are given', () => {
    expect(wireParameters(everyKind, {})).toEqual([]);
    expect(wireParameters(everyKind, { int: undefined, boolean: false, params: undefined })).toEqual([
      { field: 'boolean', value: { type: 6, value: 0 } },
    ]);
  });

  test('may stand several times where that means something', () => {
    const several = (value: string): TypedParam => ({ field: 'several', value: { type: 7, value } });
    expect(wireParameters(everyKind, { several: ['vda', 'vdb'] })).toEqual([several('vda'), several('vdb')]);
    expect(wireParameters(everyKind, { several: 'vda' })).toEqual([several('vda')]);
  });

  test('have names that this release does not know, with the kind told', () => {
    const params: TypedParameter[] = [
      { name: 'future', kind: 'uint', value: 3 },
      { name: 'int', kind: 'string', value: 'as the driver wants it' },
    ];
    expect(wireParameters(everyKind, { boolean: true, params })).toEqual([
      { field: 'boolean', value: { type: 6, value: 1 } },
      { field: 'future', value: { type: 2, value: 3 } },
      { field: 'int', value: { type: 7, value: 'as the driver wants it' } },
    ]);
  });

  test.each<readonly [string, unknown]>([
    ['int', 2 ** 31],
    ['int', 1.5],
    ['int', 5n],
    ['uint', -1],
    ['uint', 2 ** 32],
    ['llong', 2n ** 63n],
    ['llong', 2 ** 60],
    ['ullong', -1],
    ['ullong', 2n ** 64n],
    ['ullong', '5'],
    ['double', 5n],
    ['boolean', 1],
    ['string', 5],
    ['string', null],
    ['several', [5]],
    ['toString', 'a name of all objects'],
    ['unknown', 5],
  ])('refuse %s: %p, and do not repeat a value that may be secret', (name, value) => {
    const call = (): unknown => wireParameters<Record<string, never>>(Object(everyKind), Object({ [name]: value }));
    expect(call).toThrow(UsageError);
    expect(call).toThrow(name);
    if (typeof value === 'string') expect(call).not.toThrow(value);
  });

  test('are asked for in two phases, and only once where there are none', async () => {
    const asked: number[] = [];
    const ask = (all: readonly TypedParam[]) => async (nparams: number) => {
      asked.push(nparams);
      return nparams === 0 ? { params: [], nparams: all.length } : { params: all.slice(0, nparams), nparams: 0 };
    };
    expect(await inTwoPhases(ask(wire))).toEqual(wire);
    expect(await inTwoPhases(ask([]))).toEqual([]);
    expect(asked).toEqual([0, wire.length, 0]);
  });

  test.each([
    [1, 0x8000_0006],
    [0, 0x8000_0002],
  ])('come with strings where the daemon knows how: %p', async (supported, flags) => {
    const features: unknown[] = [];
    const { session } = sessionWithPeer({
      connectSupportsFeature: (call) => {
        features.push(call.args);
        call.reply({ supported });
      },
    });
    expect(await withStrings(session, 0x8000_0002, {})).toBe(flags);
    expect(await withStrings(session, 0x8000_0002, {})).toBe(flags);
    expect(features).toEqual([{ feature: 9 }]);
  });
});

test('types of known names are exact, and other names are still there', () => {
  expectTypeOf<DomainMemoryParameters['hard_limit']>().toEqualTypeOf<bigint | undefined>();
  expectTypeOf<DomainBlkioParameters['weight']>().toEqualTypeOf<number | undefined>();
  expectTypeOf<DomainBlkioParameters['new in 99.0']>().toEqualTypeOf<TypedParameterValue | undefined>();
  expectTypeOf<{ vcpu_quota: -1; cpu_shares: 5n }>().toExtend<DomainSchedulerParametersInput>();
  expectTypeOf<{ cpu_shares: string }>().not.toExtend<DomainSchedulerParametersInput>();
  expectTypeOf<DomainMigrateParametersInput['migrate_disks']>().toEqualTypeOf<string | readonly string[] | undefined>();
  // @ts-expect-error: a name that is not known needs its kind.
  const input: DomainSchedulerParametersInput = { cpu_share: 5 };
  expect(input).toEqual({ cpu_share: 5 });
});

describe('kinds of known names', () => {
  const kinds = ['int', 'uint', 'llong', 'ullong', 'double', 'boolean', 'string'];
  /** What real daemons told, and what virsh and Python set, by procedure. */
  const recorded = new Map<string, TypedParam[]>();
  const folder = join(import.meta.dirname, '../../golden/goldens');
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.rec.gz'))) {
    for (const { frame } of readRecording(join(folder, file))) {
      const [program = 0, , number = 0, type, , status] = Array.from({ length: 6 }, (_, at) =>
        new DataView(frame.buffer, frame.byteOffset).getUint32(4 + 4 * at),
      );
      const procedure = procedureByNumber(program, number);
      if (procedure?.kind !== 'call' || status !== 0 || (type !== 0 && type !== 1)) continue;
      const reader = new XdrReader(frame.subarray(28));
      const value: unknown = (type === 0 ? procedure.args : procedure.result).read(reader);
      if (typeof value !== 'object' || value === null || !('params' in value) || !Array.isArray(value.params)) continue;
      recorded.set(procedure.name, [...(recorded.get(procedure.name) ?? []), ...value.params]);
    }
  }

  test.each([
    ['domainGetSchedulerParameters', names.domainSchedulerParameters],
    ['domainSetSchedulerParametersFlags', names.domainSchedulerParameters],
    ['domainGetMemoryParameters', names.domainMemoryParameters],
    ['domainSetMemoryParameters', names.domainMemoryParameters],
    ['domainGetBlkioParameters', names.domainBlkioParameters],
    ['domainSetBlkioParameters', names.domainBlkioParameters],
    ['domainGetNumaParameters', names.domainNumaParameters],
    ['domainGetInterfaceParameters', names.domainInterfaceParameters],
    ['domainSetInterfaceParameters', names.domainInterfaceParameters],
    ['domainGetBlockIoTune', names.domainBlockIoTune],
    ['domainSetBlockIoTune', names.domainBlockIoTune],
    ['domainBlockStatsFlags', names.domainBlockStatsParameters],
    ['domainBlockCopy', names.domainBlockCopyParameters],
    ['domainGetCPUStats', names.domainCPUStats],
    ['domainSetIOThreadParams', names.domainIOThreadParameters],
    ['domainGetPerfEvents', names.domainPerfEvents],
    ['domainSetPerfEvents', names.domainPerfEvents],
    ['domainGetJobStats', names.domainJobStats],
    ['domainAnnounceInterface', names.domainAnnounceInterfaceParameters],
    ['domainMigratePerform3Params', names.domainMigrateParameters],
  ])('are those that %s had on real connections', (procedure, group) => {
    const params = recorded.get(procedure) ?? [];
    expect(params.length).toBeGreaterThan(0);
    const known: Readonly<Record<string, string>> = group;
    const told = params.map(({ field, value }) => [field, kinds[value.type - 1]]);
    const expected = params.map(({ field }) => [field, known[field]?.replace('strings', 'string')]);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(expected));
  });
});
