import { expect, test } from '@jest/globals';
import {
  domainBlockPeek,
  domainLookupByName,
  domainMemoryPeek,
} from '../../../../../src/generated/remote-procedures.ts';
import { openedClient } from '../../memory-client.ts';

test('memory is read from a guest that runs, in one way of two', async () => {
  const client = await openedClient();
  const { dom } = await client.get(domainLookupByName, { name: 'test' });
  const peek = (flags: number, size = 3): Promise<unknown> =>
    client.call(domainMemoryPeek, { dom, offset: 2n ** 40n + 254n, size, flags });
  expect(await peek(1)).toEqual({ buffer: Uint8Array.of(254, 255, 0) });
  expect(await peek(2, 0)).toEqual({ buffer: new Uint8Array() });
  expect(await peek(3)).toMatch(/^8 .*mutually exclusive$/);
  expect(await peek(0)).toMatch(/^8 .*must be VIR_MEMORY_VIRTUAL or VIR_MEMORY_PHYSICAL$/);
  expect(await peek(1, 4_194_305)).toBe('1 internal error: size > maximum buffer size');
  const off = await client.define('off', '');
  expect(await client.call(domainMemoryPeek, { dom: off, offset: 0n, size: 1, flags: 1 })).toMatch(/^55 /);
});

test('there is nothing on disks to read', async () => {
  const client = await openedClient();
  const { dom } = await client.get(domainLookupByName, { name: 'test' });
  const peek = (path: string): Promise<unknown> =>
    client.call(domainBlockPeek, { dom, path, offset: 0n, size: 1, flags: 0 });
  expect(await peek('')).toBe('8 string disk in virDomainBlockPeek must not be empty');
  expect(await peek('vda')).toMatch(/^3 .*virDomainBlockPeek$/);
});
