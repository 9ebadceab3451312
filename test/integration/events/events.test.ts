import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import {
  DomainEventDefinedDetailType,
  DomainEventStartedDetailType,
  DomainEventType,
  NetworkEventLifecycleType,
  NodeDeviceEventLifecycleType,
  StoragePoolEventLifecycleType,
} from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { take } from '../../support/take-events.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';

jest.setTimeout(60_000);

const domainXml = (name: string): string =>
  `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os></domain>`;

describeWithLab('events of the test driver', () => {
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

  test('have the names that virsh gives them', async () => {
    const list = async (command: string): Promise<string[]> => {
      const { stdout } = await runProgram('virsh', ['-c', daemon.unixUri, '-q', command, '--list']);
      return stdout
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    };
    for (const [command, family] of [
      ['event', 'domain'],
      ['net-event', 'network'],
      ['pool-event', 'storage-pool'],
      ['nodedev-event', 'node-device'],
      ['secret-event', 'secret'],
    ] as const) {
      const words = await list(command);
      expect(words.length).toBeGreaterThan(0);
      for (const word of words) {
        const name = `${family}-${word}` as 'domain-lifecycle';
        const outcome = await connection.events(name).then(
          async (events) => {
            await events.close();
            return 'subscribed';
          },
          (error: { code?: string }) => error.code,
        );
        // The test driver has no secrets.
        expect({ name, outcome }).toEqual({ name, outcome: family === 'secret' ? 'VIR_ERR_NO_SUPPORT' : 'subscribed' });
      }
    }
  });

  test('of domains tell who, what and how', async () => {
    await using events = await connection.events('domain-lifecycle');
    const domain = await connection.domainDefineXML(domainXml('told'));
    await domain.create();
    await domain.suspend();
    await domain.resume();
    await domain.destroy();
    await domain.undefine();
    const told = await take(events, 6);
    expect(
      told.map((event) => event.type === 'domain-lifecycle' && [event.event, event.domain.name, event.lost]),
    ).toEqual(
      [
        DomainEventType.DEFINED,
        DomainEventType.STARTED,
        DomainEventType.SUSPENDED,
        DomainEventType.RESUMED,
        DomainEventType.STOPPED,
        DomainEventType.UNDEFINED,
      ].map((event) => [event, 'told', 0]),
    );
    expect(told).toMatchObject([
      { detail: DomainEventDefinedDetailType.ADDED },
      { detail: DomainEventStartedDetailType.BOOTED },
      {},
      {},
      {},
      {},
    ]);
    expect(told[0]?.type === 'domain-lifecycle' && told[0].domain.equals(domain)).toBe(true);
  });

  test('of one domain are of that one alone', async () => {
    const [one, other] = await Promise.all(['one', 'other'].map((name) => connection.domainDefineXML(domainXml(name))));
    await using events = await connection.events('domain-lifecycle', { domain: one });
    await other?.create();
    await one?.create();
    await other?.destroy();
    await one?.destroy();
    const told = await take(events, 2);
    expect(told.map((event) => event.type === 'domain-lifecycle' && event.domain.name)).toEqual(['one', 'one']);
    await Promise.all([one?.undefine(), other?.undefine()]);
  });

  test('of networks, storage pools and node devices do not cross', async () => {
    await using domains = await connection.events('domain-lifecycle');
    await using networks = await connection.events('network-lifecycle');
    await using pools = await connection.events('storage-pool-lifecycle');
    await using devices = await connection.events('node-device-lifecycle');
    await using refreshes = await connection.events('storage-pool-refresh');
    const [network, pool] = await Promise.all([
      connection.lookupNetworkByName('default'),
      connection.lookupStoragePoolByName('default-pool'),
    ]);
    await network.destroy();
    await network.create();
    await pool.refresh();
    await pool.destroy();
    await pool.create();
    const device = await connection.deviceCreateXML(
      "<device><parent>scsi_host1</parent><capability type='scsi_host'><capability type='fc_host'>" +
        '<wwnn>2000000087654321</wwnn><wwpn>1000000087654321</wwpn></capability></capability></device>',
    );
    await device.destroy();
    const domain = await connection.domainDefineXML(domainXml('crossing'));
    await domain.undefine();
    expect((await take(networks, 2)).map((event) => event.type === 'network-lifecycle' && event.event)).toEqual([
      NetworkEventLifecycleType.STOPPED,
      NetworkEventLifecycleType.STARTED,
    ]);
    expect((await take(pools, 2)).map((event) => event.type === 'storage-pool-lifecycle' && event.event)).toEqual([
      StoragePoolEventLifecycleType.STOPPED,
      StoragePoolEventLifecycleType.STARTED,
    ]);
    expect(await take(refreshes, 1)).toMatchObject([{ type: 'storage-pool-refresh', pool: { name: 'default-pool' } }]);
    expect((await take(devices, 2)).map((event) => event.type === 'node-device-lifecycle' && event.event)).toEqual([
      NodeDeviceEventLifecycleType.CREATED,
      NodeDeviceEventLifecycleType.DELETED,
    ]);
    expect((await take(domains, 2)).map((event) => event.type === 'domain-lifecycle' && event.domain.name)).toEqual([
      'crossing',
      'crossing',
    ]);
  });

  test('can be left and asked for again at once, as often as one likes', async () => {
    for (let round = 0; round < 100; round++) {
      const events = await connection.events('domain-lifecycle');
      const [, again] = await Promise.all([events.close(), connection.events('domain-lifecycle')]);
      await again.close();
    }
  });

  test('go to listeners', async () => {
    const seen: string[] = [];
    let done!: () => void;
    const finished = new Promise<void>((resolve) => {
      done = resolve;
    });
    await using listening = await connection.on('domain-lifecycle', (event) => {
      if (event.type !== 'domain-lifecycle') return;
      seen.push(event.domain.name);
      if (seen.length === 2) done();
    });
    const domain = await connection.domainDefineXML(domainXml('heard'));
    await domain.undefine();
    await finished;
    expect(listening.lost).toBe(0);
    expect(seen).toEqual(['heard', 'heard']);
  });

  test('may be answered by calls on the same connection, while more of them come', async () => {
    const domain = await connection.domainDefineXML(domainXml('answered'));
    await domain.create();
    const rounds = 200;
    let answered = 0;
    let done!: () => void;
    const finished = new Promise<void>((resolve) => {
      done = resolve;
    });
    await using listening = await connection.on(
      'domain-lifecycle',
      async (event) => {
        if (event.type !== 'domain-lifecycle') return;
        expect((await event.domain.getInfo()).nrVirtCpu).toBe(1);
        answered++;
        if (answered === 2 * rounds) done();
      },
      { domain },
    );
    for (let round = 0; round < rounds; round++) {
      await domain.suspend();
      await domain.resume();
    }
    await finished;
    expect(listening.lost).toBe(0);
    await listening.close();
    await domain.destroy();
    await domain.undefine();
  });

  test('end with the connection, which a subscriber of that is told', async () => {
    const own = await connect(daemon.unixUri);
    const closed = await own.events('closed');
    const domains = await own.events('domain-lifecycle');
    await own.close();
    expect(await take(closed, 2)).toMatchObject([{ type: 'closed', reason: 3, cause: { reason: 'client' } }]);
    expect(await take(domains, 1)).toEqual([]);
  });

  test('end with an error when the daemon is gone', async () => {
    const mortal = await startTestDaemon();
    await using own = await connect(mortal.unixUri);
    const closed = await own.events('closed');
    const domains = await own.events('domain-lifecycle');
    const next = take(domains, 1);
    await Promise.all([expect(next).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' }), mortal.stop()]);
    expect(await take(closed, 2)).toMatchObject([{ type: 'closed', reason: 1 }]);
    expect(await take(domains, 1)).toEqual([]);
  });
});

describe('what there is not', () => {
  test('is refused with its name', async () => {
    await using connection = await connect('test:///default');
    await expect(connection.events('domain-nonsense' as 'domain-lifecycle')).rejects.toThrow('domain-nonsense');
    await expect(connection.events('domain-0')).rejects.toThrow('is called domain-lifecycle');
    await expect(connection.events('domain-lifecycle', { limit: 0 })).rejects.toThrow('limit');
  });
});
