import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import type { DomainChange, WatchedDomain } from '../../../src/client/events/watch-domains-types.ts';
import {
  DomainEventType,
  DomainMetadataType,
  DomainState,
  DomainStatsTypes,
} from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';

jest.setTimeout(60_000);

const { RUNNING, PAUSED, SHUTOFF } = DomainState;

const domainXml = (name: string): string =>
  `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;

/** The changes up to the first that fits. */
async function until(
  watch: AsyncIterable<DomainChange>,
  isLast: (change: DomainChange) => boolean,
): Promise<DomainChange[]> {
  const changes: DomainChange[] = [];
  const iterator = watch[Symbol.asyncIterator]();
  for (;;) {
    const { value, done } = await iterator.next();
    if (done === true) return changes;
    changes.push(value);
    if (isLast(value)) return changes;
  }
}

const isRemovalOf =
  (name: string) =>
  (change: DomainChange): boolean =>
    change.type === 'removed' && change.previous.name === name;

/** What the daemon says of all domains. */
async function asked(connection: Connection): Promise<unknown[]> {
  const domains = await connection.listAllDomains();
  const facts = domains.map(async (domain) => {
    const [{ state }, isPersistent] = await Promise.all([domain.getState(), domain.isPersistent()]);
    return { uuid: domain.uuid, name: domain.name, id: domain.id, state, isPersistent };
  });
  return (await Promise.all(facts)).sort((one, other) => one.name.localeCompare(other.name));
}

function known(domains: ReadonlyMap<string, WatchedDomain>): unknown[] {
  return [...domains.values()]
    .map(({ uuid, name, id, state, isPersistent }) => ({ uuid, name, id, state, isPersistent }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

test('a watch of domains works on the test hypervisor within the process', async () => {
  await using connection = await connect('test:///default');
  await using watch = await connection.watchDomains({ stats: { interval: 1 } });
  expect(known(watch.domains)).toEqual(await asked(connection));
  const domain = await connection.domainDefineXML(domainXml('inside'));
  await domain.create();
  await domain.destroy();
  await domain.undefine();
  const changes = await until(watch, isRemovalOf('inside'));
  expect(changes.flatMap(({ type }) => (type === 'stats' ? [] : [type]))).toEqual([
    'added',
    'state',
    'state',
    'removed',
  ]);
  expect((await until(watch, ({ type }) => type.startsWith('stats'))).at(-1)).toMatchObject({ type: 'stats' });
  expect(known(watch.domains)).toEqual(await asked(connection));
});

describeWithLab('a watch of domains', () => {
  let daemon: TestDaemon;
  let connection: Connection;

  beforeAll(async () => {
    daemon = await startTestDaemon();
    connection = await connect(daemon.unixUri);
  });
  afterAll(async () => {
    await connection?.close();
    await daemon?.stop();
  });

  test('knows them, and tells each change of a life', async () => {
    await using watch = await connection.watchDomains();
    expect(known(watch.domains)).toEqual(await asked(connection));
    expect([...watch.domains.values()]).toMatchObject([{ name: 'test', state: RUNNING, isPersistent: true }]);
    const domain = await connection.domainDefineXML(domainXml('lively'));
    await domain.create();
    const { id } = domain;
    await domain.suspend();
    await domain.resume();
    await domain.setMetadata(DomainMetadataType.TITLE, 'A title');
    await domain.destroy();
    await domain.rename('quiet');
    await connection.domainDefineXML(domainXml('quiet').replace('<name>', `<uuid>${domain.uuid}</uuid><name>`));
    await domain.undefine();
    const all = await until(watch, isRemovalOf('quiet'));
    const { DEFINED, STARTED, SUSPENDED, RESUMED, STOPPED, UNDEFINED } = DomainEventType;
    const told = (event: number): object => ({ lifecycle: { event } });
    expect(all).toMatchObject([
      { type: 'added', current: { name: 'lively', id: -1, state: SHUTOFF, isPersistent: true }, ...told(DEFINED) },
      { type: 'state', previous: { state: SHUTOFF }, current: { id, state: RUNNING }, ...told(STARTED) },
      { type: 'state', previous: { state: RUNNING }, current: { id, state: PAUSED }, ...told(SUSPENDED) },
      { type: 'state', previous: { state: PAUSED }, current: { id, state: RUNNING }, ...told(RESUMED) },
      { type: 'metadata', current: { name: 'lively' }, metadataType: DomainMetadataType.TITLE, nsuri: null },
      { type: 'state', previous: { id }, current: { id: -1, state: SHUTOFF }, ...told(STOPPED) },
      {
        type: 'renamed',
        previous: { name: 'lively' },
        current: { name: 'quiet', uuid: domain.uuid },
        ...told(DEFINED),
      },
      { type: 'redefined', current: { name: 'quiet' }, ...told(DEFINED) },
      { type: 'removed', previous: { name: 'quiet' }, ...told(UNDEFINED) },
    ]);
    expect(known(watch.domains)).toEqual(await asked(connection));
    expect(all.map(({ lost }) => lost)).toEqual(all.map(() => 0));
  });

  test('knows a domain without a definition for as long as it runs', async () => {
    await using watch = await connection.watchDomains();
    const domain = await connection.domainCreateXML(domainXml('brief'));
    await connection.domainDefineXML(domainXml('brief').replace('<name>', `<uuid>${domain.uuid}</uuid><name>`));
    await domain.undefine();
    await domain.destroy();
    expect(await until(watch, isRemovalOf('brief'))).toMatchObject([
      { type: 'added', current: { name: 'brief', state: RUNNING, isPersistent: false } },
      { type: 'redefined', current: { isPersistent: true } },
      { type: 'redefined', current: { isPersistent: false } },
      { type: 'removed', previous: { state: RUNNING, isPersistent: false } },
    ]);
  });

  test('is current while many others change them', async () => {
    await using other = await connect(daemon.unixUri);
    const lives = Array.from({ length: 20 }, async (_, number) => {
      const domain = await other.domainDefineXML(domainXml(`many-${number}`));
      await domain.create();
      if (number % 2 === 0) await domain.suspend();
      if (number % 3 === 0) await domain.destroy();
      if (number % 5 === 0) await domain.undefine();
    });
    // It begins in the midst of all that.
    await using watch = await connection.watchDomains();
    await Promise.all(lives);
    /** Events may follow the replies of the calls that cause them, but not those of later ones. */
    const allTold = async (): Promise<void> => {
      const last = await other.domainDefineXML(domainXml('last'));
      await last.undefine();
      await until(watch, isRemovalOf('last'));
    };
    await allTold();
    expect(known(watch.domains)).toEqual(await asked(connection));
    await Promise.all(
      [...watch.domains.values()].map(async ({ domain, name, id, isPersistent }) => {
        if (!name.startsWith('many')) return;
        if (id !== -1) await domain.destroy();
        if (isPersistent) await domain.undefine();
      }),
    );
    await allTold();
    expect(known(watch.domains)).toEqual(await asked(connection));
  });

  test('may be made by who may only look', async () => {
    await using looker = await connect(daemon.unixUri, { readOnly: true });
    await using watch = await looker.watchDomains();
    const domain = await connection.domainDefineXML(domainXml('looked-at'));
    await domain.undefine();
    expect(await until(watch, isRemovalOf('looked-at'))).toMatchObject([{ type: 'added' }, { type: 'removed' }]);
  });

  test('takes statistics', async () => {
    await using watch = await connection.watchDomains({ stats: { interval: 5, types: DomainStatsTypes.STATE } });
    const isRound = ({ type }: DomainChange): boolean => type === 'stats';
    for (let round = 0; round < 3; round++) {
      const changes = await until(watch, isRound);
      expect(changes.map(({ type }) => type)).toEqual(['stats']);
    }
    const [[uuid = '', record] = []] = watch.stats;
    expect(watch.domains.get(uuid)).toMatchObject({ name: 'test' });
    expect(record?.stats.state?.state).toBe(RUNNING);
  });

  test('finds what has changed while there was no connection', async () => {
    await using next = await startTestDaemon();
    await using there = await connect(next.unixUri);
    const [paused] = await there.listAllDomains();
    await paused?.suspend();
    await there.domainDefineXML(domainXml('new'));

    const mortal = await startTestDaemon();
    await using own = await connect(mortal.unixUri, { reconnect: { minDelay: 1, uris: [next.unixUri] } });
    await own.domainDefineXML(domainXml('old'));
    await using watch = await own.watchDomains({ limit: 50 });
    expect([...watch.domains.values()].map(({ name }) => name).sort()).toEqual(['old', 'test']);
    // One that ends by itself may still take a connection on its way.
    mortal.kill('SIGKILL');
    await mortal.exited;
    await mortal.stop();
    let seen = 0;
    // The daemon lists its domains in any order.
    const changes = await until(watch, () => {
      seen++;
      return seen === 4;
    });
    const lifecycle = undefined;
    const byType = (change: DomainChange): string => change.type;
    expect(changes.map(byType).sort()).toEqual(['added', 'removed', 'resync', 'state']);
    expect(changes[0]).toMatchObject({ type: 'resync', cause: { name: 'ConnectionError' } });
    expect(changes.find(({ type }) => type === 'removed')).toMatchObject({ previous: { name: 'old' }, lifecycle });
    expect(changes.find(({ type }) => type === 'state')).toMatchObject({
      previous: { name: 'test', state: RUNNING },
      current: { name: 'test', state: PAUSED },
      lifecycle,
    });
    expect(changes.find(({ type }) => type === 'added')).toMatchObject({
      current: { name: 'new', state: SHUTOFF, isPersistent: true },
      lifecycle,
    });
    expect(known(watch.domains)).toEqual(await asked(there));
    // What happens from now on is told by events again.
    await paused?.resume();
    expect(await until(watch, () => true)).toMatchObject([
      { type: 'state', current: { name: 'test', state: RUNNING }, lifecycle: { event: DomainEventType.RESUMED } },
    ]);
  });
});
