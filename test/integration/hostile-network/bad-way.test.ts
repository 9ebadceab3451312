import { expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { DomainEventType } from '../../../src/generated/api-enums.ts';
import { openSession } from '../../../src/session/open-session.ts';
import { describeWithLab } from '../../support/lab.ts';
import { nothingMoreThan, openResources } from '../open-resources.ts';
import { withNodeFile } from '../oracle/with-node-file.ts';
import { failure } from './failure.ts';
import { type Conduct, startHostileProxy } from './hostile-proxy.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

const typed = ['ConnectionError', 'TransportError', 'TimeoutError'];

describeWithLab('a way to the daemon', (lab) => {
  const target = { port: lab.tcpPort, host: '127.0.0.1' };

  /** How many bytes a daemon answers until a session is open. */
  const openingBytes = async (): Promise<number> => {
    let bytes = 0;
    await using proxy = await startHostileProxy({
      target,
      onPassed: (side, passed) => {
        if (side === 'client') bytes += passed.length;
      },
    });
    const session = await openSession(`test+tcp://127.0.0.1:${proxy.port}/default`);
    const opening = bytes;
    session.destroy();
    return opening;
  };

  test.each<[string, Conduct]>([
    ['that splits everything into single bytes', { pieces: 1 }],
    ['on which everything takes 30 ms longer', { delay: 30 }],
    ['that is throttled: little pieces, with a pause before each', { pieces: 700, delay: 2 }],
  ])('%s carries calls, errors, events and long texts', (_what, conduct) =>
    withNodeFile(lab, 'tcp', async ({ directory }) => {
      await using proxy = await startHostileProxy({ target, toClient: conduct, toDaemon: conduct });
      await using connection = await connect(`test+tcp://127.0.0.1:${proxy.port}${directory}/node.xml`, {
        timeout: 20_000,
        callTimeout: 20_000,
      });
      await using events = await connection.events('domain-lifecycle');
      const told = events[Symbol.asyncIterator]();
      const domain = await connection.lookupDomainByName('web');
      const names = Array.from({ length: 40 }, (_, number) => `none-${number}`);
      const errors = await Promise.all(names.map((name) => failure(connection.lookupNetworkByName(name))));
      for (const [number, { error }] of errors.entries()) {
        expect(error).toMatchObject({ message: expect.stringContaining(`'none-${number}'`) });
      }
      const description = 'd'.repeat(30_000);
      await domain.setMetadata(0, description);
      expect(await domain.getXMLDesc()).toContain(description);
      await domain.suspend();
      const seen: number[] = [];
      while (!seen.includes(DomainEventType.SUSPENDED)) {
        const { value } = await told.next();
        if (value !== undefined && 'event' in value) seen.push(value.event);
      }
      expect(connection.inFlight).toEqual([]);
    }),
  );

  test('that is throttled lets deadlines hold for what is long, and goes on with the rest', () =>
    withNodeFile(lab, 'tcp', async ({ directory }) => {
      await using proxy = await startHostileProxy({ target, toClient: { pieces: 1000, delay: 10 } });
      await using connection = await connect(`test+tcp://127.0.0.1:${proxy.port}${directory}/node.xml`);
      const domain = await connection.lookupDomainByName('web');
      await domain.setMetadata(0, 'd'.repeat(60_000));
      const { error, elapsed } = await failure(domain.getXMLDesc({ timeout: 150 }));
      expect(error).toMatchObject({ name: 'TimeoutError', procedure: 'domainGetXMLDesc' });
      expect(elapsed).toBeGreaterThan(140);
      expect(elapsed).toBeLessThan(8000);
      // The rest of the long reply comes first.
      await expect(connection.getType({ timeout: 20_000 })).resolves.toBe('TEST');
      expect(connection.isAlive).toBe(true);
    }));

  test.each(['end', 'reset', 'swallow'] as const)(
    'that breaks off behind any byte of the opening (%s) leaves a typed error, and nothing open',
    async (by) => {
      const before = openResources();
      const all = await openingBytes();
      expect(all).toBeGreaterThan(84);
      const cuts = Array.from({ length: all }, (_, bytes) => bytes);
      const ends = await Promise.all(
        cuts.map(async (after) => {
          await using proxy = await startHostileProxy({ target, toClient: { stop: { after, by } } });
          const uri = `test+tcp://127.0.0.1:${proxy.port}/default`;
          return await failure(openSession(uri, { timeout: by === 'swallow' ? 1000 : 20_000 }));
        }),
      );
      for (const { error, elapsed } of ends) {
        expect(typed).toContain(Object(error).name);
        if (by === 'swallow') {
          expect(error).toMatchObject({ name: 'TimeoutError' });
          expect(elapsed).toBeGreaterThan(950);
        }
        expect(elapsed).toBeLessThan(10_000);
      }
      await nothingMoreThan(before);
    },
  );

  test.each(['end', 'reset'] as const)(
    'that breaks off amid calls (%s) leaves each of them with its answer or an error, once',
    async (by) => {
      const before = openResources();
      const opening = await openingBytes();
      for (let cut = 0; cut < 30; cut++) {
        await using proxy = await startHostileProxy({
          target,
          toClient: { stop: { after: opening + 1 + cut * 37, by } },
        });
        const connection = await connect(`test+tcp://127.0.0.1:${proxy.port}/default`);
        const ends: string[] = [];
        const calls = Array.from({ length: 40 }, () =>
          connection.getType().then(
            (type) => ends.push(type),
            (error: Error) => ends.push(error.name),
          ),
        );
        await connection.closed;
        await Promise.all(calls);
        expect(ends).toHaveLength(40);
        const answered = ends.filter((end) => end === 'TEST').length;
        expect(ends.filter((end) => end === 'ConnectionError')).toHaveLength(40 - answered);
        // A reply of this call has 36 bytes.
        expect(answered).toBeLessThanOrEqual(Math.floor((1 + cut * 37) / 36));
        expect(connection.inFlight).toEqual([]);
      }
      await nothingMoreThan(before);
    },
  );
});
