import { expect, test } from '@jest/globals';
import { parseHostCpu } from '../../../../src/test-driver/cpu/host-cpu.ts';

test('a host says what its CPU is', () => {
  const document =
    "<cpu><arch>x86_64</arch><model>Penryn</model><vendor>Intel</vendor><feature name='vmx'/><microcode version='1'/></cpu>";
  expect(parseHostCpu(document)).toEqual({
    architecture: 'x86_64',
    model: 'Penryn',
    vendor: 'Intel',
    features: ['vmx'],
  });
});

test.each([
  ['<x/>', "does not contain expected 'cpu' element"],
  ['<cpu', '(CPU_definition):1'],
  ["<cpu mode='custom'/>", 'only allowed for guest CPU'],
  ['<cpu/>', 'Missing CPU architecture'],
  ['<cpu><arch>z80</arch></cpu>', 'Unknown architecture z80'],
  ['<cpu><arch>i686</arch></cpu>', 'Missing CPU model name'],
  ['<cpu><arch>i686</arch><model>486</model><feature/></cpu>', 'Invalid CPU feature name'],
  [
    "<cpu><arch>i686</arch><model>486</model><feature name='a'/><feature name='a'/></cpu>",
    "CPU feature 'a' specified more than once",
  ],
])('%s is no CPU of a host', (document, complaint) => {
  expect(() => parseHostCpu(document)).toThrow(complaint);
});
