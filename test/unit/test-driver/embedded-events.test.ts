import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import {
  DomainEventDefinedDetailType,
  DomainEventStartedDetailType,
  DomainEventType,
  NetworkEventLifecycleType,
  NodeDeviceEventLifecycleType,
  SecretEventLifecycleType,
  StoragePoolEventLifecycleType,
} from '../../../src/generated/api-enums.ts';

/*
 * What programs do with the events of a daemon, they do with those of the hypervisor in their own process.
 */

const domainXml = (name: string): string =>
  `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;
const adapterXml =
  "<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>" +
  '<wwnn>2000000087654321</wwnn><wwpn>1000000087654321</wwpn></capability></capability></device>';

let connection: Connection;
beforeAll(async () => {
  connection = await connect('test:///default');
});
afterAll(() => connection?.close());

/** Takes so many events of a subscription. */
async function take<Event>(events: AsyncIterable<Event>, count: number): Promise<Event[]> {
  const taken: Event[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}

test('domains tell who, what and how', async () => {
  await using events = await connection.events('domain-lifecycle');
  const domain = await connection.domainDefineXML(domainXml('told'));
  await domain.create();
  await domain.suspend();
  await domain.resume();
  await domain.destroy();
  await domain.undefine();
  const { DEFINED, STARTED, SUSPENDED, RESUMED, STOPPED, UNDEFINED } = DomainEventType;
  expect(await take(events, 6)).toMatchObject([
    { event: DEFINED, detail: DomainEventDefinedDetailType.ADDED, domain: { name: 'told' }, lost: 0 },
    { event: STARTED, detail: DomainEventStartedDetailType.BOOTED },
    { event: SUSPENDED },
    { event: RESUMED },
    { event: STOPPED },
    { event: UNDEFINED },
  ]);
});

test('other clients are told, of the one domain that they asked for', async () => {
  await using other = await connect('test:///default');
  const [one, two] = await Promise.all(['one', 'two'].map((name) => connection.domainDefineXML(domainXml(name))));
  await using events = await other.events('domain-lifecycle', { domain: await other.lookupDomainByName('one') });
  await two?.create();
  await one?.create();
  await two?.destroy();
  await one?.destroy();
  expect(await take(events, 2)).toMatchObject([{ domain: { name: 'one' } }, { domain: { name: 'one' } }]);
  await Promise.all([one?.undefine(), two?.undefine()]);
});

test('networks, storage pools, node devices and secrets do not cross', async () => {
  await using networks = await connection.events('network-lifecycle');
  await using pools = await connection.events('storage-pool-lifecycle');
  await using refreshes = await connection.events('storage-pool-refresh');
  await using devices = await connection.events('node-device-lifecycle');
  await using secrets = await connection.events('secret-lifecycle');
  await using values = await connection.events('secret-value-changed');
  await using metadata = await connection.events('domain-metadata-change');
  const network = await connection.lookupNetworkByName('default');
  await network.destroy();
  await network.create();
  const pool = await connection.lookupStoragePoolByName('default-pool');
  await pool.refresh();
  await pool.destroy();
  await pool.create();
  await (await connection.deviceCreateXML(adapterXml)).destroy();
  const secret = await connection.secretDefineXML('<secret/>');
  await secret.setValue(Uint8Array.of(1));
  await secret.undefine();
  await (await connection.lookupDomainByName('test')).setMetadata(0, 'seen');
  const { STOPPED, STARTED } = NetworkEventLifecycleType;
  expect(await take(networks, 2)).toMatchObject([{ event: STOPPED }, { event: STARTED }]);
  expect(await take(refreshes, 1)).toMatchObject([{ pool: { name: 'default-pool' } }]);
  expect(await take(pools, 2)).toMatchObject([
    { event: StoragePoolEventLifecycleType.STOPPED },
    { event: StoragePoolEventLifecycleType.STARTED },
  ]);
  expect(await take(devices, 2)).toMatchObject([
    { event: NodeDeviceEventLifecycleType.CREATED },
    { event: NodeDeviceEventLifecycleType.DELETED },
  ]);
  expect(await take(secrets, 2)).toMatchObject([
    { event: SecretEventLifecycleType.DEFINED },
    { event: SecretEventLifecycleType.UNDEFINED },
  ]);
  expect(await take(values, 1)).toMatchObject([{ secret: { uuid: secret.uuid } }]);
  expect(await take(metadata, 1)).toMatchObject([{ domain: { name: 'test' } }]);
});

test('registrations end with their client', async () => {
  const own = await connect('test:///default');
  const closed = await own.events('closed');
  const domains = await own.events('domain-lifecycle');
  await own.close();
  expect(await take(closed, 2)).toMatchObject([{ type: 'closed', reason: 3, cause: { reason: 'client' } }]);
  expect(await take(domains, 1)).toEqual([]);
});
