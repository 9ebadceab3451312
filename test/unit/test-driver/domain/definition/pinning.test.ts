import { expect, test } from '@jest/globals';
import {
  commonCpus,
  emulatorPin,
  ioThreadPin,
  isOnline,
  vcpuPin,
  withEmulatorPin,
  withIoThreadPin,
  withoutIoThreadPin,
  withVcpuPin,
} from '../../../../../src/test-driver/domain/definition/pinning.ts';
import { defined, written } from './defined.ts';

const definition = defined("<vcpu cpuset='4-5' current='1'>2</vcpu><iothreads>2</iothreads>");

test('what is pinned by itself is, and the rest is as all', () => {
  const pinned = withVcpuPin(withVcpuPin(definition, 1, [0, 1]), 0, [3]);
  expect([0, 1].map((vcpu) => vcpuPin(pinned, vcpu))).toEqual([[3], [0, 1]]);
  expect(vcpuPin(withVcpuPin(pinned, 0, []), 0)).toEqual([]);
  expect(vcpuPin(definition, 0)).toBeUndefined();
  expect(commonCpus(pinned)).toEqual([4, 5]);
  expect(emulatorPin(withEmulatorPin(pinned, [7]))).toEqual([7]);
  expect(written(pinned, 'cputune')).toBe(
    "<cputune><vcpupin vcpu='0' cpuset='3'/><vcpupin vcpu='1' cpuset='0-1'/></cputune>",
  );
});

test('threads lose what bound them', () => {
  const pinned = withIoThreadPin(withIoThreadPin(definition, 2, [1]), 1, [0]);
  expect(ioThreadPin(pinned, 2)).toEqual([1]);
  const unbound = withoutIoThreadPin(withoutIoThreadPin(pinned, 2), 1);
  expect(unbound.format({ secure: true })).not.toContain('cputune');
  expect(withoutIoThreadPin(definition, 9)).toBe(definition);
});

test('virtual CPUs are on as the definition counts or lists them', () => {
  expect([0, 1, 2].map((vcpu) => isOnline(definition, vcpu))).toEqual([true, false, false]);
  const listed = defined("<vcpu>2</vcpu><vcpus><vcpu id='0' enabled='no'/><vcpu id='1' enabled='yes'/></vcpus>");
  expect([0, 1, 2].map((vcpu) => isOnline(listed, vcpu))).toEqual([false, true, false]);
});
