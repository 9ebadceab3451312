import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connection } from '../../../src/client/connection.ts';
import type { DomainWatch } from '../../../src/client/events/watch-domains.ts';
import type { DomainChange } from '../../../src/client/events/watch-domains-types.ts';
import {
  DomainEventType,
  DomainJobOperation,
  DomainMigrateFlags,
  DomainState,
  DomainEventStartedDetailType as Started,
  DomainEventStoppedDetailType as Stopped,
} from '../../../src/generated/api-enums.ts';
import { describeWithQemu } from '../../support/qemu-lab/describe-with-qemu.ts';
import { EventRecorder } from './event-recorder.ts';
import { type MigrationPair, rover, startMigrationPair, stopMigrationPair, uriOf } from './migration-pair.ts';

/** Where a root has to be made first. */
const setUpTime = 1_800_000;
const testTime = 120_000;

const release = '12.8.0';
const { RUNNING, PAUSED, SHUTDOWN } = DomainState;

/** A host, and what is told there. */
class Witness {
  readonly watch: DomainWatch;
  readonly recorder: EventRecorder;

  private constructor(watch: DomainWatch, recorder: EventRecorder) {
    this.watch = watch;
    this.recorder = recorder;
  }

  static async on(connection: Connection): Promise<Witness> {
    const recorder = await EventRecorder.start(connection, ['domain-migration-iteration', 'domain-job-completed']);
    return new Witness(await connection.watchDomains(), recorder);
  }

  /** The changes up to the first that fits. */
  async until(isLast: (change: DomainChange) => boolean): Promise<DomainChange[]> {
    const changes: DomainChange[] = [];
    const iterator = this.watch[Symbol.asyncIterator]();
    for (;;) {
      const { value, done } = await iterator.next();
      if (done === true) return changes;
      changes.push(value);
      if (isLast(value)) return changes;
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.watch.close(), this.recorder.stop()]);
  }
}

const isGone = ({ type }: DomainChange): boolean => type === 'removed';
const runs = (change: DomainChange): boolean => change.type === 'state' && change.current.state === RUNNING;

await describeWithQemu(`events of a guest on its way, under libvirt ${release}`, [release], () => {
  let pair: MigrationPair;
  let witnesses: readonly [Witness, Witness];

  beforeAll(async () => {
    pair = await startMigrationPair([release, release]);
    witnesses = [await Witness.on(pair.first), await Witness.on(pair.second)];
  }, setUpTime);

  afterAll(async () => {
    await Promise.all((witnesses ?? []).map((witness) => witness.stop()));
    await stopMigrationPair(pair);
  });

  /** What both hosts tell of a guest without a definition that leaves the one for the other. */
  async function expectMove(from: Witness, to: Witness, persists: boolean): Promise<void> {
    const left = await from.until(isGone);
    expect(left).toMatchObject([
      { type: 'state', current: { state: PAUSED }, lifecycle: { event: DomainEventType.SUSPENDED } },
      { type: 'state', current: { state: SHUTDOWN } },
      { type: 'removed', lifecycle: { event: DomainEventType.STOPPED, detail: Stopped.MIGRATED } },
    ]);
    const arrived = await to.until(runs);
    expect(arrived).toMatchObject([
      {
        type: 'added',
        current: { name: 'rover', state: PAUSED, isPersistent: false },
        lifecycle: { event: DomainEventType.STARTED, detail: Started.MIGRATED },
      },
      ...(persists ? [{ type: 'redefined', current: { state: PAUSED, isPersistent: true } }] : []),
      { type: 'state', current: { state: RUNNING, isPersistent: persists } },
    ]);
    expect((await from.recorder.next('domain-migration-iteration')).iteration).toBeGreaterThanOrEqual(1);
    const { params, domain } = await from.recorder.next('domain-job-completed');
    expect(params).toMatchObject({ operation: DomainJobOperation.MIGRATION_OUT, memory_remaining: 0n });
    expect(params.data_total).toBeGreaterThan(100_000_000n);
    expect(domain.name).toBe('rover');
  }

  test(
    'are told on both hosts, and watches of both know where it is',
    async () => {
      const [first, second] = witnesses;
      const { LIVE, PEER2PEER, PERSIST_DEST, UNDEFINE_SOURCE } = DomainMigrateFlags;
      await (await rover(pair.first)).migrate(pair.second, {}, { flags: LIVE });
      await expectMove(first, second, false);
      const guest = await rover(pair.second);
      const flags = [LIVE, PEER2PEER, PERSIST_DEST, UNDEFINE_SOURCE];
      await guest.migrateToURI(uriOf(pair.hosts[0]), {}, { flags });
      await expectMove(second, first, true);
      expect([first.watch.domains.size, second.watch.domains.size]).toEqual([1, 0]);
      const { state } = await (await rover(pair.first)).getState();
      expect(first.watch.domains.get(guest.uuid)).toMatchObject({ name: 'rover', state });
    },
    testTime,
  );
});
