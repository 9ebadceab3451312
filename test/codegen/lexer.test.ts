import { describe, expect, test } from '@jest/globals';
import { tokenize } from '../../codegen/lexer.ts';

/** Tokens as `line:column kind text`. */
function tokens(text: string): string[] {
  return tokenize('a.x', text).map(({ kind, text: found, position }) =>
    `${position.line}:${position.column} ${kind} ${found}`.trimEnd(),
  );
}

describe('tokenize', () => {
  test('splits words, numbers and punctuation, with their places', () => {
    expect(tokens('const A_1 = -0x1F;\n  opaque b<>;')).toEqual([
      '1:1 identifier const',
      '1:7 identifier A_1',
      '1:11 punctuation =',
      '1:13 number -0x1F',
      '1:18 punctuation ;',
      '2:3 identifier opaque',
      '2:10 identifier b',
      '2:11 punctuation <',
      '2:12 punctuation >',
      '2:13 punctuation ;',
      '2:14 end',
    ]);
  });

  test.each(['0', '7', '-7', '007', '0x0', '0XfF', '-0x10', '4294967296'])('takes %s for a number', (text) => {
    expect(tokens(text)).toEqual([`1:1 number ${text}`, `1:${text.length + 1} end`]);
  });

  test('knows every mark of the language', () => {
    expect(tokens('{}()[]<>;:,=*').map((token) => token.split(' ').slice(1).join(' '))).toEqual([
      ...'{}()[]<>;:,=*'.split('').map((mark) => `punctuation ${mark}`),
      'end',
    ]);
  });

  test('has only the end in a file without anything', () => {
    expect(tokens('')).toEqual(['1:1 end']);
    expect(tokens(' \t\r\n\n')).toEqual(['3:1 end']);
  });

  test('counts lines that end as on Windows', () => {
    expect(tokens('a\r\n\r\n b')).toEqual(['1:1 identifier a', '3:2 identifier b', '3:3 end']);
  });

  test('passes over lines for the C compiler, whatever they hold', () => {
    expect(tokens('%#include "a.h" /* {\na\n%\n%*/ §\nb')).toEqual(['2:1 identifier a', '5:1 identifier b', '5:2 end']);
  });

  test('hands comments to the token behind them', () => {
    const found = tokenize('a.x', '/* one */ /** two\n * lines */ a /**/ b /* end */');
    expect(found.map(({ text, comments }) => [text, comments.map((comment) => comment.text)])).toEqual([
      ['a', [' one ', '* two\n * lines ']],
      ['b', ['']],
      ['', [' end ']],
    ]);
    expect(found[0]?.comments.map(({ position }) => position)).toEqual([
      { file: 'a.x', line: 1, column: 1 },
      { file: 'a.x', line: 1, column: 11 },
    ]);
  });
});
