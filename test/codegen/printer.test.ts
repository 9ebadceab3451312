import { describe, expect, test } from '@jest/globals';
import { Printer } from '../../codegen/printer.ts';

describe('Printer', () => {
  test('opens with its header and ends with a line feed', () => {
    const printer = new Printer(['one', 'two']);
    printer.print('const a = 1;');
    expect(printer.toString()).toBe('// one\n// two\n\nconst a = 1;\n');
  });

  test('indents what stands in brackets', () => {
    const printer = new Printer([]);
    printer.print('if (a) {', 'call(', 'b,', ');', '} else {', 'c();', '', 'd = [', '1,', '];', '}', 'e();');
    expect(printer.toString()).toBe(
      '\nif (a) {\n  call(\n    b,\n  );\n} else {\n  c();\n\n  d = [\n    1,\n  ];\n}\ne();\n',
    );
  });

  test('imports each name once, as a type only where nothing asks for its value', () => {
    const printer = new Printer([]);
    expect(printer.importType('./a.ts', 'A')).toBe('A');
    printer.importType('./a.ts', 'B');
    printer.import('./a.ts', 'A');
    printer.importType('./a.ts', 'A');
    printer.importType('./types.ts', 'T');
    printer.import('./z.ts', 'z');
    printer.print('code');
    expect(printer.toString()).toBe(
      "\nimport { A, type B } from './a.ts';\nimport type { T } from './types.ts';\nimport { z } from './z.ts';\n\ncode\n",
    );
  });

  test('imports packages before files, and breaks long lines', () => {
    const printer = new Printer([]);
    const long = Array.from({ length: 9 }, (_, i) => `aVeryLongName${i}`);
    for (const name of [...long].reverse()) printer.import('./a.ts', name);
    printer.import('@scope/package', 'p');
    printer.import('zebra', 'q');
    printer.print('code');
    expect(printer.toString()).toBe(
      `\nimport { p } from '@scope/package';\nimport { q } from 'zebra';\nimport {\n${long
        .map((name) => `  ${name},\n`)
        .join('')}} from './a.ts';\n\ncode\n`,
    );
  });

  test('does not let a documentation comment end early', () => {
    const printer = new Printer([]);
    printer.doc('`a */ b`');
    expect(printer.toString()).toBe('\n/** `a *\\/ b` */\n');
  });
});
