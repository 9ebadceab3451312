import { expect, test } from '@jest/globals';
import {
  domainGetSchedulerParameters,
  domainGetSchedulerType,
  domainSetSchedulerParametersFlags,
} from '../../../../../src/generated/remote-procedures.ts';
import { uintParameter } from '../../../../../src/test-driver/typed-parameters.ts';
import { clientWith, valuesOf } from './parameter-client.ts';

test('the weight may be set, and stays what it is', async () => {
  const { client, dom } = await clientWith('');
  const set = (field: string, flags: number): Promise<unknown> =>
    client.call(domainSetSchedulerParametersFlags, { dom, params: [uintParameter(field, 7)], flags });
  expect(await set('weight', 0)).toBeUndefined();
  expect(await set('height', 0)).toBe("74 argument unsupported: parameter 'height' not supported");
  expect(await set('weight', 1)).toMatch(/^8 unsupported flags \(0x1\)/);
  expect(valuesOf(await client.call(domainGetSchedulerParameters, { dom, nparams: 1 }))).toEqual({ weight: 50 });
  expect(await client.call(domainGetSchedulerType, { dom })).toEqual({ type: 'fair', nparams: 1 });
});
