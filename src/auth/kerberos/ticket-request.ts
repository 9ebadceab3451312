import { randomInt } from 'node:crypto';
import { MechanismError } from '../mechanism-error.ts';
import { apRequest } from './ap-exchange.ts';
import { type Principal, principalName, type Ticket } from './credential-cache.ts';
import { application, DerReader, der, derFlags, derInteger, derText, derTime, numbered, tags } from './der.ts';
import { encryptionTypes } from './encryption-type.ts';
import { decrypted, derPrincipal, enterMessage, kerberosKey, kerberosVersion, readKey } from './kerberos-types.ts';

const requestMessage = 12;
const replyMessage = 13;
/** Realms may send the part of a reply under the number that the same part has in the reply to a log-in. */
const replyPartMessages = [26, 25] as const;
const ticketMessage = 1;
/** The kind of the data that proves who asks. */
const ticketProof = 1;
/** Usages of keys, by RFC 4120, 7.5.1. */
const usages = { checksum: 6, authenticator: 7, reply: 8 } as const;

/** A request to a realm for a ticket (TGS-REQ), with the means to read the reply. */
export interface TicketRequest {
  readonly bytes: Buffer;
  /** The ticket in the realm's reply. Throws a MechanismError when it refuses, or is not the realm. */
  read(reply: Uint8Array): Ticket;
}

/** Asks for a ticket for a service, by the ticket that the realm gave for asking. */
export function ticketRequest(granting: Ticket, server: Principal): TicketRequest {
  const { realm } = server;
  const nonce = randomInt(0x7fffffff);
  const body = der(
    tags.sequence,
    der(numbered(0), derFlags(0)),
    der(numbered(2), derText(realm)),
    der(numbered(3), derPrincipal(server)),
    der(numbered(5), derTime(new Date(granting.endTime * 1000))),
    der(numbered(7), derInteger(nonce)),
    der(numbered(8), der(tags.sequence, ...encryptionTypes.map(({ number }) => derInteger(number)))),
  );
  const key = kerberosKey(granting.keyType, granting.key);
  const checksum = { type: key.type.checksumType, bytes: key.type.checksum(key.bytes, usages.checksum, body) };
  const proof = apRequest({ ticket: granting, usage: usages.authenticator, checksum, mutual: false });
  const bytes = der(
    application(requestMessage),
    der(
      tags.sequence,
      der(numbered(1), derInteger(kerberosVersion)),
      der(numbered(2), derInteger(requestMessage)),
      der(
        numbered(3),
        der(
          tags.sequence,
          der(
            tags.sequence,
            der(numbered(1), derInteger(ticketProof)),
            der(numbered(2), der(tags.octetString, proof.bytes)),
          ),
        ),
      ),
      der(numbered(4), body),
    ),
  );
  return { bytes, read: (reply) => readReply(reply, granting, server, nonce) };
}

function readReply(bytes: Uint8Array, granting: Ticket, server: Principal, nonce: number): Ticket {
  const message = enterMessage(bytes, replyMessage);
  for (const field of [0, 1, 2, 3, 4]) message.takeIf(numbered(field));
  const ticket = message.take(numbered(5));
  if (new DerReader(ticket).next !== application(ticketMessage)) throw new MechanismError('the realm sent no ticket');
  const plain = decrypted(message.enter(numbered(6)), kerberosKey(granting.keyType, granting.key), usages.reply);
  message.end();

  const part = enterMessage(plain, ...replyPartMessages);
  const { type, bytes: key } = readKey(part.enter(numbered(0)));
  part.take(numbered(1));
  const echoed = part.enter(numbered(2)).integer();
  for (const field of [3, 4, 5, 6]) part.takeIf(numbered(field));
  const endTime = parseTime(part.enter(numbered(7)).time());
  part.takeIf(numbered(8));
  const realm = part.enter(numbered(9)).text();
  const name = readPrincipal(part.enter(numbered(10)), realm);
  if (echoed !== nonce) throw new MechanismError('the realm answers another request');
  if (principalName(name) !== principalName(server)) {
    throw new MechanismError(`the realm gave a ticket for ${principalName(name)}, not ${principalName(server)}`);
  }
  return { client: granting.client, server, keyType: type.number, key, endTime, bytes: Uint8Array.from(ticket) };
}

function readPrincipal(reader: DerReader, realm: string): Principal {
  const fields = reader.enter(tags.sequence);
  const type = fields.enter(numbered(0)).integer();
  const list = fields.enter(numbered(1)).enter(tags.sequence);
  const names: string[] = [];
  while (list.next !== undefined) names.push(list.text());
  return { type, realm, names };
}

/** Seconds since 1970. */
function parseTime(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000;
  if (Number.isNaN(time)) throw new MechanismError('the realm gave a ticket that ends at no time');
  return time;
}
