import { expect, test } from '@jest/globals';
import {
  connectOpen,
  domainCreate,
  domainInterfaceAddresses,
  domainLookupByName,
} from '../../../../../src/generated/remote-procedures.ts';
import { openedClient, served } from '../../memory-client.ts';

test('each interface has an address: of its network, or of one that all others share', async () => {
  const client = await openedClient();
  const cards = [
    "<interface type='network'><source network='default'/><mac address='52:54:00:00:00:01'/></interface>",
    "<interface type='user'><mac address='52:54:00:00:00:02'/></interface>",
  ];
  const dom = await client.define('a', `<devices>${cards.join('')}</devices>`);
  const ask = (source: number): Promise<unknown> => client.call(domainInterfaceAddresses, { dom, source, flags: 0 });
  expect(await ask(0)).toMatch(/^55 .*domain is not running$/);
  await client.get(domainCreate, { dom });
  expect(await ask(0)).toEqual({
    ifaces: [
      { name: 'testnet0', hwaddr: '52:54:00:00:00:01', addrs: [{ type: 0, addr: '192.168.122.23', prefix: 24 }] },
      { name: 'testnet1', hwaddr: '52:54:00:00:00:02', addrs: [{ type: 0, addr: '192.168.0.2', prefix: 24 }] },
    ],
  });
  expect(await ask(3)).toMatch(/^74 .*Unknown IP address data source 3$/);
});

test('only who may write has a guest asked', async () => {
  const client = served()();
  await client.call(connectOpen, { name: 'test:///default', flags: 1 });
  const { dom } = await client.get(domainLookupByName, { name: 'test' });
  expect(await client.call(domainInterfaceAddresses, { dom, source: 1, flags: 0 })).toMatch(/^29 /);
  expect(await client.call(domainInterfaceAddresses, { dom, source: 0, flags: 0 })).toHaveProperty('ifaces');
});
