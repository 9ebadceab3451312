import { randomBytes, randomInt } from 'node:crypto';
import { MechanismError } from '../mechanism-error.ts';
import type { Ticket } from './credential-cache.ts';
import { application, DerReader, der, derFlags, derInteger, derText, derTime, numbered, tags } from './der.ts';
import {
  decrypted,
  derEncrypted,
  derPrincipal,
  enterMessage,
  type KerberosKey,
  kerberosKey,
  kerberosVersion,
  readKey,
} from './kerberos-types.ts';

const requestMessage = 14;
const replyMessage = 15;
const authenticatorMessage = 2;
const replyPartMessage = 27;
/** Usages of keys, by RFC 4120, 7.5.1. */
const replyUsage = 12;

/** What somebody is shown along with a ticket: who holds the ticket, now. */
export interface AuthenticatorOptions {
  readonly ticket: Ticket;
  /** What the key is used for: 11 towards services, 7 towards the realm. */
  readonly usage: number;
  readonly checksum: { readonly type: number; readonly bytes: Uint8Array };
  /** Whether the other side is to prove, too, that it has the key of the ticket. */
  readonly mutual: boolean;
  /** A key and a first sequence number for what comes after. */
  readonly session?: { readonly key: KerberosKey; readonly sequence: number } | undefined;
}

/** An AP-REQ, and what has to come back in the reply to it. */
export interface ApRequest {
  readonly bytes: Buffer;
  readonly time: string;
  readonly microseconds: number;
}

export function apRequest({ ticket, usage, checksum, mutual, session }: AuthenticatorOptions): ApRequest {
  const now = new Date();
  const time = derTime(now);
  const microseconds = now.getUTCMilliseconds() * 1000 + randomInt(1000);
  const authenticator = der(
    application(authenticatorMessage),
    der(
      tags.sequence,
      der(numbered(0), derInteger(kerberosVersion)),
      der(numbered(1), derText(ticket.client.realm)),
      der(numbered(2), derPrincipal(ticket.client)),
      der(
        numbered(3),
        der(
          tags.sequence,
          der(numbered(0), derInteger(checksum.type)),
          der(numbered(1), der(tags.octetString, checksum.bytes)),
        ),
      ),
      der(numbered(4), derInteger(microseconds)),
      der(numbered(5), time),
      ...(session === undefined
        ? []
        : [
            der(
              numbered(6),
              der(
                tags.sequence,
                der(numbered(0), derInteger(session.key.type.number)),
                der(numbered(1), der(tags.octetString, session.key.bytes)),
              ),
            ),
            der(numbered(7), derInteger(session.sequence)),
          ]),
    ),
  );
  const bytes = der(
    application(requestMessage),
    der(
      tags.sequence,
      der(numbered(0), derInteger(kerberosVersion)),
      der(numbered(1), derInteger(requestMessage)),
      der(numbered(2), derFlags(mutual ? 0x20000000 : 0)),
      der(numbered(3), ticket.bytes),
      der(numbered(4), derEncrypted(kerberosKey(ticket.keyType, ticket.key), usage, authenticator)),
    ),
  );
  return { bytes, time: new DerReader(time).time(), microseconds };
}

/** What a service says in the reply. */
export interface ApReply {
  /** The key for what comes after; without it, ours is. */
  readonly key: KerberosKey | undefined;
  readonly sequence: number;
}

/** Reads an AP-REP. Throws a MechanismError unless it comes from somebody who could read our request. */
export function readApReply(bytes: Uint8Array, ticket: Ticket, request: ApRequest): ApReply {
  const message = enterMessage(bytes, replyMessage);
  checkHead(message);
  const plain = decrypted(message.enter(numbered(2)), kerberosKey(ticket.keyType, ticket.key), replyUsage);
  message.end();
  const part = enterMessage(plain, replyPartMessage);
  const time = part.enter(numbered(0)).time();
  const microseconds = part.enter(numbered(1)).integer();
  if (time !== request.time || microseconds !== request.microseconds) {
    throw new MechanismError("the daemon's proof is for another request");
  }
  const key = part.takeIf(numbered(2));
  const sequence = part.takeIf(numbered(3));
  part.end();
  return {
    key: key === undefined ? undefined : readKey(new DerReader(key)),
    sequence: sequence === undefined ? 0 : new DerReader(sequence).integer() >>> 0,
  };
}

function checkHead(message: DerReader): void {
  const version = message.enter(numbered(0)).integer();
  const type = message.enter(numbered(1)).integer();
  if (version !== kerberosVersion || type !== replyMessage) {
    throw new MechanismError(`a message of Kerberos ${version}, of the type ${type}`);
  }
}

/** A key of our own for a connection, of the type that the ticket has. */
export function newKey(ticket: Ticket): KerberosKey {
  const { type } = kerberosKey(ticket.keyType, ticket.key);
  return kerberosKey(type.number, randomBytes(type.keyBytes));
}
