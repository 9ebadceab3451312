import { expect, test } from '@jest/globals';
import { emitTypes } from '../../codegen/emit-types.ts';
import type { ProtocolFile } from '../../codegen/model.ts';
import { Names } from '../../codegen/names.ts';
import { parse } from '../../codegen/parser.ts';
import { resolve } from '../../codegen/resolver.ts';

function resolved(...files: [name: string, text: string][]): ProtocolFile[] {
  return resolve(files.map(([name, text]) => ({ name, definitions: parse(`${name}_protocol.x`, text) })));
}

test('imports what another file defines', () => {
  const [, second] = resolved(
    ['first', 'const MAX = 3; struct first_point { int x; };'],
    ['second', 'struct second_line { first_point points<MAX>; first_point *end; };'],
  );
  if (second === undefined) throw new Error('two texts give two files');
  expect(emitTypes(second, new Names([]), ['header'])).toContain(
    "import { type FirstPoint, MAX, readFirstPoint, writeFirstPoint } from './first-types.ts';\n",
  );
});

test.each([
  [
    'types',
    'struct a_point { int x; };\nstruct a_Point { int x; };',
    'a_protocol.x:2:8: a_Point and a_point would both be APoint',
  ],
  [
    'a type and a constant',
    'const APoint = 1;\nstruct a_point { int x; };',
    'a_protocol.x:2:8: a_point and APoint would both be APoint',
  ],
])('refuses %s whose names would be the same', (_, text, message) => {
  const [file] = resolved(['a', text]);
  if (file === undefined) throw new Error('one text gives one file');
  expect(() => emitTypes(file, new Names([]), [])).toThrow(message);
});

test.each(['remote_chars', 'remote_enum', 'remote_uchar'])('refuses %s, whose functions the runtime has', (name) => {
  const [file] = resolved(['remote', `struct ${name} { int x; };`]);
  if (file === undefined) throw new Error('one text gives one file');
  expect(() => emitTypes(file, new Names([]), [])).toThrow(
    new RegExp(`^remote_protocol.x:1:8: ${name} and the runtime would both have (read|write)`),
  );
});

test('imports of the runtime only the functions for what the file has', () => {
  const [file] = resolved(['a', 'struct a_point { int x; hyper y; string name<3>; opaque id[4]; };']);
  const [other] = resolved(['b', 'struct b_point { short x; opaque y<3>; };']);
  if (file === undefined || other === undefined) throw new Error('one text gives one file');
  const importOf = (each: ProtocolFile): string | undefined =>
    /^import [^;]* from '@xdr-ts\/runtime';$/m.exec(emitTypes(each, new Names([]), []))?.[0].replaceAll(/\s+/g, ' ');
  expect(importOf(file)).toBe(
    "import { type XdrCodec, type XdrReader, type XdrWriter, inField } from '@xdr-ts/runtime';",
  );
  expect(importOf(other)).toBe(
    "import { type XdrCodec, type XdrReader, type XdrWriter, inField, readOpaque, readShort, writeOpaque, writeShort, } from '@xdr-ts/runtime';",
  );
});
