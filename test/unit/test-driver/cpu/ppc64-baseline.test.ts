import { expect, test } from '@jest/globals';
import type { HostCpu } from '../../../../src/test-driver/cpu/host-cpu.ts';
import { ppc64Baseline } from '../../../../src/test-driver/cpu/ppc64-baseline.ts';

function cpu(model: string, vendor?: string): HostCpu {
  return { architecture: 'ppc64le', model, vendor, features: [] };
}

test('hosts with one CPU have that', () => {
  expect(ppc64Baseline([cpu('POWER9'), cpu('POWER9', 'IBM')])).toMatchObject({ model: 'POWER9', fallback: 'forbid' });
});

test.each([
  ['CPUs are incompatible', [cpu('POWER9'), cpu('POWER8')]],
  ['Unknown CPU model z14', [cpu('z14')]],
  ['Unknown CPU vendor Intel', [cpu('POWER9', 'Intel')]],
  ['CPU vendor IBM of model POWER9 differs from vendor Freescale', [cpu('POWER9', 'Freescale')]],
])('others have none: %s', (complaint, cpus) => {
  expect(() => ppc64Baseline(cpus)).toThrow(complaint);
});
