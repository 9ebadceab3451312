import { expect, test } from '@jest/globals';
import { domainGetBlockIoTune, domainSetBlockIoTune } from '../../../../../src/generated/remote-procedures.ts';
import { stringParameter, ullongParameter } from '../../../../../src/test-driver/typed-parameters.ts';
import { clientWith, valuesOf } from './parameter-client.ts';

const disk = "<devices><disk><source file='/a'/><target dev='vda'/></disk></devices>";

test('a disk is limited, and tells how', async () => {
  const { client, dom } = await clientWith(disk);
  const params = [ullongParameter('read_bytes_sec', 5n), ullongParameter('read_bytes_sec_max', 6n)];
  params.push(stringParameter('group_name', 'g'));
  expect(await client.call(domainSetBlockIoTune, { dom, disk: '/a', params, flags: 0 })).toBeUndefined();
  expect(valuesOf(await client.call(domainGetBlockIoTune, { dom, disk: 'vda', nparams: 20, flags: 4 }))).toMatchObject({
    read_bytes_sec: 5n,
    read_bytes_sec_max: 6n,
    write_bytes_sec: 0n,
    group_name: 'g',
  });
  expect(await client.call(domainGetBlockIoTune, { dom, disk: null, nparams: 0, flags: 0 })).toEqual({
    params: [],
    nparams: 20,
  });
});

test.each([
  [{ total_bytes_sec: 1n, read_bytes_sec: 1n }, /^8 .*total and read\/write of bytes_sec cannot/],
  [{ total_iops_sec_max: 1n, write_iops_sec_max: 1n }, /^8 .*total and read\/write of iops_sec_max cannot/],
  [
    { write_iops_sec: 2n, write_iops_sec_max: 1n },
    /^8 .*write_iops_sec cannot be set higher than write_iops_sec_max $/,
  ],
  [{ size_iops_sec: 10n ** 15n + 1n }, /^74 .*must be no more than 1000000000000000$/],
])('%p is refused, and nothing of it is kept', async (values, complaint) => {
  const { client, dom } = await clientWith(disk);
  const params = Object.entries(values).map(([field, value]) => ullongParameter(field, value ?? 0n));
  expect(await client.call(domainSetBlockIoTune, { dom, disk: 'vda', params, flags: 0 })).toMatch(complaint);
  expect(await client.part(dom, 'iotune')).toBe('');
});

test('a disk that is not there is refused', async () => {
  const { client, dom } = await clientWith(disk);
  const params = [ullongParameter('size_iops_sec', 1n)];
  expect(await client.call(domainSetBlockIoTune, { dom, disk: 'x', params, flags: 0 })).toMatch(/missing persistent/);
  expect(await client.call(domainGetBlockIoTune, { dom, disk: 'x', nparams: 1, flags: 0 })).toMatch(/was not found/);
  expect(await client.call(domainSetBlockIoTune, { dom, disk: 'x', params: [], flags: 0 })).toMatch(
    /greater than zero/,
  );
});
