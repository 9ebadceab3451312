import { connect as dial } from 'node:net';
import { expect, test } from '@jest/globals';
import { DomainEventGraphicsAddressType, DomainEventGraphicsPhase } from '../../../src/generated/api-enums.ts';
import type { Eventful } from './eventful.ts';
import { vncSocket } from './eventful-guest.ts';

/** Who looks at the screen of the guest. */
export function describeGuestScreen(given: () => Eventful): void {
  test('of its screen', async () => {
    const { host, recorder } = given();
    const socket = dial(`/proc/${host.pid}/root${vncSocket}`);
    const answers = socket[Symbol.asyncIterator]();
    const parts = ['RFB 003.008\n', Uint8Array.of(1), Uint8Array.of(1)];
    for (const part of parts) {
      await answers.next();
      socket.write(part);
    }
    await answers.next();
    socket.destroy();
    const { CONNECT, INITIALIZE, DISCONNECT } = DomainEventGraphicsPhase;
    for (const phase of [CONNECT, INITIALIZE, DISCONNECT]) {
      expect(await recorder.next('domain-graphics')).toMatchObject({
        phase,
        local: { family: DomainEventGraphicsAddressType.UNIX, service: vncSocket },
        remote: { family: DomainEventGraphicsAddressType.UNIX },
        authScheme: 'none',
        subject: [],
      });
    }
  });
}
