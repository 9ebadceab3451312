import { expect, test } from '@jest/globals';
import type { EventFilter } from '../../../src/client/events/event-options.ts';
import type { QemuMonitorEvent } from '../../../src/client/events/event-types.ts';
import {
  DomainMemoryModFlags,
  ConnectDomainQemuMonitorEventRegisterFlags as Flags,
} from '../../../src/generated/api-enums.ts';
import type { Eventful } from './eventful.ts';

/** What QEMU tells its monitor while the guest is paused and goes on, to who asked for all of it or a part. */
export function describeMonitorEvents(given: () => Eventful): void {
  test("of QEMU's monitor, by name, pattern and domain", async () => {
    const { connection, guest } = given();
    const other = await connection.lookupDomainByName('other');
    const filters: Readonly<Record<string, EventFilter<'qemu-monitor'>>> = {
      all: {},
      stop: { event: 'STOP' },
      pattern: { event: '^(stop|resume)$', flags: [Flags.REGEX, Flags.NOCASE] },
      caseMatters: { event: '^stop$', flags: Flags.REGEX },
      anyCase: { event: 'resume', flags: Flags.NOCASE },
      balloon: { event: 'BALLOON_CHANGE', domain: guest },
      other: { domain: other },
    };
    const seen = new Map<string, QemuMonitorEvent[]>();
    const listenings = await Promise.all(
      Object.entries(filters).map(([name, filter]) => {
        const events: QemuMonitorEvent[] = [];
        seen.set(name, events);
        return connection.on(
          'qemu-monitor',
          (event) => void (event.type === 'qemu-monitor' && events.push(event)),
          filter,
        );
      }),
    );
    await using last = await connection.events('qemu-monitor', { event: 'BALLOON_CHANGE' });
    await guest.suspend();
    await guest.resume();
    await guest.setMemory(140_000, { flags: DomainMemoryModFlags.LIVE });
    const iterator = last[Symbol.asyncIterator]();
    for (let actual = 0; actual !== 140_000 * 1024; ) {
      const { value } = await iterator.next();
      actual = value?.type === 'qemu-monitor' ? JSON.parse(value.details ?? '').actual : Number.NaN;
    }
    await Promise.all(listenings.map((listening) => listening.close()));
    const names = (name: string): string[] => (seen.get(name) ?? []).map(({ event }) => event);
    expect(names('all').filter((name) => /^(STOP|RESUME)$/.test(name))).toEqual(['STOP', 'RESUME']);
    expect(names('stop')).toEqual(['STOP']);
    expect(names('pattern')).toEqual(['STOP', 'RESUME']);
    expect(names('caseMatters')).toEqual([]);
    expect(names('anyCase')).toEqual(['RESUME']);
    expect(new Set(names('balloon'))).toEqual(new Set(['BALLOON_CHANGE']));
    expect(names('other')).toEqual([]);
    const [stop] = seen.get('stop') ?? [];
    expect(stop).toMatchObject({ domain: { name: guest.name, id: guest.id }, details: null, lost: 0 });
    expect(stop?.micros).toBeLessThan(1_000_000);
    expect(Math.abs(Number(stop?.seconds) - Date.now() / 1000)).toBeLessThan(60);
    const [balloon] = seen.get('balloon') ?? [];
    expect(JSON.parse(balloon?.details ?? '')).toMatchObject({ actual: expect.any(Number) });
  });
}
