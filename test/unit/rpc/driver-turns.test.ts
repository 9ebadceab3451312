import { describe, expect, test } from '@jest/globals';
import {
  connectListAllNetworks,
  connectListAllStoragePools,
  networkCreate,
  networkLookupByName,
} from '../../../src/generated/remote-procedures.ts';
import { procedures } from '../../../src/protocol/registry.ts';
import { driverOf } from '../../../src/rpc/driver-turns.ts';
import type { RpcClient } from '../../../src/rpc/rpc-client.ts';
import { getXml, lookUp } from './calls.ts';
import { ScriptedPeer } from './scripted-peer.ts';

const findNetwork = (client: RpcClient, name: string, timeout?: number) =>
  client.call(networkLookupByName, { name }, { timeout });
const listNetworks = (client: RpcClient) => client.call(connectListAllNetworks, { need_results: 1, flags: 0 });
const listPools = (client: RpcClient) => client.call(connectListAllStoragePools, { need_results: 1, flags: 0 });

async function sent(peer: ScriptedPeer) {
  return (await peer.takeFrames()).map(({ procedure }) => procedure);
}

describe('the first call for a driver', () => {
  test('goes alone, and those that have waited go together behind its reply', async () => {
    const peer = new ScriptedPeer();
    void findNetwork(peer.client, 'a');
    void listNetworks(peer.client);
    void findNetwork(peer.client, 'b');
    void lookUp(peer.client);
    void listPools(peer.client);
    const [first, ...others] = await peer.takeFrames();
    const { networkLookupByName: look, list, pools } = numbers;
    expect([first, ...others].map((frame) => frame?.procedure)).toEqual([look, 23, pools]);
    expect(peer.client.inFlight.filter(({ state }) => state === 'queued')).toHaveLength(2);
    peer.fail(first);
    expect(await sent(peer)).toEqual([list, look]);
    void findNetwork(peer.client, 'c');
    void findNetwork(peer.client, 'd');
    expect(await sent(peer)).toEqual([look, look]);
  });

  test('is waited for within the limits of each call, and one that is given up is never written', async () => {
    const peer = new ScriptedPeer();
    const first = findNetwork(peer.client, 'a', 20);
    const second = findNetwork(peer.client, 'b', 10);
    const third = findNetwork(peer.client, 'c');
    const [call] = await peer.takeFrames();
    peer.clock.advance(20);
    expect([(await first).kind, (await second).kind]).toEqual(['timeout', 'timeout']);
    expect(await sent(peer)).toEqual([]);
    peer.fail(call);
    expect(await sent(peer)).toEqual([numbers.networkLookupByName]);
    expect(peer.client.inFlight).toHaveLength(1);
    void third;
  });

  test('may be one that waited for its place, whose followers then wait', async () => {
    const peer = new ScriptedPeer({ maxInFlight: 1 });
    const create = () => peer.client.call(networkCreate, { net: { name: 'a', uuid: new Uint8Array(16) } });
    void getXml(peer.client);
    void create();
    void create();
    const [xml] = await peer.takeFrames();
    peer.fail(xml);
    const [created, ...others] = await peer.takeFrames();
    expect([created?.procedure, others]).toEqual([networkCreate.procedure, []]);
    void findNetwork(peer.client, 'a');
    expect(await sent(peer)).toEqual([]);
    peer.fail(created);
    expect(await sent(peer)).toEqual([numbers.networkLookupByName, networkCreate.procedure]);
  });

  test('ends with the connection, as those that wait for it do', async () => {
    const peer = new ScriptedPeer();
    const outcomes = [findNetwork(peer.client, 'a'), findNetwork(peer.client, 'b')];
    await peer.settle();
    peer.receive({ serial: 99 });
    expect((await Promise.all(outcomes)).map(({ kind }) => kind)).toEqual(['closed', 'closed']);
    expect(peer.client.inFlight).toEqual([]);
  });
});

const numbers = {
  networkLookupByName: networkLookupByName.procedure,
  list: connectListAllNetworks.procedure,
  pools: connectListAllStoragePools.procedure,
};

test('every call for an object of another driver is known as such', () => {
  const calls = procedures.filter(({ kind }) => kind === 'call');
  const ofObject = /^(network|storage|nodeDevice|secret|nwfilter|interface)/;
  const missed = calls.filter((procedure) => ofObject.test(procedure.name) && driverOf(procedure) === undefined);
  expect(missed.map(({ name }) => name)).toEqual([]);
  expect(calls.filter((procedure) => driverOf(procedure) !== undefined).length).toBeGreaterThan(120);
  expect(calls.filter(({ name }) => /^domain/.test(name)).filter(driverOf)).toEqual([]);
});
