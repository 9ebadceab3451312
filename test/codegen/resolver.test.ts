import { describe, expect, test } from '@jest/globals';
import type { ProtocolFile } from '../../codegen/model.ts';
import { parse } from '../../codegen/parser.ts';
import { resolve } from '../../codegen/resolver.ts';
import { leastSize } from '../../codegen/sizes.ts';

function resolved(...texts: string[]): ProtocolFile[] {
  return resolve(texts.map((text, i) => ({ name: `file${i}`, definitions: parse(`file${i}_protocol.x`, text) })));
}

function only(text: string): ProtocolFile {
  const [file] = resolved(text);
  if (file === undefined) throw new Error('one text gives one file');
  return file;
}

/** The least size of the type that the text defines last. */
function size(text: string): number {
  const type = only(text).types.at(-1);
  if (type === undefined) throw new Error('no type');
  return leastSize({ kind: 'type', type });
}

describe('resolve', () => {
  test('counts enums on from the member before', () => {
    const [type] = only('const FIVE = 5; enum a { ZERO, ONE, FIFTH = FIVE, SIXTH, MINUS = -2, LESS };').types;
    expect(type?.kind === 'enum' && type.members.map(({ value }) => value)).toEqual([0, 1, 5, 6, -2, -1]);
  });

  test('gives constants their value, and TypeScript a spelling that it understands', () => {
    const { constants } = only(
      'enum e { M = 3 }; const A = 0x1F; const B = 017; const C = A; const D = M; const E = -010;',
    );
    expect(constants).toEqual([
      { name: 'A', value: 31, file: 'file0', text: '0x1F' },
      { name: 'B', value: 15, file: 'file0', text: '15' },
      { name: 'C', value: 31, file: 'file0', text: '31' },
      { name: 'D', value: 3, file: 'file0', text: '3' },
      { name: 'E', value: -8, file: 'file0', text: '-8' },
    ]);
  });

  test('keeps the constant that a length was written as, and the limit that <> has', () => {
    const [type] = only('const N = 3; struct a { int x<N>; int y[4]; int z<>; };').types;
    expect(type?.kind === 'struct' && type.fields.map(({ length }) => [length.value, length.constant?.name])).toEqual([
      [3, 'N'],
      [4, undefined],
      [0xffffffff, undefined],
    ]);
  });

  test('lets files see those before them', () => {
    const [first, second] = resolved(
      'const N = 3; typedef string text<N>; enum color { RED };',
      'struct a { text t; int x<N>; color c; }; const ALSO = RED;',
    );
    const type = second?.types[0];
    expect(type?.kind === 'struct' && type.fields.map((field) => field.type)).toEqual([
      { kind: 'type', type: first?.types[0] },
      { kind: 'primitive', name: 'int' },
      { kind: 'type', type: first?.types[1] },
    ]);
    expect(() => resolved('struct a { text t; };', 'typedef string text<3>;')).toThrow(
      'file0_protocol.x:1:12: unknown type text',
    );
  });

  test('lets two files state the same constant, but not another value for it', () => {
    const [first, second] = resolved('const N = 16;', 'const N = 0x10; struct a { int x<N>; };');
    expect([first?.constants.length, second?.constants.length]).toEqual([1, 0]);
    expect(() => resolved('const N = 16;', 'const N = 17;')).toThrow(
      'file1_protocol.x:1:7: constant N is 16 in file0_protocol.x',
    );
  });

  test('refuses a type that a file before has', () => {
    expect(() => resolved('typedef int a;', 'typedef int a;')).toThrow('file1_protocol.x:1:13: a is defined twice');
  });

  test('names nested types by their place', () => {
    const { types } = only(
      'struct a { struct { enum { ON } s; } in; union switch (bool b) { case TRUE: struct { int y; } arm; } u<>; };',
    );
    expect(types.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'struct a',
      'struct a_in',
      'enum a_in_s',
      'union a_u',
      'struct a_u_arm',
    ]);
  });

  test('takes a typedef of a struct for the struct', () => {
    expect(only('typedef struct { int x; } a; typedef a *b;').types.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      ['struct a', 'alias b'],
    );
  });

  test('makes types that point to themselves', () => {
    const [list] = only('struct list { int x; list *next; list more<3>; };').types;
    expect(
      list?.kind === 'struct' && list.fields.slice(1).map(({ type }) => type.kind === 'type' && type.type),
    ).toEqual([list, list]);
  });

  test("finds a program's procedures and their structs", () => {
    const { program } = only(`
      const FILE0_PROGRAM = 0x20; const FILE0_PROTOCOL_VERSION = 2;
      struct file0_block_job_2_args { int x; };
      struct file0_get_XMLDesc_ret { int x; };
      struct file0_event_msg { int x; };
      enum file0_procedure { FILE0_PROC_BLOCKJOB2 = 1, FILE0_PROC_GET_XML_DESC = 2, FILE0_PROC_EVENT = 3, FILE0_PROC_RESET = 9 };`);
    expect([program?.number, program?.version]).toEqual([32, 2]);
    expect(
      program?.procedures.map(({ number, kind, args, result, payload }) => [
        number,
        kind,
        args?.name,
        result?.name,
        payload?.name,
      ]),
    ).toEqual([
      [1, 'call', 'file0_block_job_2_args', undefined, undefined],
      [2, 'call', undefined, 'file0_get_XMLDesc_ret', undefined],
      [3, 'event', undefined, undefined, 'file0_event_msg'],
      [9, 'call', undefined, undefined, undefined],
    ]);
    expect(only('enum other_procedure { OTHER_PROC_A = 1 };').program).toBeUndefined();
  });
});

describe('leastSize', () => {
  test.each([
    ['typedef int a;', 4],
    ['typedef unsigned hyper a;', 8],
    ['typedef double a;', 8],
    ['typedef float a;', 4],
    ['typedef bool a;', 4],
    ['typedef char a;', 4],
    ['typedef unsigned short a;', 4],
    ['typedef string a<9>;', 4],
    ['typedef opaque a<9>;', 4],
    ['typedef opaque a[9];', 12],
    ['typedef char a[9];', 36],
    ['typedef hyper a[3];', 24],
    ['typedef hyper a<3>;', 4],
    ['typedef hyper *a;', 4],
    ['enum a { ONE };', 4],
    ['struct a { int x; hyper y; opaque z[5]; };', 20],
    ['typedef hyper b[2]; struct a { b x[2]; };', 32],
    ['union a switch (int t) { case 1: hyper x; case 2: int y; };', 8],
    ['union a switch (int t) { case 1: hyper x; case 2: void; };', 4],
    ['union a switch (int t) { case 1: hyper x; default: int y[3]; };', 12],
    ['struct a { int x; a *next; };', 8],
  ])('of %s is %i', (text, bytes) => {
    expect(size(text)).toBe(bytes);
  });
});
