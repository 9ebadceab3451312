import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { formatProvenance } from '../../../codegen/import/provenance.ts';
import { parse } from '../../../codegen/parser.ts';
import { resolve } from '../../../codegen/resolver.ts';
import { fixtureText } from '../fixture-files.ts';

const root = join(import.meta.dirname, '..', '..', '..');

test('the provenance says what was read and what came of it', () => {
  const [file] = resolve([{ name: 'calculator', definitions: parse('a.x', fixtureText('calculator')) }]);
  if (file?.program === undefined) throw new Error('calculator.x has a program');
  const programs = [{ name: 'calculator', program: file.program }];
  const inputs = [{ name: 'src/calculator.x', sha256: 'abc' }];
  const text = formatProvenance('1.2.3', inputs, programs, ['CALCULATOR_PROC_NEW'], '\n## Notes\n\n');
  expect(text).toMatch(/^# Wire facts of libvirt 1\.2\.3\n/);
  expect(text).toContain('| calculator | 0x20000001 | 7 | 1 |\n');
  expect(text).toContain('| src/calculator.x | `abc` |\n');
  expect(text).toContain('From the overlay (`codegen/import/overlay-1.2.3.x`): `CALCULATOR_PROC_NEW`\n');
  expect(text).toMatch(/\n\n## Notes\n$/);
  expect(formatProvenance('1.2.3', inputs, programs, [], 'x')).toContain('overlay-1.2.3.x`): nothing.\n');
});

test('generated code names the files that it was made from as they are', () => {
  const text = readFileSync(join(root, 'src', 'generated', 'registry.ts'), 'utf8');
  const stated = [...text.matchAll(/^\/\/ {3}protocol\/(\S+) sha256 ([0-9a-f]{64})$/gm)];
  expect(stated.map(([, name]) => name)).toEqual(
    ['net', 'keepalive', 'remote', 'qemu', 'lxc', 'admin'].map((name) => `${name}_protocol.x`),
  );
  for (const [, name = '', digest] of stated) {
    const bytes = readFileSync(join(root, 'protocol', name));
    expect([name, createHash('sha256').update(bytes).digest('hex')]).toEqual([name, digest]);
  }
});
