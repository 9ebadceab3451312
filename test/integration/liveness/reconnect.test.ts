import { readdirSync } from 'node:fs';
import { mkdtemp, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { DomainEventType } from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';
import { inState } from '../in-state.ts';

jest.setTimeout(120_000);

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** A daemon that can be killed and followed by another at the same socket. */
class RestartingDaemon {
  readonly uri: string;
  readonly #directory: string;
  #daemon: TestDaemon | undefined;

  constructor(directory: string) {
    this.#directory = directory;
    this.uri = `test+unix:///default?socket=${join(directory, 'sock')}`;
  }

  async start(): Promise<void> {
    this.#daemon = await startTestDaemon();
    const next = join(this.#directory, 'next');
    await symlink(this.#daemon.socketPath, next);
    await rename(next, join(this.#directory, 'sock'));
  }

  async kill(): Promise<void> {
    this.#daemon?.kill('SIGKILL');
    await this.#daemon?.exited;
    await this.#daemon?.stop();
  }
}

/** Makes one call after the other until it is told to stop, and counts how they ended. */
class Load {
  readonly ends = { answered: 0, lost: 0 };
  made = 0;
  #stopped = false;
  readonly #running: Promise<void>[];

  constructor(width: number, call: (made: number) => Promise<unknown>) {
    this.#running = Array.from({ length: width }, () => this.#run(call));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#running);
  }

  async #run(call: (made: number) => Promise<unknown>): Promise<void> {
    while (!this.#stopped) {
      this.made++;
      try {
        await call(this.made);
        this.ends.answered++;
      } catch (error) {
        expect(error).toMatchObject({ name: 'ConnectionError' });
        this.ends.lost++;
        // Calls reject at once while there is no connection: others get their turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }
}

/** The bytes of objects that are still of use. */
function heap(): number {
  if (typeof collectGarbage !== 'function') throw new Error('V8 has no gc()');
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

describeWithLab('a connection that reconnects', () => {
  let directory: string;
  const withDaemon = async (run: (daemon: RestartingDaemon) => Promise<void>): Promise<void> => {
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    const daemon = new RestartingDaemon(directory);
    await daemon.start();
    try {
      await run(daemon);
    } finally {
      await daemon.kill();
      await rm(directory, { recursive: true });
    }
  };

  test('outlives twenty restarts of its daemon under load', () =>
    withDaemon(async (daemon) => {
      await using connection = await connect(daemon.uri, {
        reconnect: { minDelay: 5, maxDelay: 50, retryReads: true },
      });
      const domain = await connection.lookupDomainByName('test');
      const events = await connection.events('domain-lifecycle');
      const told = events[Symbol.asyncIterator]();
      const { SUSPENDED, RESUMED } = DomainEventType;
      const writes = new Load(4, (made) => domain.setMetadata(0, String(made)));
      const reads = new Load(4, () => domain.getInfo());
      let descriptorsBefore = 0;
      let heapBefore = 0;
      for (let restart = 0; restart < 20; restart++) {
        const lost = inState(connection, 'reconnecting');
        await daemon.kill();
        await lost;
        expect(connection.isAlive).toBe(false);
        await daemon.start();
        await inState(connection, 'connected');
        expect((await domain.getInfo()).nrVirtCpu).toBe(2);
        // Only from here on events are told of again.
        expect((await told.next()).value).toMatchObject({ type: 'resync' });
        await domain.suspend();
        await domain.resume();
        // An event may follow the reply of the call that caused it, and be lost with the daemon.
        const round = [await told.next(), await told.next()].map(({ value }) => value);
        expect(round).toMatchObject([{ event: SUSPENDED }, { event: RESUMED }]);
        if (restart === 0) descriptorsBefore = descriptors();
        if (restart === 4) heapBefore = heap();
      }
      expect(descriptors()).toBeLessThanOrEqual(descriptorsBefore + 2);
      // A lost connection that stayed would keep its buffers and all that its calls were made with.
      expect(heap()).toBeLessThan(heapBefore + 2 * 2 ** 20);
      await Promise.all([writes.stop(), reads.stop()]);
      expect(reads.ends).toEqual({ answered: reads.made, lost: 0 });
      expect(writes.ends.answered + writes.ends.lost).toBe(writes.made);
      expect(writes.ends.lost).toBeGreaterThanOrEqual(20);
      expect(writes.ends.answered).toBeGreaterThan(20);
      await connection.close();
      expect((await told.next()).done).toBe(true);
      expect(connection.inFlight).toEqual([]);
    }));

  test('is closed for good when it has tried as often as it may', () =>
    withDaemon(async (daemon) => {
      const connection = await connect(daemon.uri, { reconnect: { minDelay: 1, attempts: 3 } });
      const events = await connection.events('domain-lifecycle');
      await daemon.kill();
      expect(await connection.closed).toMatchObject({ reason: 'eof', cause: { name: 'TransportError' } });
      expect(connection.state).toBe('closed');
      await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: 'ConnectionError' });
      await expect(connection.getHostname()).rejects.toMatchObject({ name: 'ConnectionError' });
      await daemon.start();
    }));

  test('goes to the next address when the first is gone, and ends when it is closed', () =>
    withDaemon(async (daemon) => {
      const other = await startTestDaemon();
      try {
        const connection = await connect(daemon.uri, { reconnect: { minDelay: 1, uris: [other.unixUri] } });
        // It may have come back before the daemon is quite gone.
        const lost = inState(connection, 'reconnecting');
        await daemon.kill();
        await lost;
        await inState(connection, 'connected');
        expect(connection.session.peer).toContain(other.socketPath);
        await other.stop();
        await inState(connection, 'reconnecting');
        await connection.close();
        expect(await connection.closed).toMatchObject({ reason: 'client' });
      } finally {
        await other.stop();
      }
      await daemon.start();
    }));
});

test('options that cannot be are refused at once', async () => {
  await expect(connect('test:///default', { reconnect: { minDelay: -1 } })).rejects.toThrow('minDelay');
  await expect(connect('test:///default', { reconnect: { attempts: 0 } })).rejects.toThrow('attempts');
});
