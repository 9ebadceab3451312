import { expect, test } from '@jest/globals';
import { domainGetBlkioParameters, domainSetBlkioParameters } from '../../../../../src/generated/remote-procedures.ts';
import { stringParameter, uintParameter } from '../../../../../src/test-driver/typed-parameters.ts';
import { clientWith, valuesOf } from './parameter-client.ts';

const flags = 0;

test('limits of devices are merged, and 0 takes one away', async () => {
  const { client, dom } = await clientWith('');
  const set = (field: string, value: string): Promise<unknown> =>
    client.call(domainSetBlkioParameters, { dom, params: [stringParameter(field, value)], flags });
  await set('device_weight', '/a,100,/b,200');
  await set('device_read_bytes_sec', '/b,5,/c,0');
  await set('device_weight', '/a,0');
  expect(valuesOf(await client.call(domainGetBlkioParameters, { dom, nparams: 6, flags: 4 }))).toEqual({
    weight: 0,
    device_weight: '/b,200',
    device_read_iops_sec: '',
    device_write_iops_sec: '',
    device_read_bytes_sec: '/b,5',
    device_write_bytes_sec: '',
  });
  expect(await client.call(domainGetBlkioParameters, { dom, nparams: 0, flags: 4 })).toEqual({
    params: [],
    nparams: 6,
  });
});

test('one that is wrong does not keep the others from counting', async () => {
  const { client, dom } = await clientWith('');
  const params = [uintParameter('weight', 700), stringParameter('device_weight', '/a')];
  expect(await client.call(domainSetBlkioParameters, { dom, params, flags })).toMatch(
    /^8 .*unable to parse blkio device/,
  );
  expect(await client.part(dom, 'blkiotune')).toBe('<blkiotune><weight>700</weight></blkiotune>');
});

test.each(['/a,x', '/a,-1', '/a,4294967296', '/a,1,/b', '/a,1z'])('%s is refused', async (value) => {
  const { client, dom } = await clientWith('');
  const params = [stringParameter('device_weight', value)];
  expect(await client.call(domainSetBlkioParameters, { dom, params, flags })).toMatch(/^8 invalid argument/);
  expect(await client.part(dom, 'blkiotune')).toBe('');
});

test('a long list is dealt with soon', async () => {
  const { client, dom } = await clientWith('');
  const value = Array.from({ length: 30_000 }, (_, at) => `/device/${at},1`).join(',');
  const params = [stringParameter('device_weight', value)];
  expect(await client.call(domainSetBlkioParameters, { dom, params, flags })).toBeUndefined();
  const { params: told } = await client.get(domainGetBlkioParameters, { dom, nparams: 2, flags: 4 });
  expect(told[1]?.value.value).toBe(value);
}, 3000);
