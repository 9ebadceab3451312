import { expect, test } from '@jest/globals';
import {
  DomainEventType,
  DomainJobOperation,
  DomainState,
  DomainVcpuFlags,
  DomainEventStartedDetailType as Started,
  DomainEventStoppedDetailType as Stopped,
} from '../../../src/generated/api-enums.ts';
import { type Eventful, expectWatched } from './eventful.ts';

/** How the guest stops for a while: stuck, asleep, in a file. */
export function describeGuestRests(given: () => Eventful): void {
  test('statistics of a watch do not wait for it while it does not answer', async () => {
    const { host, connection, guest } = given();
    const signal = (name: 'STOP' | 'CONT'): Promise<string> =>
      host.exec('sh', '-c', `kill -${name} "$(cat /run/libvirt/qemu/eventful.pid)"`);
    await signal('STOP');
    const stuck = guest.qemuMonitorCommand('{"execute":"query-status"}');
    try {
      await using busy = await connection.watchDomains({ stats: { interval: 1 } });
      let rounds = 0;
      for await (const change of busy) {
        expect(change).toMatchObject({ type: 'stats', lost: 0 });
        const record = change.type === 'stats' ? change.stats.get(guest.uuid) : undefined;
        expect(record?.params['state.state']).toBe(DomainState.RUNNING);
        rounds++;
        if (rounds === 5) break;
      }
      const waiting = connection.inFlight.map(({ procedure }) => procedure);
      expect(waiting).toContain('qemuDomainMonitorCommand');
    } finally {
      await signal('CONT');
    }
    expect(JSON.parse(await stuck)).toMatchObject({ return: { running: true } });
  });

  test('of its sleep', async () => {
    const eventful = given();
    const { connection, guest, recorder, shell, has } = eventful;
    let unplugging: Promise<unknown> | undefined;
    if (has('domain-vcpu-removed')) {
      await guest.setVcpus(2, { flags: DomainVcpuFlags.LIVE });
      await shell.run('echo 1 > /sys/devices/system/cpu/cpu1/online');
      await using parts = await connection.events('qemu-monitor', { event: 'DEVICE_DELETED', domain: guest });
      // The daemon may lose patience: on an emulated processor the last part of it goes when the guest sleeps.
      unplugging = guest.setVcpus(1, { flags: DomainVcpuFlags.LIVE }).catch((error: unknown) => error);
      await parts[Symbol.asyncIterator]().next();
    }
    shell.type('echo mem > /sys/power/state');
    expect(await recorder.next('domain-pm-suspend')).toMatchObject({ reason: 0, domain: { name: 'eventful' } });
    await recorder.next('domain-lifecycle', ({ event }) => event === DomainEventType.PMSUSPENDED);
    await expectWatched(eventful);
    if (unplugging !== undefined) {
      expect(await recorder.next('domain-vcpu-removed')).toMatchObject({ vcpuid: 1 });
      await unplugging;
    }
    await guest.pmWakeup();
    expect(await recorder.next('domain-pm-wakeup')).toMatchObject({ reason: 0 });
    await recorder.next('domain-lifecycle', ({ detail }) => detail === Started.WAKEUP);
    await expectWatched(eventful);
    await shell.close();
  });

  test('of its memory on the way to a file and back', async () => {
    const eventful = given();
    const { guest, recorder } = eventful;
    await guest.managedSave();
    // The first may be over before the daemon asks to be told of them.
    expect((await recorder.next('domain-migration-iteration')).iteration).toBeGreaterThanOrEqual(1);
    const { params } = await recorder.next('domain-job-completed');
    expect(params).toMatchObject({ operation: DomainJobOperation.SAVE, memory_remaining: 0n });
    expect(params.memory_total).toBeGreaterThan(100_000_000n);
    expect(await recorder.next('domain-lifecycle', ({ event }) => event === DomainEventType.STOPPED)).toMatchObject({
      detail: Stopped.SAVED,
      domain: { id: -1 },
    });
    await expectWatched(eventful);
    await guest.create();
    await recorder.next('domain-lifecycle', ({ detail, event }) => {
      return event === DomainEventType.STARTED && detail === Started.RESTORED;
    });
    await recorder.next('domain-lifecycle', ({ event }) => event === DomainEventType.RESUMED);
    await expectWatched(eventful);
  });
}
