import { describe, expect, test } from '@jest/globals';
import type { Definition } from '../../../codegen/ast.ts';
import { formatProtocol } from '../../../codegen/import/format-protocol.ts';
import { importProtocol, type ProcedureCorrection } from '../../../codegen/import/import-protocol.ts';
import { parse } from '../../../codegen/parser.ts';

interface Inputs {
  readonly upstream: string;
  readonly overlay?: string;
  readonly corrections?: readonly ProcedureCorrection[];
  readonly headers?: Readonly<Record<string, number>>;
  readonly known?: readonly string[];
}

function imported({ upstream, overlay = '', corrections = [], headers = {}, known = [] }: Inputs): {
  text: string;
  used: string[];
} {
  const used = new Set<string>();
  const definitions: Definition[] = importProtocol(
    parse('up.x', upstream),
    parse('overlay.x', overlay),
    corrections,
    new Map(Object.entries(headers)),
    new Set(known),
    used,
  );
  const [, ...blocks] = formatProtocol([], definitions).split('\n\n */\n\n');
  return { text: blocks.join(''), used: [...used] };
}

const procedures = 'enum a_procedure { A_PROC_ONE = 1, /** @acl: none */ A_PROC_TWO = 2 };';

describe('importProtocol', () => {
  test('puts constants first, then types, then procedures, each in the order they had', () => {
    const { text } = imported({
      upstream: `${procedures} struct s { int x; }; const B = 2; typedef int t; enum e { E }; const A = 1;`,
    });
    expect(text.match(/^(const|struct|typedef|enum).*/gm)).toEqual([
      'const B = 2;',
      'const A = 1;',
      'struct s {',
      'typedef int t;',
      'enum e {',
      'enum a_procedure {',
    ]);
  });

  test('states the constants that come from C headers, in the order of their use and once', () => {
    const { text } = imported({
      upstream: `
        struct s { opaque x[UUID_LEN]; int y<OWN>; struct { int z<NESTED>; } in; };
        const OWN = ALIAS;
        union u switch (int t) { case ONE: int a; case UUID_LEN: string b<MAX>; };
        typedef string text<MAX>;
        enum e { E = FIRST, F = E, G = KNOWN };`,
      headers: { MAX: 9, ONE: 1, UUID_LEN: 16, NESTED: -3, ALIAS: 4, FIRST: 7, UNUSED: 5 },
      known: ['KNOWN'],
    });
    expect(text.match(/^const .*/gm)).toEqual([
      'const UUID_LEN = 16;',
      'const NESTED = -3;',
      'const ALIAS = 4;',
      'const ONE = 1;',
      'const MAX = 9;',
      'const FIRST = 7;',
      'const OWN = ALIAS;',
    ]);
  });

  test('refuses a constant that is nowhere defined', () => {
    expect(() => imported({ upstream: 'struct s { int x<MISSING>; };', headers: { OTHER: 1 } })).toThrow(
      'constant MISSING is nowhere defined',
    );
  });

  test('needs no constants for the two values of a bool', () => {
    const { text } = imported({ upstream: 'union u switch (bool b) { case TRUE: int x; case FALSE: void; };' });
    expect(text).not.toContain('const');
  });

  test('adds the overlay: types, constants, and members of an enum that upstream has', () => {
    const { text } = imported({
      upstream: procedures,
      overlay:
        'const N = 3; struct a_three_args { int x<N>; }; enum a_procedure { /** @acl: c:d */ A_PROC_THREE = 3 };',
    });
    expect(text).toBe(`const N = 3;

struct a_three_args {
    int x<N>;
};

enum a_procedure {
    A_PROC_ONE = 1,

    /** @acl: none */
    A_PROC_TWO = 2,

    /** @acl: c:d */
    A_PROC_THREE = 3
};
`);
  });

  test.each([
    [
      'struct',
      'struct s { int x; };',
      'struct s { int x; };',
      'overlay.x:1:8: the overlay adds s, which upstream has by now',
    ],
    ['constant', 'const N = 1;', 'const N = 1;', 'overlay.x:1:7: the overlay adds N, which upstream has by now'],
    [
      'procedure',
      procedures,
      'enum a_procedure { A_PROC_THREE = 3,\nA_PROC_TWO = 2 };',
      'overlay.x:2:1: the overlay adds A_PROC_TWO, which upstream has by now',
    ],
  ])('refuses an overlay whose %s upstream has', (_, upstream, overlay, message) => {
    expect(() => imported({ upstream, overlay })).toThrow(message);
  });

  test('adds the corrections, to procedures of the overlay, too', () => {
    const { text, used } = imported({
      upstream: procedures,
      overlay: 'enum a_procedure { A_PROC_THREE = 3 };',
      corrections: [
        { procedures: ['A_PROC_TWO', 'A_PROC_THREE'], add: { fds: 'required' }, reason: 'a test' },
        { procedures: ['A_PROC_TWO', 'B_PROC_ELSEWHERE'], add: { direction: 'both' }, reason: 'a test' },
        { procedures: ['A_PROC_ONE'], since: '1.0.0', reason: 'a test' },
      ],
    });
    expect(text.match(/\/\*\*.*/g)).toEqual([
      '/** @acl: none @fds: required @direction: both */',
      '/** @fds: required */',
    ]);
    expect(used.sort()).toEqual(['A_PROC_ONE', 'A_PROC_THREE', 'A_PROC_TWO']);
  });

  test('refuses a correction of what upstream states by now', () => {
    expect(() =>
      imported({
        upstream: procedures,
        corrections: [{ procedures: ['A_PROC_TWO'], add: { acl: 'a:b' }, reason: 'a test' }],
      }),
    ).toThrow('up.x:1:54: the correction of @acl is superfluous: upstream states it');
  });
});
