import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Ticket } from '../../../../src/auth/kerberos/credential-cache.ts';
import {
  application,
  DerReader,
  der,
  derInteger,
  derText,
  derTime,
  numbered,
  tags,
} from '../../../../src/auth/kerberos/der.ts';
import { kerberosKey } from '../../../../src/auth/kerberos/kerberos-types.ts';
import { madeUpTicket } from './acceptor.ts';
import { principal } from './cache-bytes.ts';

export const realm = 'TEST';

/** The ticket for asking the realm for tickets. */
export function grantingTicket(): Ticket {
  return { ...madeUpTicket(), server: principal(realm, 'krbtgt', realm) };
}

/** What the realm says otherwise than it should. */
export interface Untruths {
  readonly nonce?: number;
  readonly names?: readonly string[];
  readonly sealedWith?: Uint8Array;
}

/** The answer of a realm to a TGS-REQ: RFC 4120 from the other side. It checks what it is asked. */
export function answerAsRealm(request: Uint8Array, granting: Ticket, untruths: Untruths = {}): Buffer {
  const message = new DerReader(request).enter(application(12)).enter(tags.sequence);
  expect(message.enter(numbered(1)).integer()).toBe(5);
  expect(message.enter(numbered(2)).integer()).toBe(12);
  const padata = message.enter(numbered(3)).enter(tags.sequence).enter(tags.sequence);
  expect(padata.enter(numbered(1)).integer()).toBe(1);
  const proof = padata.enter(numbered(2)).take(tags.octetString);
  const body = message.take(numbered(4));
  checkProof(proof, body, granting);

  const fields = new DerReader(body).enter(tags.sequence);
  fields.take(numbered(0));
  expect(fields.enter(numbered(2)).text()).toBe(realm);
  const asked = fields.enter(numbered(3)).enter(tags.sequence);
  asked.take(numbered(0));
  const list = asked.enter(numbered(1)).enter(tags.sequence);
  const names: string[] = [];
  while (list.next !== undefined) names.push(list.text());
  fields.take(numbered(5));
  const nonce = fields.enter(numbered(7)).integer();
  const types = fields.enter(numbered(8)).enter(tags.sequence);
  expect([types.integer(), types.integer(), types.integer(), types.integer()]).toEqual([20, 19, 18, 17]);
  return reply(granting, untruths.names ?? names, untruths.nonce ?? nonce, untruths.sealedWith ?? granting.key);
}

function checkProof(proof: Uint8Array, body: Uint8Array, granting: Ticket): void {
  const { type, bytes } = kerberosKey(granting.keyType, granting.key);
  const request = new DerReader(proof).enter(application(14)).enter(tags.sequence);
  for (const field of [0, 1, 2]) request.take(numbered(field));
  expect(request.take(numbered(3))).toEqual(Uint8Array.from(granting.bytes));
  const sealed = request.enter(numbered(4)).enter(tags.sequence);
  sealed.take(numbered(0));
  const plain = type.decrypt(bytes, 7, sealed.enter(numbered(2)).take(tags.octetString));
  const authenticator = new DerReader(plain).enter(application(2)).enter(tags.sequence);
  for (const field of [0, 1, 2]) authenticator.take(numbered(field));
  const checksum = authenticator.enter(numbered(3)).enter(tags.sequence);
  expect(checksum.enter(numbered(0)).integer()).toBe(type.checksumType);
  expect(Buffer.from(checksum.enter(numbered(1)).take(tags.octetString))).toEqual(type.checksum(bytes, 6, body));
}

function reply(granting: Ticket, names: readonly string[], nonce: number, sealedWith: Uint8Array): Buffer {
  const { type } = kerberosKey(granting.keyType, granting.key);
  const name = der(
    tags.sequence,
    der(numbered(0), derInteger(3)),
    der(numbered(1), der(tags.sequence, ...names.map(derText))),
  );
  const now = derTime(new Date());
  const part = der(
    application(26),
    der(
      tags.sequence,
      der(
        numbered(0),
        der(tags.sequence, der(numbered(0), derInteger(17)), der(numbered(1), der(tags.octetString, randomBytes(16)))),
      ),
      der(numbered(1), der(tags.sequence)),
      der(numbered(2), derInteger(nonce)),
      der(numbered(4), der(tags.bitString, Buffer.alloc(5))),
      der(numbered(5), now),
      der(numbered(7), derTime(new Date(Date.UTC(2040, 0, 2, 3, 4, 5)))),
      der(numbered(9), derText(realm)),
      der(numbered(10), name),
    ),
  );
  const sealed = der(
    tags.sequence,
    der(numbered(0), derInteger(type.number)),
    der(numbered(1), derInteger(1)),
    der(numbered(2), der(tags.octetString, type.encrypt(sealedWith, 8, part))),
  );
  return der(
    application(13),
    der(
      tags.sequence,
      der(numbered(0), derInteger(5)),
      der(numbered(1), derInteger(13)),
      der(numbered(3), derText(realm)),
      der(numbered(4), name),
      der(numbered(5), der(application(1), der(tags.sequence, Buffer.from('0500', 'hex')))),
      der(numbered(6), sealed),
    ),
  );
}

/** A KRB-ERROR. */
export function kerberosError(code: number): Buffer {
  const time = derTime(new Date());
  return der(
    application(30),
    der(
      tags.sequence,
      der(numbered(0), derInteger(5)),
      der(numbered(1), derInteger(30)),
      der(numbered(4), time),
      der(numbered(5), derInteger(1)),
      der(numbered(6), derInteger(code)),
      der(numbered(9), derText(realm)),
    ),
  );
}
