import { expect, test } from '@jest/globals';
import type { Connection } from '../../../src/client/connection.ts';
import type { EventName, LibvirtEvent } from '../../../src/client/events/event-types.ts';
import {
  DomainEventType,
  NetworkEventLifecycleType,
  NetworkMetadataType,
  SecretEventLifecycleType,
  StoragePoolEventLifecycleType,
} from '../../../src/generated/api-enums.ts';
import {
  connectDomainEventCallbackDeregisterAny,
  connectDomainEventCallbackRegisterAny,
  connectNetworkEventDeregisterAny,
  connectNetworkEventRegisterAny,
  connectSecretEventDeregisterAny,
  connectSecretEventRegisterAny,
  connectStoragePoolEventDeregisterAny,
  connectStoragePoolEventRegisterAny,
} from '../../../src/generated/remote-procedures.ts';
import { isOlder } from '../../../src/session/daemon-release.ts';
import type { LibvirtRelease } from '../../support/qemu-lab/debian-root.ts';
import { EventRecorder } from './event-recorder.ts';
import { images } from './guest.ts';

/** The callback ids that the drivers of a daemon give next, each by its own count. */
async function nextIds({ session }: Connection): Promise<number[]> {
  const domain = await session.call(connectDomainEventCallbackRegisterAny, { eventID: 0, dom: null });
  const network = await session.call(connectNetworkEventRegisterAny, { eventID: 0, net: null });
  const pool = await session.call(connectStoragePoolEventRegisterAny, { eventID: 0, pool: null });
  const secret = await session.call(connectSecretEventRegisterAny, { eventID: 0, secret: null });
  await session.call(connectDomainEventCallbackDeregisterAny, domain);
  await session.call(connectNetworkEventDeregisterAny, network);
  await session.call(connectStoragePoolEventDeregisterAny, pool);
  await session.call(connectSecretEventDeregisterAny, secret);
  return [domain, network, pool, secret].map(({ callbackID }) => callbackID);
}

async function domainLives(connection: Connection): Promise<void> {
  const xml = "<domain type='qemu'><name>brief</name><memory>1024</memory><os><type>hvm</type></os></domain>";
  await (await connection.domainDefineXML(xml)).undefine();
}

async function networkLives(connection: Connection, hasMetadata: boolean): Promise<void> {
  const network = await connection.networkDefineXML("<network><name>brief</name><bridge name='virbr7'/></network>");
  await network.create();
  if (hasMetadata) await network.setMetadata(NetworkMetadataType.TITLE, 'A title');
  await network.destroy();
  await network.undefine();
}

async function poolLives(connection: Connection): Promise<void> {
  const xml = `<pool type='dir'><name>brief</name><target><path>${images}</path></target></pool>`;
  const pool = await connection.storagePoolDefineXML(xml);
  await pool.create();
  await pool.refresh();
  await pool.destroy();
  await pool.undefine();
}

async function secretLives(connection: Connection): Promise<void> {
  const xml = "<secret ephemeral='yes'><usage type='ceph'><name>brief</name></usage></secret>";
  const secret = await connection.secretDefineXML(xml);
  await secret.setValue(Uint8Array.of(1, 2, 3));
  await secret.undefine();
}

function facts(event: LibvirtEvent): unknown {
  const { type } = event;
  const number = 'event' in event ? event.event : undefined;
  if ('domain' in event) return [type, event.domain.name, number];
  if ('network' in event) return [type, event.network.name, number];
  if ('pool' in event) return [type, event.pool.name, number];
  return 'secret' in event ? [type, event.secret.usageID, number] : [type];
}

/** Objects of all drivers that live and end at once, their events under the same callback ids. */
export function describeFamilies(release: LibvirtRelease, connectionOf: () => Connection): void {
  test('of domains, networks, pools and secrets do not cross, though their callback ids are the same', async () => {
    const connection = connectionOf();
    const ids = await nextIds(connection);
    expect(new Set(ids).size).toBe(1);
    const hasMetadata = !isOlder(release, '9.8.0');
    const names: EventName[] = ['domain-lifecycle', 'network-lifecycle', 'storage-pool-lifecycle', 'secret-lifecycle'];
    const recorder = await EventRecorder.start(connection, names);
    const more = await EventRecorder.start(connection, ['storage-pool-refresh', 'secret-value-changed']);
    const titles = await EventRecorder.start(connection, hasMetadata ? ['network-metadata-change'] : []);
    await Promise.all([
      domainLives(connection),
      networkLives(connection, hasMetadata),
      poolLives(connection),
      secretLives(connection),
    ]);
    const ends = ['domain', 'network', 'storage-pool', 'secret'] as const;
    for (const family of ends) await recorder.next(`${family}-lifecycle`, ({ event }) => event === 1);
    await more.next('storage-pool-refresh');
    await more.next('secret-value-changed');
    const of = (type: string): unknown[] => recorder.events.filter((event) => event.type === type).map(facts);
    const expected = (type: string, kinds: readonly number[]): unknown[] => kinds.map((kind) => [type, 'brief', kind]);
    expect(of('domain-lifecycle')).toEqual(
      expected('domain-lifecycle', [DomainEventType.DEFINED, DomainEventType.UNDEFINED]),
    );
    const network = NetworkEventLifecycleType;
    expect(of('network-lifecycle')).toEqual(
      expected('network-lifecycle', [network.DEFINED, network.STARTED, network.STOPPED, network.UNDEFINED]),
    );
    const pool = StoragePoolEventLifecycleType;
    expect(of('storage-pool-lifecycle')).toEqual(
      expected('storage-pool-lifecycle', [pool.DEFINED, pool.STARTED, pool.STOPPED, pool.UNDEFINED]),
    );
    const secret = SecretEventLifecycleType;
    expect(of('secret-lifecycle')).toEqual(expected('secret-lifecycle', [secret.DEFINED, secret.UNDEFINED]));
    expect(more.events).toHaveLength(2);
    if (hasMetadata) {
      expect(await titles.next('network-metadata-change')).toMatchObject({
        network: { name: 'brief' },
        metadataType: NetworkMetadataType.TITLE,
        nsuri: null,
      });
    }
    await Promise.all([recorder.stop(), more.stop(), titles.stop()]);
  });
}
