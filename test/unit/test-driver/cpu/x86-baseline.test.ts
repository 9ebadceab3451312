import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HostCpu } from '../../../../src/test-driver/cpu/host-cpu.ts';
import { withAllFeatures, x86Baseline } from '../../../../src/test-driver/cpu/x86-baseline.ts';
import { x86Features, x86Models } from '../../../../src/test-driver/cpu/x86-models.ts';

function cpu(model: string, changes: Partial<HostCpu> = {}): HostCpu {
  return { architecture: 'x86_64', model, vendor: undefined, features: [], ...changes };
}

const names = [...x86Models.keys()];
const hosts = fc
  .array(fc.record({ model: fc.constantFrom(...names), features: fc.uniqueArray(fc.constantFrom(...x86Features)) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((given) => given.map(({ model, features }) => cpu(model, { features })));

describe('the CPU for several hosts', () => {
  test('is the one that they all have', () => {
    expect(x86Baseline([cpu('Penryn'), cpu('Penryn')])).toEqual({
      model: 'Penryn',
      fallback: 'forbid',
      vendor: undefined,
      features: [],
    });
  });

  test('has what they share and no more, whatever they are', () => {
    fc.assert(
      fc.property(hosts, (cpus) => {
        const all = cpus.map(
          ({ model, features }) => new Set([...(x86Models.get(model)?.features ?? []), ...features]),
        );
        const shared = x86Features.filter((feature) => all.every((features) => features.has(feature)));
        let found: ReturnType<typeof x86Baseline>;
        try {
          found = x86Baseline(cpus);
        } catch (error) {
          // Makers differ, as the models of the hosts say.
          expect(error).toMatchObject({ message: expect.stringContaining('CPU vendors do not match') });
          return;
        }
        const enabled = withAllFeatures(found).features.filter(({ policy }) => policy === 'require');
        expect(enabled.map(({ name }) => name)).toEqual([...shared].sort());
      }),
    );
  });

  test('says who made it where all hosts say so', () => {
    const [one, other] = [cpu('Penryn', { vendor: 'Intel' }), cpu('Conroe', { vendor: 'Intel' })];
    expect(x86Baseline([one, other])).toMatchObject({ model: 'Conroe', vendor: 'Intel', fallback: 'allow' });
    expect(x86Baseline([one, cpu('Conroe')])).toMatchObject({ model: 'Conroe', vendor: undefined });
  });

  test.each([
    ['Unknown CPU model nope', [cpu('nope')]],
    ['Unknown CPU feature nope', [cpu('Penryn', { features: ['nope'] })]],
    ['Unknown CPU vendor nope', [cpu('kvm64', { vendor: 'nope' })]],
    ['CPU vendors do not match', [cpu('kvm64', { vendor: 'AMD' }), cpu('kvm64', { vendor: 'Intel' })]],
    ['CPU vendor Intel of model Penryn differs from vendor AMD', [cpu('kvm64'), cpu('Penryn', { vendor: 'AMD' })]],
  ])('is not found: %s', (complaint, cpus) => {
    expect(() => x86Baseline(cpus)).toThrow(complaint);
  });
});

test('features that a model has lost are turned off', () => {
  const { removed } = x86Models.get('EPYC') ?? {};
  expect(removed).toEqual(['monitor']);
  expect(x86Baseline([cpu('EPYC')]).features).toEqual([{ name: 'monitor', policy: 'disable' }]);
});
