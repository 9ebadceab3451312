import { expect, test } from '@jest/globals';
import { qemuConnectDomainMonitorEventDeregister } from '../../../src/generated/qemu-procedures.ts';
import {
  connectDomainEventCallbackDeregisterAny,
  connectDomainEventCallbackRegisterAny,
  connectDomainEventDeregister,
  connectDomainEventDeregisterAny,
  connectDomainEventRegister,
  connectDomainEventRegisterAny,
  connectNetworkEventDeregisterAny,
  connectNetworkEventRegisterAny,
  connectNodeDeviceEventDeregisterAny,
  connectNodeDeviceEventRegisterAny,
  connectRegisterCloseCallback,
  connectSecretEventDeregisterAny,
  connectSecretEventRegisterAny,
  connectStoragePoolEventDeregisterAny,
  connectStoragePoolEventRegisterAny,
  connectUnregisterCloseCallback,
  domainCreateXML,
  domainLookupByName,
  domainResume,
  domainSuspend,
} from '../../../src/generated/remote-procedures.ts';
import type { NonnullDomain } from '../../../src/generated/remote-types.ts';
import { describeBesideLibvirtd } from './beside.ts';
import { type Ask, askRaw, type Heard, type Way } from './raw-client.ts';

const eventIds = [-2147483648, -1, 0, 1, 2, 3, 15, 16, 24, 25, 26, 27, 28, 29, 2147483647];
const callbackIds = [-1, 0, 1, 7, 100, 2147483647];

/** What is answered to those who ask for what there is not, and to those who do not know what they have. */
async function refusals(ask: Ask): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const callbackID of callbackIds) {
    all.push(await ask(connectDomainEventCallbackDeregisterAny, { callbackID }));
    all.push(await ask(connectNetworkEventDeregisterAny, { callbackID }));
    all.push(await ask(connectStoragePoolEventDeregisterAny, { callbackID }));
    all.push(await ask(connectNodeDeviceEventDeregisterAny, { callbackID }));
    all.push(await ask(connectSecretEventDeregisterAny, { callbackID }));
    all.push(await ask(qemuConnectDomainMonitorEventDeregister, { callbackID }));
  }
  for (const eventID of eventIds) {
    all.push(await ask(connectDomainEventDeregisterAny, { eventID }));
    all.push(await ask(connectDomainEventCallbackRegisterAny, { eventID, dom: null }));
    all.push(await ask(connectDomainEventCallbackRegisterAny, { eventID, dom: null }));
    all.push(await ask(connectNetworkEventRegisterAny, { eventID, net: null }));
    all.push(await ask(connectStoragePoolEventRegisterAny, { eventID, pool: null }));
    all.push(await ask(connectNodeDeviceEventRegisterAny, { eventID, dev: null }));
    all.push(await ask(connectSecretEventRegisterAny, { eventID, secret: null }));
    all.push(await ask(connectDomainEventRegisterAny, { eventID }));
    all.push(await ask(connectDomainEventRegisterAny, { eventID }));
  }
  for (const procedure of [connectDomainEventRegister, connectDomainEventDeregister]) {
    for (let times = 0; times < 3; times++) all.push(await ask(procedure, undefined));
  }
  for (const procedure of [connectUnregisterCloseCallback, connectRegisterCloseCallback]) {
    for (let times = 0; times < 2; times++) all.push(await ask(procedure, undefined));
  }
  all.push(await ask(connectUnregisterCloseCallback, undefined));
  all.push(await ask(connectUnregisterCloseCallback, undefined));
  return all;
}

/** Registrations of both styles, of all families, for all objects and for one, while things happen. */
async function happenings(ask: Ask, heard: Heard): Promise<unknown> {
  const answers: unknown[] = [];
  const { dom } = (await ask(domainLookupByName, { name: 'test' })) as { readonly dom: NonnullDomain };
  const other = { ...dom, uuid: new Uint8Array(16).fill(1) };
  const change = async (): Promise<void> => {
    answers.push(await ask(domainSuspend, { dom }), await ask(domainResume, { dom }));
  };
  answers.push(await ask(connectDomainEventCallbackRegisterAny, { eventID: 0, dom }));
  answers.push(await ask(connectDomainEventCallbackRegisterAny, { eventID: 0, dom: other }));
  answers.push(await ask(connectDomainEventCallbackRegisterAny, { eventID: 0, dom: null }));
  answers.push(await ask(connectDomainEventCallbackRegisterAny, { eventID: 0, dom: { ...dom, name: 'no', id: 77 } }));
  await change();
  answers.push(await ask(connectNetworkEventRegisterAny, { eventID: 0, net: null }));
  answers.push(await ask(connectNetworkEventDeregisterAny, { callbackID: 0 }));
  answers.push(await ask(connectDomainEventCallbackDeregisterAny, { callbackID: 0 }));
  answers.push(await ask(connectDomainEventCallbackDeregisterAny, { callbackID: 0 }));
  answers.push(await ask(connectDomainEventRegister, undefined));
  answers.push(await ask(connectDomainEventRegisterAny, { eventID: 0 }));
  await change();
  answers.push(await ask(connectDomainEventDeregister, undefined));
  await change();
  answers.push(await ask(connectDomainEventDeregister, undefined));
  answers.push(await ask(connectDomainEventRegisterAny, { eventID: 0 }));
  await change();
  answers.push(await ask(connectDomainEventDeregisterAny, { eventID: 0 }));
  answers.push(await ask(connectDomainEventDeregisterAny, { eventID: 0 }));
  answers.push(await ask(connectDomainEventCallbackRegisterAny, { eventID: 0, dom: null }));
  const xml = "<domain type='test'><name>last</name><uuid>11111111-2222-3333-4444-000000000001</uuid>";
  await ask(domainCreateXML, { xml_desc: `${xml}<memory>1</memory><os><type>hvm</type></os></domain>`, flags: 0 });
  await heard.until(({ payload }) => JSON.stringify(payload).includes('last'));
  return { answers, events: heard.events };
}

describeBesideLibvirtd('registrations for events', (_, peers) => {
  const both = (way: Way, use: (ask: Ask, heard: Heard) => Promise<unknown>): Promise<unknown[]> =>
    Promise.all([peers.ourSocket, peers.theirSocket].map((socket) => askRaw(socket, way, use)));

  test.each(['writable', 'read-only'] as const)('are refused alike, %s', async (way) => {
    const [ours, theirs] = await both(way, refusals);
    expect(ours).toEqual(theirs);
  });

  test('bring the same events', async () => {
    const [ours, theirs] = await both('writable', happenings);
    expect(ours).toEqual(theirs);
  });
});
