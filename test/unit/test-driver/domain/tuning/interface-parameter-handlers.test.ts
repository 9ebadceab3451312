import { expect, test } from '@jest/globals';
import {
  domainGetInterfaceParameters,
  domainSetInterfaceParameters,
} from '../../../../../src/generated/remote-procedures.ts';
import { uintParameter } from '../../../../../src/test-driver/typed-parameters.ts';
import { clientWith, valuesOf } from './parameter-client.ts';

const card = "<devices><interface type='user'><target dev='mine'/></interface></devices>";

test('each direction is limited, left, or set free', async () => {
  const { client, dom } = await clientWith(card);
  const set = (device: string, values: Record<string, number>): Promise<unknown> => {
    const params = Object.entries(values).map(([field, value]) => uintParameter(field, value));
    return client.call(domainSetInterfaceParameters, { dom, device, params, flags: 0 });
  };
  await set('mine', { 'inbound.average': 5, 'inbound.peak': 6, 'outbound.average': 7 });
  await set('mine', { 'outbound.peak': 9 });
  expect(await client.part(dom, 'bandwidth')).toBe(
    "<bandwidth><inbound average='5' peak='6'/><outbound average='7'/></bandwidth>",
  );
  await set('mine', { 'inbound.average': 0 });
  expect(
    valuesOf(await client.call(domainGetInterfaceParameters, { dom, device: 'mine', nparams: 7, flags: 0 })),
  ).toEqual({
    'inbound.average': 0,
    'inbound.peak': 0,
    'inbound.burst': 0,
    'inbound.floor': 0,
    'outbound.average': 7,
    'outbound.peak': 0,
    'outbound.burst': 0,
  });
  expect(await set('yours', { 'inbound.average': 0 })).toMatch(/^8 .*'yours' is not a known interface$/);
});
