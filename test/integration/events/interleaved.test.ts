import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import type { LibvirtEvent, ResyncEvent } from '../../../src/client/events/event-types.ts';
import { DomainEventType, DomainMetadataType } from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';
import { type Arrival, EventProxy } from './event-proxy.ts';

jest.setTimeout(60_000);

const { SUSPENDED, RESUMED } = DomainEventType;

describeWithLab('the confirmation of a registration and its first event', () => {
  let daemon: TestDaemon;
  let proxy: EventProxy;
  let connection: Connection;
  /** The domain by another connection, which causes what happens. */
  let cause: Domain;

  beforeAll(async () => {
    daemon = await startTestDaemon();
    proxy = await EventProxy.start(daemon.socketPath);
    connection = await connect(`test+unix:///default?socket=${proxy.socketPath}`);
    cause = await (await connect(daemon.unixUri)).lookupDomainByName('test');
  });
  afterAll(async () => {
    await cause?.connection.close();
    await connection?.close();
    await proxy?.[Symbol.asyncDispose]();
    await daemon?.stop();
  });

  /** Subscribes while the domain is paused and resumed; tells what was yielded, and how many bytes the first two had. */
  async function subscribeAs(arrival: Arrival): Promise<{ readonly kinds: unknown[]; readonly bytes: number }> {
    const { held, sent } = proxy.arrange(arrival);
    const subscribing = connection.events('domain-lifecycle');
    await held;
    await cause.suspend();
    const bytes = await sent;
    await using events = await subscribing;
    await cause.resume();
    const kinds: unknown[] = [];
    const take = (event: LibvirtEvent | ResyncEvent): void => {
      kinds.push('event' in event ? event.event : event.type, event.lost);
    };
    for await (const event of events) {
      take(event);
      if ('event' in event && event.event === RESUMED) break;
    }
    return { kinds, bytes };
  }

  test.each(['event first', 'confirmation first'] as const)(
    'may come %s, in one segment or cut after any of their bytes: nothing is lost or doubled',
    async (order) => {
      const { kinds, bytes } = await subscribeAs({ order });
      expect(kinds).toEqual([SUSPENDED, 0, RESUMED, 0]);
      // A head and a callback id; a head, a callback id, the domain and two numbers.
      expect(bytes).toBe(28 + 4 + 28 + 4 + 32 + 8 - 4);
      for (let cut = 1; cut < bytes; cut++) {
        expect({ cut, ...(await subscribeAs({ order, cut })) }).toEqual({ cut, kinds, bytes });
      }
    },
  );

  test('and all that follows may come byte by byte', async () => {
    proxy.isBytewise = true;
    await using lives = await connection.events('domain-lifecycle');
    await using titles = await connection.events('domain-metadata-change');
    await cause.suspend();
    await cause.setMetadata(DomainMetadataType.TITLE, 'slowly');
    await cause.resume();
    const [life, title] = [lives[Symbol.asyncIterator](), titles[Symbol.asyncIterator]()];
    expect((await life.next()).value).toMatchObject({ event: SUSPENDED, lost: 0 });
    expect((await life.next()).value).toMatchObject({ event: RESUMED, lost: 0 });
    expect((await title.next()).value).toMatchObject({ metadataType: DomainMetadataType.TITLE, lost: 0 });
    expect(await connection.getHostname()).not.toBe('');
    proxy.isBytewise = false;
  });
});
