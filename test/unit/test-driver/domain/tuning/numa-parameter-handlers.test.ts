import { expect, test } from '@jest/globals';
import {
  domainCreate,
  domainGetNumaParameters,
  domainSetNumaParameters,
} from '../../../../../src/generated/remote-procedures.ts';
import { intParameter, stringParameter } from '../../../../../src/test-driver/typed-parameters.ts';
import { clientWith, valuesOf } from './parameter-client.ts';

test('memory comes from the nodes that are set', async () => {
  const { client, dom } = await clientWith('');
  const set = (...params: ReturnType<typeof intParameter>[]): Promise<unknown> =>
    client.call(domainSetNumaParameters, { dom, params, flags: 0 });
  const get = async (): Promise<unknown> =>
    valuesOf(await client.call(domainGetNumaParameters, { dom, nparams: 2, flags: 4 }));
  expect(await get()).toEqual({ numa_mode: 0, numa_nodeset: '' });
  expect(await set(intParameter('numa_mode', 2))).toMatch(/^67 .*nodeset for NUMA memory tuning must be set/);
  expect(await set(intParameter('numa_mode', 2), stringParameter('numa_nodeset', '1,0'))).toBeUndefined();
  expect(await get()).toEqual({ numa_mode: 2, numa_nodeset: '0-1' });
  await client.get(domainCreate, { dom });
  expect(await set(intParameter('numa_mode', 1))).toMatch(/^55 .*can't change numatune mode for running domain$/);
  expect(await set(intParameter('numa_mode', 4))).toMatch(/^8 .*unsupported numatune mode: '4'$/);
  expect(await set(stringParameter('numa_nodeset', '0,^0'))).toMatch(/^55 .*Invalid nodeset/);
});
