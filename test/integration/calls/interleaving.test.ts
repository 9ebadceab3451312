import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import type { Connection } from '../../../src/client/connection.ts';
import { AbortError } from '../../../src/errors/abort-error.ts';
import { domainCoreDump, networkLookupByName } from '../../../src/generated/remote-procedures.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { endOfTurn } from '../open-resources.ts';
import { web } from '../oracle/node-state.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

/** Calls that the daemon works on until it is told to finish. */
interface SlowCalls {
  readonly connection: Connection;
  /** Dumps the domain `web` to a pipe that nobody has opened for reading yet. */
  readonly slow: (signal?: AbortSignal) => Promise<void>;
  /** Opens the pipe, for those that wait for it and for all that come. */
  finish(): Promise<void>;
}

describeWithLab('beside a call that takes long', (lab) => {
  const withSlowCalls = (body: (it: SlowCalls) => Promise<void>): Promise<void> =>
    withNodeFile(lab, 'unix', async ({ uri, directory }) => {
      const pipe = join(directory, 'pipe');
      expect(await runProgram('mkfifo', [pipe])).toMatchObject({ status: 0 });
      await using connection = await connect(uri);
      const call = { dom: web, to: pipe, flags: 0 };
      let opened: Promise<FileHandle> | undefined;
      const finish = async (): Promise<void> => {
        opened ??= open(pipe, 'r+');
        await opened;
      };
      try {
        await body({ connection, slow: (signal) => connection.session.call(domainCoreDump, call, { signal }), finish });
      } finally {
        await finish();
        await connection.close();
        await (await opened)?.close();
      }
    });

  test('others are answered', async () => {
    await withSlowCalls(async ({ connection, slow, finish }) => {
      const order: string[] = [];
      const dump = slow().then(() => order.push('slow'));
      const mail = await connection.lookupDomainByName('mail');
      const quick = Array.from({ length: 50 }, async (_, number) => {
        // Calls that may block themselves, and calls that never do.
        if (number % 2 === 0) await mail.getInfo();
        else await connection.session.call(networkLookupByName, { name: 'blue' });
        order.push('quick');
      });
      await Promise.all(quick);
      expect(order).toEqual(Array(50).fill('quick'));
      expect(connection.inFlight).toMatchObject([{ procedure: 'domainCoreDump', state: 'sent' }]);
      await finish();
      await dump;
      expect(order.at(-1)).toBe('slow');
      expect(connection.inFlight).toEqual([]);
    });
  });

  test('and more of its kind than the daemon takes, those that never block are answered', async () => {
    await withSlowCalls(async ({ connection, slow, finish }) => {
      const dumps = Promise.all(Array.from({ length: 21 }, () => slow()));
      for (let number = 0; number < 50; number++) {
        await expect(connection.session.call(networkLookupByName, { name: 'blue' })).resolves.toMatchObject({
          net: { name: 'blue' },
        });
      }
      const states = connection.inFlight.map(({ state }) => state);
      expect(states).toHaveLength(21);
      expect(states.filter((state) => state === 'sent')).toHaveLength(4);
      expect(states.filter((state) => state === 'queued')).toHaveLength(17);
      await finish();
      await expect(dumps).resolves.toHaveLength(21);
    });
  });

  test('and given up, others go on, and its late reply is dropped', async () => {
    await withSlowCalls(async ({ connection, slow, finish }) => {
      const controller = new AbortController();
      const dump = slow(controller.signal);
      const sibling = connection.lookupDomainByName('mail');
      controller.abort();
      await expect(dump).rejects.toThrow(AbortError);
      await expect(dump).rejects.toMatchObject({ name: 'AbortError', message: 'domainCoreDump was aborted' });
      await expect(sibling).resolves.toMatchObject({ name: 'mail' });
      expect(connection.inFlight).toMatchObject([{ procedure: 'domainCoreDump', state: 'abandoned' }]);
      await finish();
      while (connection.inFlight.length > 0) await endOfTurn();
      expect(connection.isAlive).toBe(true);
      await expect(connection.getType()).resolves.toBe('TEST');
    });
  });
});
