import { expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { AbortError } from '../../../src/errors/abort-error.ts';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { TimeoutError } from '../../../src/errors/timeout-error.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';
import { endOfTurn, nothingMoreThan, openResources } from '../open-resources.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

/** What a promise rejects with. */
const reason = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => new Error(`it resolved with ${String(value)}`),
    (error: unknown) => error,
  );

describeWithLab('a frozen daemon', () => {
  test('lets 100 calls time out; thawed, it is good for more', async () => {
    await using daemon = await startTestDaemon();
    await using connection = await connect(daemon.unixUri);
    const domain = await connection.lookupDomainByName('test');
    const before = openResources();
    daemon.kill('SIGSTOP');
    const startedAt = performance.now();
    const calls = Array.from({ length: 100 }, (_, number) =>
      reason(number % 2 === 0 ? domain.getInfo({ timeout: 300 }) : connection.getHostname({ timeout: 300 })),
    );
    const errors = await Promise.all(calls);
    const elapsed = performance.now() - startedAt;
    expect(elapsed).toBeGreaterThan(200);
    expect(elapsed).toBeLessThan(8000);
    for (const [number, error] of errors.entries()) {
      expect(error).toBeInstanceOf(TimeoutError);
      expect(error).toMatchObject({ procedure: number % 2 === 0 ? 'domainGetInfo' : 'connectGetHostname' });
    }
    await nothingMoreThan(before);

    // What was written is still on its way to the daemon; what was not is gone.
    expect(connection.isAlive).toBe(true);
    const abandoned = connection.inFlight;
    expect(abandoned.length).toBeGreaterThan(0);
    expect(abandoned.length).toBeLessThan(100);
    expect(new Set(abandoned.map(({ state }) => state))).toEqual(new Set(['abandoned']));

    daemon.kill('SIGCONT');
    await expect(connection.getHostname({ timeout: 5000 })).resolves.toEqual(expect.any(String));
    await expect(domain.getInfo({ timeout: 5000 })).resolves.toMatchObject({ nrVirtCpu: 2 });
    // The late replies come as well, and are dropped.
    while (connection.inFlight.length > 0) await endOfTurn();
    expect(connection.isAlive).toBe(true);
  });

  test('lets one signal end many calls, and only these', async () => {
    await using daemon = await startTestDaemon();
    await using connection = await connect(daemon.unixUri);
    daemon.kill('SIGSTOP');
    const controller = new AbortController();
    const others = [connection.getType(), connection.getVersion()];
    const ended = Array.from({ length: 50 }, () => reason(connection.getHostname({ signal: controller.signal })));
    const why = new Error('enough');
    controller.abort(why);
    for (const error of await Promise.all(ended)) {
      expect(error).toBeInstanceOf(AbortError);
      expect(error).toMatchObject({ cause: why, message: 'connectGetHostname was aborted' });
    }
    daemon.kill('SIGCONT');
    await expect(Promise.all(others)).resolves.toEqual(['TEST', 2n]);
  });

  test('does not hold up close() for long, whatever waits', async () => {
    await using daemon = await startTestDaemon();
    const before = openResources();
    const connection = await connect(daemon.unixUri);
    const domain = await connection.lookupDomainByName('test');
    daemon.kill('SIGSTOP');
    const calls = Array.from({ length: 100 }, (_, number) =>
      reason(number % 2 === 0 ? domain.getInfo() : connection.getHostname()),
    );
    const startedAt = performance.now();
    const [first, second] = [connection.close(), connection.close()];
    expect(connection.isAlive).toBe(false);
    await expect(connection.getType()).rejects.toThrow(ConnectionError);
    await Promise.all([first, second]);
    const elapsed = performance.now() - startedAt;
    expect(elapsed).toBeLessThan(8000);
    const cause = await connection.closed;
    expect(cause).toMatchObject({ reason: 'client' });
    for (const error of await Promise.all(calls)) {
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ reason: 'client', cause });
    }
    await nothingMoreThan(before);
    await connection.close();
  });
});

describeWithLab('close()', (lab) => {
  test('while calls are queued ends those that were not answered before', async () => {
    const connection = await connect(lab.unixUri);
    const domain = await connection.lookupDomainByName('test');
    const calls = Array.from({ length: 500 }, () =>
      domain.getXMLDesc().then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
    await connection.close();
    const errors = (await Promise.all(calls)).filter((error) => error !== undefined);
    expect(errors.length).toBeGreaterThan(0);
    const cause = await connection.closed;
    for (const error of errors) {
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ reason: 'client', cause });
    }
  });

  test('twice, and by `await using`, is the same as once', async () => {
    const before = openResources();
    const connection = await connect(lab.unixUri);
    {
      await using same = connection;
      await Promise.all([same.close(), same.close()]);
    }
    await expect(connection.closed).resolves.toMatchObject({ reason: 'client' });
    expect(connection.isAlive).toBe(false);
    await expect(connection.getType()).rejects.toMatchObject({ name: 'ConnectionError', reason: 'client' });
    await nothingMoreThan(before);
  });

  test('in the same turn as a call is made lets neither hang', async () => {
    const connection = await connect(lab.tcpUri);
    const call = reason(connection.getType());
    const closing = connection.close();
    const late = reason(connection.getType());
    await closing;
    await endOfTurn();
    await expect(late).resolves.toBeInstanceOf(ConnectionError);
    await call;
    expect(connection.inFlight).toEqual([]);
  });
});
