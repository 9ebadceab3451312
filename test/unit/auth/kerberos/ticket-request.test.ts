import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ticketRequest } from '../../../../src/auth/kerberos/ticket-request.ts';
import { MechanismError } from '../../../../src/auth/mechanism-error.ts';
import { principal } from './cache-bytes.ts';
import { answerAsRealm, grantingTicket, realm } from './made-up-realm.ts';

const server = principal(realm, 'libvirt', 'kvm1');

test('a realm that is asked as it should be gives a ticket', () => {
  const granting = grantingTicket();
  const request = ticketRequest(granting, server);
  const ticket = request.read(answerAsRealm(request.bytes, granting));
  expect(ticket).toMatchObject({
    client: granting.client,
    server,
    keyType: 17,
    endTime: Date.UTC(2040, 0, 2, 3, 4, 5) / 1000,
  });
  expect(ticket.key).toHaveLength(16);
  expect(Buffer.from(ticket.bytes).toString('hex')).toBe('610430020500');
});

describe('a realm is not believed', () => {
  test.each([
    ['that answers another request', { nonce: 1 }, /another request/],
    [
      'that gives a ticket for another service',
      { names: ['libvirt', 'kvm2'] },
      /for libvirt\/kvm2@TEST, not libvirt\/kvm1@TEST/,
    ],
    ['that does not have our key', { sealedWith: randomBytes(32) }, /not made with our key/],
  ])('%s', (_, untruths, reason) => {
    const granting = grantingTicket();
    const request = ticketRequest(granting, server);
    const answer = answerAsRealm(request.bytes, granting, untruths);
    expect(() => request.read(answer)).toThrow(MechanismError);
    expect(() => request.read(answer)).toThrow(reason);
  });

  test('that says anything else', () => {
    const granting = grantingTicket();
    const request = ticketRequest(granting, server);
    const good = answerAsRealm(request.bytes, granting);
    for (let length = 0; length < good.length; length++) {
      expect(() => request.read(good.subarray(0, length))).toThrow(MechanismError);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => request.read(bytes)).toThrow(MechanismError);
      }),
    );
  });
});
