import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithPrograms } from '../../support/describe-with-programs.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';
import { inState } from '../in-state.ts';
import { nothingMoreThan, openResources } from '../open-resources.ts';
import { failure } from './failure.ts';
import { PrivateNetwork } from './private-network.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

describeWithPrograms(['ip', 'iptables', 'nsenter', 'unshare'], 'a packet filter on the way to a daemon', () => {
  let network: PrivateNetwork;
  let daemon: TestDaemon;
  let uri: string;

  beforeAll(async () => {
    network = await PrivateNetwork.create();
    daemon = await startTestDaemon({ network: network.path, config: { listen_addr: network.address } });
    uri = `test+tcp://${network.address}:${daemon.tcpPort}/default`;
  });
  afterEach(() => network.clearFilter());
  afterAll(async () => {
    await daemon?.stop();
    await network?.[Symbol.asyncDispose]();
  });

  const replies = () => ['OUTPUT', '-p', 'tcp', '--sport', String(daemon.tcpPort)];
  const requests = () => ['INPUT', '-p', 'tcp', '--dport', String(daemon.tcpPort)];

  test.each([
    ['replies', replies],
    ['requests', requests],
  ])('that drops %s: calls time out, and silence ends the connection', async (_what, packets) => {
    const before = openResources();
    const connection = await connect(uri, { keepAlive: { interval: 400, count: 1 } });
    const domain = await connection.lookupDomainByName('test');
    await network.filter(...packets(), '-j', 'DROP');
    const startedAt = performance.now();
    const calls = Array.from({ length: 100 }, (_, number) =>
      failure(number % 2 === 0 ? domain.getInfo({ timeout: 200 }) : connection.getHostname()),
    );
    const cause = await connection.closed;
    const elapsed = performance.now() - startedAt;
    expect(cause).toMatchObject({ reason: 'keepalive' });
    // What had come before the filter was the last sign of life.
    expect(elapsed).toBeGreaterThan(300);
    expect(elapsed).toBeLessThan(8000);
    for (const [number, { error, elapsed: waited }] of (await Promise.all(calls)).entries()) {
      expect(error).toMatchObject(number % 2 === 0 ? { name: 'TimeoutError' } : { name: 'ConnectionError', cause });
      if (number % 2 === 0) expect(waited).toBeLessThan(8000);
    }
    await nothingMoreThan(before);

    const opening = await failure(connect(uri, { timeout: 300 }));
    expect(opening.error).toMatchObject({ name: 'TimeoutError', procedure: `opening ${uri} (connecting)` });
    expect(opening.elapsed).toBeGreaterThan(250);
    expect(opening.elapsed).toBeLessThan(8000);
    await nothingMoreThan(before);
  });

  test('that drops packets and then lets them pass: what was written arrives, and late replies are dropped', async () => {
    await using connection = await connect(uri, { keepAlive: false });
    const domain = await connection.lookupDomainByName('test');
    await network.filter(...replies(), '-j', 'DROP');
    const patient = connection.getHostname();
    const { error } = await failure(domain.getInfo({ timeout: 200 }));
    expect(error).toMatchObject({ name: 'TimeoutError', procedure: 'domainGetInfo' });
    await network.clearFilter();
    await expect(patient).resolves.toEqual(expect.any(String));
    await expect(domain.getInfo({ timeout: 10_000 })).resolves.toMatchObject({ nrVirtCpu: 2 });
    expect(connection.inFlight).toEqual([]);
  });

  test('that resets: calls reject at once, and an opening is refused', async () => {
    const before = openResources();
    const connection = await connect(uri);
    await network.filter(...requests(), '-j', 'REJECT', '--reject-with', 'tcp-reset');
    const calls = Array.from({ length: 20 }, () => failure(connection.getHostname()));
    const cause = await connection.closed;
    expect(cause).toMatchObject({ name: 'ConnectionError', reason: 'error', cause: { code: 'ECONNRESET' } });
    for (const { error, elapsed } of await Promise.all(calls)) {
      expect(error).toMatchObject({ name: 'ConnectionError', reason: 'error', cause });
      expect(elapsed).toBeLessThan(8000);
    }
    const opening = await failure(connect(uri, { timeout: 10_000 }));
    expect(opening.error).toMatchObject({ name: 'TransportError', message: expect.stringContaining('ECONNREFUSED') });
    expect(opening.elapsed).toBeLessThan(8000);
    await nothingMoreThan(before);
  });

  test('that loses every fourth packet: calls take longer, and nothing is lost', async () => {
    await network.filter(
      ...replies(),
      '-m',
      'statistic',
      '--mode',
      'nth',
      '--every',
      '4',
      '--packet',
      '0',
      '-j',
      'DROP',
    );
    await using connection = await connect(uri, { timeout: 30_000, keepAlive: { interval: 10_000, count: 2 } });
    const startedAt = performance.now();
    for (let number = 0; number < 12; number++) {
      await expect(connection.getType({ timeout: 30_000 })).resolves.toBe('TEST');
    }
    // The system sends a packet again when it has waited for its receipt in vain, at least this long.
    expect(performance.now() - startedAt).toBeGreaterThan(200);
    await network.clearFilter();
  });

  test('that drops everything for a while: a connection that reconnects is there again behind it', async () => {
    const before = openResources();
    const connection = await connect(uri, {
      keepAlive: { interval: 200, count: 1 },
      reconnect: { minDelay: 10, maxDelay: 50, attemptTimeout: 200, retryReads: true },
    });
    const domain = await connection.lookupDomainByName('test');
    const lost = inState(connection, 'reconnecting');
    await network.filter(...replies(), '-j', 'DROP');
    const read = domain.getInfo();
    const write = failure(domain.setMetadata(0, 'while nothing passes'));
    await lost;
    await expect(write).resolves.toMatchObject({ error: { name: 'ConnectionError', reason: 'keepalive' } });
    // There is no way now: a call that may wait does so, and no longer than it is let.
    const late = await failure(domain.getInfo({ timeout: 300 }));
    expect(late.error).toMatchObject({ name: 'TimeoutError', inFlight: [] });
    expect(connection.state).toBe('reconnecting');
    await network.clearFilter();
    await expect(read).resolves.toMatchObject({ nrVirtCpu: 2 });
    expect(connection.state).toBe('connected');
    await connection.close();
    await nothingMoreThan(before);
  });
});
