import { expect, test } from '@jest/globals';
import {
  domainCreate,
  domainGetEmulatorPinInfo,
  domainGetVcpuPinInfo,
  domainGetVcpus,
  domainPinEmulator,
  domainPinVcpu,
  domainPinVcpuFlags,
} from '../../../../../src/generated/remote-procedures.ts';
import { openedClient } from '../../memory-client.ts';

test('virtual CPUs of a domain that runs are bound and told', async () => {
  const client = await openedClient();
  const dom = await client.define('a', "<vcpu cpuset='8-9' current='2'>3</vcpu>");
  const cpumap = Uint8Array.of(0b101);
  expect(await client.call(domainPinVcpu, { dom, vcpu: 1, cpumap })).toMatch(/^55 .*cannot pin vcpus on an inactive/);
  await client.get(domainCreate, { dom });
  expect(await client.call(domainPinVcpu, { dom, vcpu: 1, cpumap })).toBeUndefined();
  expect(await client.call(domainPinVcpu, { dom, vcpu: 2, cpumap })).toMatch(/^8 .*requested vcpu '2' is not present/);
  expect(await client.call(domainPinVcpuFlags, { dom, vcpu: 1, cpumap, flags: 1 })).toMatch(/^8 unsupported flags/);
  const { info, cpumaps } = await client.get(domainGetVcpus, { dom, maxinfo: 3, maplen: 2 });
  expect(info).toMatchObject([
    { number: 0, state: 1, cpu: 9 },
    { number: 1, state: 1, cpu: 2 },
  ]);
  expect(cpumaps).toEqual(Uint8Array.of(0, 3, 5, 0, 0, 0));
  expect(await client.get(domainGetVcpuPinInfo, { dom, ncpumaps: 5, maplen: 1, flags: 0 })).toEqual({
    cpumaps: Uint8Array.of(0, 5, 0, 0, 0),
    num: 3,
  });
});

test('what runs a domain is bound in the definition that is meant', async () => {
  const client = await openedClient();
  const dom = await client.define('a', '');
  await client.get(domainCreate, { dom });
  const ask = (flags: number): Promise<unknown> => client.call(domainGetEmulatorPinInfo, { dom, maplen: 2, flags });
  await client.get(domainPinEmulator, { dom, cpumap: Uint8Array.of(2), flags: 2 });
  expect(await ask(1)).toEqual({ cpumaps: Uint8Array.of(255, 255), ret: 1 });
  expect(await ask(2)).toEqual({ cpumaps: Uint8Array.of(2, 0), ret: 1 });
  expect(await ask(3)).toMatch(/^8 .*mutually exclusive$/);
  expect(await client.call(domainPinEmulator, { dom, cpumap: Uint8Array.of(0), flags: 0 })).toMatch(
    /^8 .*Empty cpu list/,
  );
});

test('maps are not made larger than a reply', async () => {
  const client = await openedClient();
  const dom = await client.define('a', '');
  expect(await client.call(domainGetVcpus, { dom, maxinfo: 16_385, maplen: 1 })).toMatch(
    /maxinfo > REMOTE_VCPUINFO_MAX/,
  );
  expect(await client.call(domainGetVcpus, { dom, maxinfo: 0, maplen: 1 })).toMatch(/^8 info .*must not be NULL$/);
  const large = { dom, ncpumaps: 16_384, maplen: 2 ** 30, flags: 0 };
  expect(await client.call(domainGetVcpuPinInfo, large)).toMatch(/^1 .*REMOTE_CPUMAPS_MAX$/);
  expect(await client.call(domainGetEmulatorPinInfo, { dom, maplen: 2 ** 30, flags: 0 })).toMatch(/^1 /);
});
