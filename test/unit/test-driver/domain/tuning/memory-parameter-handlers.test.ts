import { expect, test } from '@jest/globals';
import {
  domainGetMemoryParameters,
  domainSetMemoryParameters,
} from '../../../../../src/generated/remote-procedures.ts';
import { ullongParameter } from '../../../../../src/test-driver/typed-parameters.ts';
import { clientWith, valuesOf } from './parameter-client.ts';

test('limits of memory agree with each other', async () => {
  const { client, dom } = await clientWith('');
  const set = (field: string, value: bigint): Promise<unknown> =>
    client.call(domainSetMemoryParameters, { dom, params: [ullongParameter(field, value)], flags: 0 });
  expect(await set('hard_limit', 5n)).toBeUndefined();
  expect(await set('swap_hard_limit', 4n)).toMatch(/^8 .*must be lower than or equal to swap_hard_limit$/);
  expect(await set('min_guarantee', 4n)).toMatch(/^74 /);
  expect(valuesOf(await client.call(domainGetMemoryParameters, { dom, nparams: 2, flags: 0 }))).toEqual({
    hard_limit: 5n,
    soft_limit: 9007199254740991n,
  });
});
