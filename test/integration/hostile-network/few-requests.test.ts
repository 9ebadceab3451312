import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { domainCoreDump } from '../../../src/generated/remote-procedures.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';
import { web } from '../oracle/node-state.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';
import { startHostileProxy } from './hostile-proxy.ts';
import { KeepaliveCount } from './keepalive-count.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

describeWithLab('a daemon that takes few requests of a client at once', () => {
  test.each([1, 2, 3, 4, 5])('%d: quick calls of both kinds are all answered, whatever maxInFlight is', async (max) => {
    await using daemon = await startTestDaemon({ config: { max_client_requests: max } });
    for (const maxInFlight of [undefined, 1, 50]) {
      await using connection = await connect(daemon.tcpUri, { maxInFlight, keepAlive: { interval: 1000, count: 2 } });
      const domain = await connection.lookupDomainByName('test');
      const answers = await Promise.all(
        Array.from({ length: 300 }, (_, number) =>
          number % 2 === 0 ? domain.getInfo({ timeout: 20_000 }) : connection.getType({ timeout: 20_000 }),
        ),
      );
      expect(answers).toHaveLength(300);
      expect(connection.inFlight).toEqual([]);
    }
  });

  test.each([2, 3, 4, 5])('%d: with one call less in flight that blocks, the daemon goes on answering', async (max) => {
    await using daemon = await startTestDaemon({ config: { max_client_requests: max } });
    await withNodeFile(daemon, 'tcp', async ({ directory }) => {
      const keepalives = new KeepaliveCount();
      await using proxy = await startHostileProxy({
        target: { port: daemon.tcpPort, host: '127.0.0.1' },
        onPassed: keepalives.passed,
      });
      const pipe = join(directory, 'pipe');
      expect(await runProgram('mkfifo', [pipe])).toMatchObject({ status: 0 });
      await using connection = await connect(`test+tcp://127.0.0.1:${proxy.port}${directory}/node.xml`, {
        maxInFlight: max - 1,
        keepAlive: { interval: 100, count: 2 },
      });
      const calls = Promise.all(
        Array.from({ length: 10 }, () =>
          connection.session.call(domainCoreDump, { dom: web, to: pipe, flags: 0 }).catch((error: unknown) => error),
        ),
      );
      let opened: FileHandle | undefined;
      try {
        await keepalives.more('pongToClient', 8);
        for (let number = 0; number < 20; number++) {
          await expect(connection.getType({ timeout: 20_000 })).resolves.toBe('TEST');
        }
        const sent = connection.inFlight.filter(({ state }) => state === 'sent');
        expect(sent).toHaveLength(max - 1);
      } finally {
        opened = await open(pipe, 'r+');
        expect(await calls).toEqual(Array(10).fill(undefined));
        await opened.close();
      }
    });
  });
});
