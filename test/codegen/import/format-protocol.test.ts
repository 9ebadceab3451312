import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Definition } from '../../../codegen/ast.ts';
import { protocolFiles } from '../../../codegen/generate.ts';
import { formatProtocol } from '../../../codegen/import/format-protocol.ts';
import { parse } from '../../../codegen/parser.ts';
import { fixtures, fixtureText } from '../fixture-files.ts';

/** Definitions without their places, and numbers without their spelling. */
function meaning(definitions: readonly Definition[]): unknown {
  return JSON.parse(JSON.stringify(definitions, (key, value) => (key === 'position' ? undefined : value)));
}

describe('formatProtocol', () => {
  test.each(protocolFiles)('gives protocol/%s_protocol.x as it is', (name) => {
    const file = `${name}_protocol.x`;
    const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'protocol', file), 'utf8');
    const header = /^\/\*\n((?: \*.*\n)*?) \*\/\n/.exec(text)?.[1] ?? '';
    const lines = header
      .split('\n')
      .slice(0, -1)
      .map((line) => line.replace(/^ \* ?/, ''));
    expect(formatProtocol(lines, parse(file, text))).toBe(text);
  });

  test.each(fixtures)('says the same as fixtures/%s.x, and the same again of what it said', (name) => {
    const definitions = parse(name, fixtureText(name));
    const text = formatProtocol(['header'], definitions);
    expect(meaning(parse(name, text))).toEqual(meaning(definitions));
    expect(formatProtocol(['header'], parse(name, text))).toBe(text);
  });

  test('puts constants together and everything else apart', () => {
    const text = formatProtocol(
      ['one', '', 'two'],
      parse(
        'a.x',
        'const A=1;const B=0x2;struct s{int x;/* insert@1 */t *y;}; const C=A;enum e{ONE,TWO=2};typedef unsigned n<A>;',
      ),
    );
    expect(text).toBe(`/*
 * one
 *
 * two
 */

const A = 1;
const B = 0x2;

struct s {
    int x; /* insert@1 */
    t *y;
};

const C = A;

enum e {
    ONE,
    TWO = 2
};

typedef unsigned int n<A>;
`);
  });

  test('writes unions, nested types and annotations', () => {
    const text = formatProtocol(
      [],
      parse(
        'a.x',
        `union u switch(unsigned t){case 1:case A:int x;default:void;};
         struct s { struct { enum {ON,OFF} state; } in<>; };
         enum p_procedure { /** @generate: both @acl: a:b */ P_ONE = 1, P_TWO = 2 };`,
      ),
    );
    expect(text).toBe(`/*

 */

union u switch (unsigned int t) {
    case 1:
    case A:
        int x;
    default:
        void;
};

struct s {
    struct {
        enum {
            ON,
            OFF
        } state;
    } in<>;
};

enum p_procedure {
    /** @generate: both @acl: a:b */
    P_ONE = 1,

    P_TWO = 2
};
`);
  });
});
