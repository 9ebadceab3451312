import { expect, test } from '@jest/globals';
import { domainGetInfo, domainLookupByName, nodeGetFreeMemory } from '../../../src/generated/remote-procedures.ts';
import { openSession } from '../../../src/session/open-session.ts';
import { ScriptedServer } from '../../../src/testing/index.ts';

const dom = { name: 'a', uuid: new Uint8Array(16), id: -1 };

test('answers in the order that the test likes', async () => {
  const server = new ScriptedServer();
  await using listener = await server.listen({ port: 0 });
  await using session = await openSession(listener.uri);
  const asked = ['a', 'b', 'c'].map((name) => session.call(domainLookupByName, { name }));
  const calls = [];
  for (const _ of asked) calls.push(await server.nextCall(domainLookupByName));
  for (const call of calls.reverse()) call.reply({ dom: { ...dom, name: `found ${call.args.name}` } });
  const found = await Promise.all(asked);
  expect(found.map((result) => result.dom.name)).toEqual(['found a', 'found b', 'found c']);
});

test('answers when nobody waits any more', async () => {
  const server = new ScriptedServer().on(nodeGetFreeMemory, (call) => call.reply({ freeMem: 7n }));
  await using listener = await server.listen({ port: 0 });
  await using session = await openSession(listener.uri);
  const control = new AbortController();
  const asked = session.call(domainGetInfo, { dom }, { signal: control.signal });
  const call = await server.nextCall(domainGetInfo);
  control.abort();
  await expect(asked).rejects.toThrow();
  call.reply({ state: 1, maxMem: 1n, memory: 1n, nrVirtCpu: 1, cpuTime: 1n });
  expect(await session.call(nodeGetFreeMemory, undefined)).toEqual({ freeMem: 7n });
});

test('fails calls, sends any bytes, and ends connections', async () => {
  const server = new ScriptedServer().on(domainLookupByName, (call) => call.fail({ code: 42, message: 'no' }));
  await using listener = await server.listen({ port: 0 });
  await using session = await openSession(listener.uri);
  await expect(session.call(domainLookupByName, { name: 'a' })).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  const asked = session.call(nodeGetFreeMemory, undefined);
  (await server.nextCall(nodeGetFreeMemory)).client.sendBytes(Uint8Array.of(0, 0, 0, 1));
  await expect(asked).rejects.toMatchObject({ name: 'ConnectionError' });
  expect(server.received).toContain('nodeGetFreeMemory');
});
