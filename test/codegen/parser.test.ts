import { describe, expect, test } from '@jest/globals';
import { parse } from '../../codegen/parser.ts';

/** The definitions without the places where they stand. */
function parsed(text: string): unknown {
  return JSON.parse(JSON.stringify(parse('a.x', text), (key, value) => (key === 'position' ? undefined : value)));
}

/** The only field of a struct. */
function field(text: string): unknown {
  const [definition] = parsed(`struct a { ${text}; };`) as [{ body: { fields: unknown[] } }];
  return definition.body.fields[0];
}

describe('parse', () => {
  test.each([
    ['int x', 'int'],
    ['unsigned int x', 'uint'],
    ['unsigned x', 'uint'],
    ['hyper x', 'hyper'],
    ['unsigned hyper x', 'uhyper'],
    ['float x', 'float'],
    ['double x', 'double'],
    ['bool x', 'bool'],
    ['char x', 'char'],
    ['unsigned char x', 'uchar'],
    ['short x', 'short'],
    ['unsigned short x', 'ushort'],
  ])('knows the type of %s', (text, name) => {
    expect(field(text)).toEqual({ shape: 'plain', type: { kind: 'primitive', name }, name: 'x' });
  });

  const named = { kind: 'named', name: 't' };
  test.each([
    ['t x', { shape: 'plain', type: named, name: 'x' }],
    ['struct t x', { shape: 'plain', type: named, name: 'x' }],
    ['union t x', { shape: 'plain', type: named, name: 'x' }],
    ['enum t x', { shape: 'plain', type: named, name: 'x' }],
    ['t *x', { shape: 'pointer', type: named, name: 'x' }],
    ['t x[3]', { shape: 'fixed', type: named, name: 'x', length: { kind: 'number', value: 3 } }],
    ['t x<N>', { shape: 'variable', type: named, name: 'x', length: { kind: 'name', name: 'N' } }],
    ['t x<>', { shape: 'variable', type: named, name: 'x' }],
    [
      'string x<0x10>',
      {
        shape: 'variable',
        type: { kind: 'primitive', name: 'string' },
        name: 'x',
        length: { kind: 'number', value: 16 },
      },
    ],
  ])('knows the shape of %s', (text, expected) => {
    expect(field(text)).toEqual(expected);
  });

  test.each([
    ['10', 10],
    ['-10', -10],
    ['010', 8],
    ['-010', -8],
    ['0x10', 16],
    ['0XfF', 255],
    ['-0x1', -1],
    ['0', 0],
    ['00', 0],
  ])('reads the number %s', (text, value) => {
    expect(parsed(`const A = ${text};`)).toEqual([
      { kind: 'const', name: 'A', value: { kind: 'number', value }, text },
    ]);
  });

  test('reads an enum', () => {
    expect(parsed('enum a { ONE, TWO = 0x2, THREE = OTHER };')).toEqual([
      {
        kind: 'enum',
        name: 'a',
        body: {
          kind: 'enum',
          members: [
            { name: 'ONE', annotations: [] },
            { name: 'TWO', value: { kind: 'number', value: 2 }, annotations: [] },
            { name: 'THREE', value: { kind: 'name', name: 'OTHER' }, annotations: [] },
          ],
        },
      },
    ]);
  });

  test('reads a union', () => {
    expect(parsed('union a switch (int t) { case 1: case N: int x; case 2: void; default: hyper y<>; };')).toEqual([
      {
        kind: 'union',
        name: 'a',
        body: {
          kind: 'union',
          discriminant: { shape: 'plain', type: { kind: 'primitive', name: 'int' }, name: 't' },
          arms: [
            {
              labels: [
                { kind: 'number', value: 1 },
                { kind: 'name', name: 'N' },
              ],
              declaration: { shape: 'plain', type: { kind: 'primitive', name: 'int' }, name: 'x' },
            },
            { labels: [{ kind: 'number', value: 2 }] },
            { labels: [], declaration: { shape: 'variable', type: { kind: 'primitive', name: 'hyper' }, name: 'y' } },
          ],
        },
      },
    ]);
  });

  test('says where things stand', () => {
    const [definition] = parse('dir/a.x', '\n  struct point {\n    int x;\n  };');
    expect(definition?.position).toEqual({ file: 'dir/a.x', line: 2, column: 10 });
    expect(definition?.kind === 'struct' && definition.body.fields[0]?.position).toEqual({
      file: 'dir/a.x',
      line: 3,
      column: 9,
    });
  });

  test('reads the annotations of documentation comments, and of no others', () => {
    const [definition] = parse(
      'a.x',
      `enum a_procedure {
        /**
         * @generate: both
         * @acl: domain:read
         * @acl: domain:write:FLAG::params:name
         * @aclfilter: domain:getattr
         */
        A_PROC_ONE = 1,
        /* @acl: none */
        A_PROC_TWO = 2,
        /** Some words. @priority: high @sparseflag: A_FLAG */
        A_PROC_THREE = 3
      };`,
    );
    expect(definition?.kind === 'enum' && definition.body.members.map(({ annotations }) => annotations)).toEqual([
      [
        { key: 'generate', value: 'both' },
        { key: 'acl', value: 'domain:read' },
        { key: 'acl', value: 'domain:write:FLAG::params:name' },
        { key: 'aclfilter', value: 'domain:getattr' },
      ],
      [],
      [
        { key: 'priority', value: 'high' },
        { key: 'sparseflag', value: 'A_FLAG' },
      ],
    ]);
  });

  test('reads what C is told about arguments in comments on the same line', () => {
    const [definition] = parse(
      'a.x',
      `struct a { /* insert@1 */
        int first; /* insert@0 */
        int second; /* alloc@1@unsigned int@2 */
        char third<>; /* (const char **) */
        int fourth; /* some remark */
        /* insert@9 */
        int fifth;
      };`,
    );
    expect(
      definition?.kind === 'struct' && [definition.note, ...definition.body.fields.map(({ note }) => note)],
    ).toEqual(['insert@1', 'insert@0', 'alloc@1@unsigned int@2', '(const char **)', undefined, undefined]);
  });
});
