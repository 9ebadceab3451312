import { expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { ConnectionError } from '../../../src/errors/connection-error.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';
import { endOfTurn, nothingMoreThan, openResources } from '../open-resources.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

describeWithLab('a daemon that is killed', () => {
  test.each(['unixUri', 'tcpUri'] as const)('ends 100 calls at once, with one cause, over %s', async (kind) => {
    await using daemon = await startTestDaemon();
    const before = openResources();
    const connection = await connect(daemon[kind]);
    const domain = await connection.lookupDomainByName('test');
    // A frozen daemon answers nothing, so that all calls are still under way when it dies.
    daemon.kill('SIGSTOP');
    const errors: unknown[] = [];
    const calls = Array.from({ length: 100 }, (_, number) =>
      (number % 2 === 0 ? domain.getInfo() : connection.getHostname()).catch((error: unknown) => {
        errors.push(error);
      }),
    );
    expect(connection.inFlight).toHaveLength(100);
    daemon.kill('SIGKILL');
    const cause = await connection.closed;
    await endOfTurn();
    expect(errors).toHaveLength(100);
    await nothingMoreThan(before);

    await Promise.all(calls);
    expect(errors).toHaveLength(100);
    expect(cause).toBeInstanceOf(ConnectionError);
    for (const error of errors) {
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ reason: cause.reason });
      expect(error).toHaveProperty('cause', cause);
    }
    expect(new Set(errors).size).toBe(100);
    expect(errors[0]).toHaveProperty('message', expect.stringMatching(/^domainGetInfo: .*(unix|tcp):/));

    expect(connection.isAlive).toBe(false);
    expect(connection.inFlight).toEqual([]);
    await expect(connection.getType()).rejects.toThrow(ConnectionError);
    await expect(connection.getType()).rejects.toMatchObject({ cause });
    await connection.close();
    await expect(connection.closed).resolves.toBe(cause);
  });

  test('is noticed by a connection that waits for nothing', async () => {
    await using daemon = await startTestDaemon();
    const connection = await connect(daemon.unixUri);
    daemon.kill('SIGKILL');
    await expect(connection.closed).resolves.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
    await expect(connection.getType()).rejects.toMatchObject({ name: 'ConnectionError', reason: 'eof' });
  });

  test('leaves other connections as they are', async () => {
    await using daemon = await startTestDaemon();
    await using other = await startTestDaemon();
    const connection = await connect(daemon.unixUri);
    await using survivor = await connect(other.unixUri);
    daemon.kill('SIGKILL');
    await connection.closed;
    expect(survivor.isAlive).toBe(true);
    await expect(survivor.getType()).resolves.toBe('TEST');
  });
});
