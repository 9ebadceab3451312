import { expect, test } from '@jest/globals';
import { domainGetPerfEvents, domainSetPerfEvents } from '../../../../../src/generated/remote-procedures.ts';
import { booleanParameter } from '../../../../../src/test-driver/typed-parameters.ts';
import { clientWith, valuesOf } from './parameter-client.ts';

test('events are counted, not counted, or not spoken of', async () => {
  const { client, dom } = await clientWith("<perf><event name='mbmt' enabled='yes'/></perf>");
  const params = [booleanParameter('mbmt', false), booleanParameter('cmt', true)];
  await client.get(domainSetPerfEvents, { dom, params, flags: 0 });
  expect(await client.part(dom, 'perf')).toBe(
    "<perf><event name='cmt' enabled='yes'/><event name='mbmt' enabled='no'/></perf>",
  );
  expect(valuesOf(await client.call(domainGetPerfEvents, { dom, flags: 0 }))).toMatchObject({
    cmt: 1,
    mbmt: 0,
    mbml: 0,
  });
  expect(await client.call(domainSetPerfEvents, { dom, params: [], flags: 0 })).toMatch(/^8 params .*not be NULL$/);
});
