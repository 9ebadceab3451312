import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Connection } from '../../../src/client/connection.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import type { IncomingCall } from '../../../src/rpc/rpc-server.ts';
import { sessionWithPeer } from '../session/session-with-peer.ts';

const uri = 'test+tcp://kvm1/default';
const goodbye = { connectClose: (call: IncomingCall): void => call.reply(undefined) };
const uuid = Uint8Array.from({ length: 16 }, (_, byte) => byte);

function connectionWith(scripts: Readonly<Record<string, (call: IncomingCall) => void>>): Connection {
  return new Connection(sessionWithPeer({ ...goodbye, ...scripts }).session, uri);
}

describe('a connection', () => {
  test('is printed and written as JSON in few words', async () => {
    const connection = connectionWith({});
    expect(inspect(connection)).toBe(`Connection { uri: "${uri}", isAlive: true }`);
    expect(JSON.stringify({ connection })).toBe(`{"connection":{"uri":"${uri}","isAlive":true}}`);
    expect(connection.getURI()).toBe(uri);
    await connection.close();
    expect(inspect(connection)).toBe(`Connection { uri: "${uri}", isAlive: false }`);
    expect(JSON.stringify(connection)).toBe(`{"uri":"${uri}","isAlive":false}`);
  });

  test('is closed where its block ends', async () => {
    const connection = connectionWith({});
    {
      await using same = connection;
      expect(same.isAlive).toBe(true);
    }
    expect(connection.isAlive).toBe(false);
    await expect(connection.closed).resolves.toMatchObject({ reason: 'client' });
  });

  test('tells the model of the CPU without what stands behind its end', async () => {
    for (const [model, text] of [
      [Uint8Array.from(Buffer.from(`x86_64${'\0'.repeat(20)}junk\0\0`)), 'x86_64'],
      [new Uint8Array(32).fill(0x61), 'a'.repeat(32)],
      [new Uint8Array(32), ''],
    ] as const) {
      const numbers = { memory: 2n ** 63n, cpus: 8, mhz: 2600, nodes: 1, sockets: 2, cores: 2, threads: 2 };
      const connection = connectionWith({ nodeGetInfo: (call) => call.reply({ model, ...numbers }) });
      await expect(connection.getNodeInfo()).resolves.toEqual({ model: text, ...numbers });
    }
  });

  test('looks up UUIDs given in either way, and asks nobody for what is none', async () => {
    const asked: unknown[] = [];
    const domainLookupByUUID = (call: IncomingCall): void => {
      asked.push(call.args);
      call.reply({ dom: { name: 'web', uuid, id: 1 } });
    };
    const connection = connectionWith({ domainLookupByUUID });
    await connection.lookupDomainByUUID('00010203-0405-0607-0809-0a0b0c0d0e0f');
    await expect(connection.lookupDomainByUUID(uuid)).resolves.toMatchObject({ name: 'web', connection });
    await expect(connection.lookupDomainByUUID('web')).rejects.toThrow(UsageError);
    await expect(connection.lookupDomainByUUID(new Uint8Array(3))).rejects.toThrow(UsageError);
    expect(asked).toEqual([{ uuid }, { uuid }]);
  });
});
