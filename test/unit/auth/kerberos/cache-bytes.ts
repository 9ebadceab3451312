import type { Principal, Ticket } from '../../../../src/auth/kerberos/credential-cache.ts';

const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const data = (bytes: string | Uint8Array): Buffer => {
  const content = Buffer.from(bytes);
  return Buffer.concat([uint32(content.length), content]);
};

export function principal(realm: string, ...names: readonly string[]): Principal {
  return { type: 1, realm, names };
}

/** A credential cache as MIT Kerberos writes it, down to what nobody here reads. */
export function cacheBytes(owner: Principal, tickets: readonly Ticket[]): Buffer {
  const head = Buffer.concat([uint16(0x0504), uint16(12), uint16(1), uint16(8), Buffer.alloc(8)]);
  return Buffer.concat([head, principalBytes(owner), ...tickets.map(ticketBytes)]);
}

function principalBytes({ type, realm, names }: Principal): Buffer {
  return Buffer.concat([uint32(type), uint32(names.length), data(realm), ...names.map(data)]);
}

function ticketBytes({ client, server, keyType, key, endTime, bytes }: Ticket): Buffer {
  return Buffer.concat([
    principalBytes(client),
    principalBytes(server),
    uint16(keyType),
    data(key),
    uint32(1),
    uint32(2),
    uint32(Math.floor(endTime)),
    uint32(4),
    Buffer.from([0]),
    uint32(0x50e10000),
    uint32(1),
    uint16(2),
    data('addr'),
    uint32(2),
    uint16(1),
    data('one'),
    uint16(2),
    data(''),
    data(bytes),
    data(''),
  ]);
}
