import { describe, expect, test } from '@jest/globals';
import { changeNumaMemory, readNumaMemory } from '../../../../../src/test-driver/domain/definition/numa-tuning.ts';
import { defined, written } from './defined.ts';

describe('where memory comes from', () => {
  test.each([
    ["<numatune><memory nodeset='1,0'/></numatune>", "<numatune><memory mode='strict' nodeset='0-1'/></numatune>"],
    [
      "<numatune><memory mode='preferred' placement='auto' nodeset='1'/></numatune>",
      "<numatune><memory mode='preferred' placement='auto'/></numatune>",
    ],
    ["<vcpu placement='auto'>1</vcpu>", "<numatune><memory mode='strict' placement='auto'/></numatune>"],
    ['<numatune/>', ''],
  ])('%s is written as %j', (given, expected) => {
    expect(written(defined(given), 'numatune')).toBe(expected);
  });

  test('is left to the host together with the CPUs', () => {
    const left = defined("<numatune><memory placement='auto'/></numatune>");
    expect(left.part('vcpu').attributes.get('placement')).toBe('auto');
    const pinned = "<cputune><emulatorpin cpuset='0'/></cputune>";
    const bound = defined(`<numatune><memory placement='auto'/></numatune>${pinned}`);
    expect(bound.part('vcpu').attributes.get('placement')).toBe('static');
  });

  test('changes part by part', () => {
    const first = changeNumaMemory(undefined, { nodes: [0] }, true);
    expect(first).toEqual({ mode: 'strict', placement: 'static', nodes: [0] });
    expect(changeNumaMemory(first, { mode: 'interleave' }, true)).toEqual({ ...first, mode: 'interleave' });
    expect(changeNumaMemory(first, {}, true)).toBe(first);
    expect(() => changeNumaMemory(undefined, { mode: 'strict' }, true)).toThrow(
      "must be set if 'placement' is 'static'",
    );
    expect(readNumaMemory(defined('').part('numatune'))).toBeUndefined();
  });

  test.each([
    ["<memory mode='x'/>", "Unsupported NUMA memory tuning mode 'x'"],
    ["<memory placement='x'/>", "Unsupported NUMA memory placement mode 'x'"],
    ["<memory nodeset='0,^0'/>", "Invalid value of 'nodeset'"],
  ])('is refused as %s', (memory, complaint) => {
    expect(() => defined(`<numatune>${memory}</numatune>`)).toThrow(complaint);
  });
});
