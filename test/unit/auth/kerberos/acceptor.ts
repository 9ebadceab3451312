import { randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Ticket } from '../../../../src/auth/kerberos/credential-cache.ts';
import { application, DerReader, der, derInteger, numbered, tags } from '../../../../src/auth/kerberos/der.ts';
import { encryptionType } from '../../../../src/auth/kerberos/encryption-type.ts';
import { framedToken, tokenIds, unframedToken } from '../../../../src/auth/kerberos/gss-tokens.ts';
import { type KerberosKey, kerberosKey, readKey } from '../../../../src/auth/kerberos/kerberos-types.ts';

/** A ticket of a realm that is not there, for a key of ours. */
export function madeUpTicket(keyType = 18): Ticket {
  const names = ['libvirt', 'localhost'];
  return {
    client: { type: 1, realm: 'TEST', names: ['fred'] },
    server: { type: 3, realm: 'TEST', names },
    keyType,
    key: randomBytes(encryptionType(keyType).keyBytes),
    endTime: Date.now() / 1000 + 3600,
    bytes: der(application(1), der(tags.sequence)),
  };
}

export interface AcceptorOptions {
  /** Whether the daemon chooses a key of its own. */
  readonly ownKey?: boolean;
  /** How many bytes each body of a message is turned by, as Windows does. */
  readonly rotation?: number;
}

const headerBytes = 16;
const usages = { acceptor: 22, initiator: 24 } as const;

/** The daemon's half of GSSAPI, as far as a test needs it: RFC 4120 and RFC 4121 from the other side. */
export class Acceptor {
  readonly ticket: Ticket;
  readonly #options: AcceptorOptions;
  #key: KerberosKey | undefined;
  #sendSequence = 77n;
  #receiveSequence = 0n;

  constructor(ticket: Ticket, options: AcceptorOptions = {}) {
    this.ticket = ticket;
    this.#options = options;
  }

  /** The answer to the first token. */
  accept(token: Uint8Array): Buffer {
    const session = kerberosKey(this.ticket.keyType, this.ticket.key);
    const request = new DerReader(unframedToken(token, tokenIds.request)).enter(application(14)).enter(tags.sequence);
    expect(request.enter(numbered(0)).integer()).toBe(5);
    expect(request.enter(numbered(1)).integer()).toBe(14);
    expect(Buffer.from(request.enter(numbered(2)).take(tags.bitString)).toString('hex')).toBe('0020000000');
    expect(request.take(numbered(3))).toEqual(Uint8Array.from(this.ticket.bytes));
    const sealed = request.enter(numbered(4)).enter(tags.sequence);
    expect(sealed.enter(numbered(0)).integer()).toBe(session.type.number);
    const plain = session.type.decrypt(session.bytes, 11, sealed.enter(numbered(2)).take(tags.octetString));
    const authenticator = new DerReader(plain).enter(application(2)).enter(tags.sequence);
    expect(authenticator.enter(numbered(0)).integer()).toBe(5);
    expect(authenticator.enter(numbered(1)).text()).toBe('TEST');
    authenticator.take(numbered(2));
    const checksum = authenticator.enter(numbered(3)).enter(tags.sequence);
    expect(checksum.enter(numbered(0)).integer()).toBe(0x8003);
    const flags = Buffer.from(checksum.enter(numbered(1)).take(tags.octetString));
    expect(flags.toString('hex')).toBe(`10000000${'00'.repeat(16)}3e000000`);
    const microseconds = authenticator.take(numbered(4));
    const time = authenticator.take(numbered(5));
    this.#key = readKey(authenticator.enter(numbered(6)));
    this.#receiveSequence = BigInt(authenticator.enter(numbered(7)).integer());

    const own =
      this.#options.ownKey === false ? undefined : kerberosKey(session.type.number, randomBytes(session.type.keyBytes));
    this.#key = own ?? this.#key;
    return this.reply(session, time, microseconds, own);
  }

  reply(session: KerberosKey, time: Uint8Array, microseconds: Uint8Array, own: KerberosKey | undefined): Buffer {
    const part = der(
      application(27),
      der(
        tags.sequence,
        der(numbered(0), time),
        der(numbered(1), microseconds),
        ...(own === undefined
          ? []
          : [
              der(
                numbered(2),
                der(
                  tags.sequence,
                  der(numbered(0), derInteger(own.type.number)),
                  der(numbered(1), der(tags.octetString, own.bytes)),
                ),
              ),
            ]),
        der(numbered(3), derInteger(Number(this.#sendSequence))),
      ),
    );
    const sealed = der(
      tags.sequence,
      der(numbered(0), derInteger(session.type.number)),
      der(numbered(2), der(tags.octetString, session.type.encrypt(session.bytes, 12, part))),
    );
    const message = der(
      tags.sequence,
      der(numbered(0), derInteger(5)),
      der(numbered(1), derInteger(15)),
      der(numbered(2), sealed),
    );
    return framedToken(tokenIds.reply, der(application(15), message));
  }

  wrap(plain: Uint8Array, sealed: boolean): Buffer {
    const { type, bytes } = this.#known();
    const { rotation = 0 } = this.#options;
    const flag = 1 | this.#keyFlag() | (sealed ? 2 : 0);
    const sequence = this.#sendSequence++;
    const bare = header(flag, 0, 0, sequence);
    const body = sealed
      ? type.encrypt(bytes, usages.acceptor, Buffer.concat([plain, bare]))
      : Buffer.concat([plain, type.checksum(bytes, usages.acceptor, plain, bare)]);
    const turn = body.length - (rotation % body.length);
    const turned = Buffer.concat([body.subarray(turn), body.subarray(0, turn)]);
    return Buffer.concat([header(flag, sealed ? 0 : type.checksumBytes, rotation, sequence), turned]);
  }

  unwrap(token: Uint8Array, sealed: boolean): Buffer {
    const { type, bytes } = this.#known();
    const flag = this.#keyFlag() | (sealed ? 2 : 0);
    const sequence = this.#receiveSequence++;
    const body = Buffer.from(token).subarray(headerBytes);
    const head = header(flag, sealed ? 0 : type.checksumBytes, 0, sequence);
    expect(Buffer.from(token.subarray(0, headerBytes)).toString('hex')).toBe(head.toString('hex'));
    if (sealed) {
      const text = type.decrypt(bytes, usages.initiator, body);
      expect(text.subarray(text.length - headerBytes).equals(head)).toBe(true);
      return text.subarray(0, text.length - headerBytes);
    }
    const plain = body.subarray(0, body.length - type.checksumBytes);
    const checksum = type.checksum(bytes, usages.initiator, plain, header(flag, 0, 0, sequence));
    expect(body.subarray(plain.length).equals(checksum)).toBe(true);
    return plain;
  }

  #known(): KerberosKey {
    if (this.#key === undefined) throw new Error('there is no context yet');
    return this.#key;
  }

  #keyFlag(): number {
    return this.#options.ownKey === false ? 0 : 4;
  }
}

function header(flag: number, extra: number, rotation: number, sequence: bigint): Buffer {
  const bytes = Buffer.from('0504ffffffffffff0000000000000000', 'hex');
  bytes[2] = flag;
  bytes.writeUInt16BE(extra, 4);
  bytes.writeUInt16BE(rotation, 6);
  bytes.writeBigUInt64BE(sequence, 8);
  return bytes;
}
