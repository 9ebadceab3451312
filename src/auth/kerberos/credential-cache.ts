import { MechanismError } from '../mechanism-error.ts';

/** Who somebody is in a realm, as `libvirt/kvm1@EXAMPLE.ORG`. */
export interface Principal {
  readonly type: number;
  readonly realm: string;
  readonly names: readonly string[];
}

/** The right to be served by somebody, and the key that goes with it. */
export interface Ticket {
  readonly client: Principal;
  readonly server: Principal;
  readonly keyType: number;
  readonly key: Uint8Array;
  /** When it ends to be good, in seconds since 1970. */
  readonly endTime: number;
  /** As the realm gave it, in DER. */
  readonly bytes: Uint8Array;
}

export interface CredentialCache {
  /** Whose tickets they are. */
  readonly owner: Principal;
  readonly tickets: readonly Ticket[];
}

/** Reads a file of MIT Kerberos's credentials. Throws a MechanismError when it is none, or of a version from before 2005. */
export function parseCredentialCache(bytes: Uint8Array): CredentialCache {
  const reader = new CacheReader(bytes);
  if (reader.uint16() !== 0x0504) throw new MechanismError('the credential cache is not a file of version 4');
  reader.bytes(reader.uint16());
  const owner = reader.principal();
  const tickets: Ticket[] = [];
  while (!reader.atEnd) {
    const ticket = reader.ticket();
    // What is not a ticket there are the settings of programs.
    if (ticket.server.realm !== 'X-CACHECONF:') tickets.push(ticket);
  }
  return { owner, tickets };
}

/** As people write it. */
export function principalName({ names, realm }: Principal): string {
  return `${names.join('/')}@${realm}`;
}

class CacheReader {
  readonly #buffer: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get atEnd(): boolean {
    return this.#at === this.#buffer.length;
  }

  bytes(length: number): Buffer {
    if (length > this.#buffer.length - this.#at) throw new MechanismError('the credential cache ends within a ticket');
    this.#at += length;
    return this.#buffer.subarray(this.#at - length, this.#at);
  }

  uint16(): number {
    return this.bytes(2).readUInt16BE();
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE();
  }

  principal(): Principal {
    const type = this.uint32();
    const count = this.uint32();
    const realm = this.#data().toString('utf8');
    const names: string[] = [];
    for (let index = 0; index < count; index++) names.push(this.#data().toString('utf8'));
    return { type, realm, names };
  }

  ticket(): Ticket {
    const client = this.principal();
    const server = this.principal();
    const keyType = this.uint16();
    const key = this.#data();
    this.bytes(8); // when it was asked for, and from when on it is good
    const endTime = this.uint32();
    this.bytes(4 + 1 + 4); // until when it may be renewed, what key it is of, flags
    for (const _ of ['addresses', 'authorization data']) {
      for (let left = this.uint32(); left > 0; left--) {
        this.bytes(2);
        this.#data();
      }
    }
    const bytes = this.#data();
    this.#data(); // a second ticket
    return { client, server, keyType, key, endTime, bytes };
  }

  #data(): Buffer {
    return this.bytes(this.uint32());
  }
}
