import { expect } from '@jest/globals';
import type { Connection } from '../../../src/client/connection.ts';
import type { Domain } from '../../../src/client/domain.ts';
import type { DomainEvent } from '../../../src/client/events/domain-event-types.ts';
import type { DomainWatch } from '../../../src/client/events/watch-domains.ts';
import type { QemuHost } from '../../support/qemu-lab/qemu-host.ts';
import type { EventRecorder } from './event-recorder.ts';
import type { GuestConsole } from './guest-console.ts';

/** A guest to which much happens, and who is told of it. */
export interface Eventful {
  readonly host: QemuHost;
  readonly connection: Connection;
  readonly guest: Domain;
  readonly shell: GuestConsole;
  readonly recorder: EventRecorder;
  readonly watch: DomainWatch;
  /** Whether the daemon is new enough for events of this name. */
  readonly has: (name: DomainEvent['type']) => boolean;
}

/** The watch knows of the guest what the daemon says. */
export async function expectWatched({ watch, guest }: Pick<Eventful, 'watch' | 'guest'>): Promise<void> {
  const { state } = await guest.getState();
  expect(watch.domains.get(guest.uuid)).toMatchObject({ name: guest.name, state });
}
