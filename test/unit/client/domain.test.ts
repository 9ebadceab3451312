import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { Connection } from '../../../src/client/connection.ts';
import { Domain } from '../../../src/client/domain.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import type { IncomingCall } from '../../../src/rpc/rpc-server.ts';
import { sessionWithPeer } from '../session/session-with-peer.ts';

const uuid = Uint8Array.from({ length: 16 }, (_, byte) => byte);
const uuidText = '00010203-0405-0607-0809-0a0b0c0d0e0f';

/** A domain whose daemon answers as told, and the calls as `procedure` and arguments. */
function domainWithPeer(id: number, results: Readonly<Record<string, unknown>> = {}) {
  const calls: (readonly [string, unknown])[] = [];
  const script = (call: IncomingCall): void => {
    calls.push([call.procedure.name, call.args]);
    call.reply(results[call.procedure.name]);
  };
  const procedures = [
    'domainCreateWithFlags',
    'domainDestroy',
    'domainDestroyFlags',
    'domainShutdown',
    'domainShutdownFlags',
  ];
  const { session } = sessionWithPeer(Object.fromEntries(procedures.map((name) => [name, script])));
  const connection = new Connection(session, 'test:///default');
  return { connection, calls, domain: new Domain(connection, { name: 'web "1"', uuid, id }) };
}

describe('a domain', () => {
  test('tells what it is', () => {
    const { connection, domain } = domainWithPeer(7);
    expect(domain).toMatchObject({ name: 'web "1"', uuid: uuidText, id: 7 });
    expect(domain.connection).toBe(connection);
    expect(domain.reference).toEqual({ name: 'web "1"', uuid, id: 7 });
  });

  test('is printed and written as JSON in few words', () => {
    const { domain } = domainWithPeer(7);
    expect(inspect(domain)).toBe(`Domain { name: "web \\"1\\"", uuid: ${uuidText}, id: 7 }`);
    expect(inspect([domain])).toContain(inspect(domain));
    expect(JSON.stringify([domain])).toBe(`[{"name":"web \\"1\\"","uuid":"${uuidText}","id":7}]`);
  });

  test('equals what stands for the same domain on the same connection', () => {
    const { connection, domain } = domainWithPeer(7);
    expect(domain.equals(domain)).toBe(true);
    expect(domain.equals(new Domain(connection, { name: 'renamed', uuid: uuid.slice(), id: -1 }))).toBe(true);
    expect(domain.equals(new Domain(connection, { name: 'web "1"', uuid: new Uint8Array(16), id: 7 }))).toBe(false);
    expect(domain.equals(domainWithPeer(7).domain)).toBe(false);
  });

  test('learns its id when it is started, and loses it when it is destroyed', async () => {
    const { domain, calls } = domainWithPeer(-1, { domainCreateWithFlags: { dom: { name: 'web "1"', uuid, id: 12 } } });
    await domain.create();
    expect(domain.id).toBe(12);
    expect(domain.reference.id).toBe(12);
    await domain.destroy();
    expect(domain.id).toBe(-1);
    await domain.create();
    await domain.destroy({ flags: [] });
    expect(domain.id).toBe(-1);
    expect(calls.map(([procedure]) => procedure)).toEqual([
      'domainCreateWithFlags',
      'domainDestroy',
      'domainCreateWithFlags',
      'domainDestroyFlags',
    ]);
  });

  test('sends the plain procedure without flags, and the other with them, be they none', async () => {
    const { domain, calls } = domainWithPeer(7);
    const dom = domain.reference;
    await domain.shutdown();
    await domain.shutdown({ flags: [] });
    await domain.shutdown({ rawFlags: 0x80 });
    expect(calls).toEqual([
      ['domainShutdown', { dom }],
      ['domainShutdownFlags', { dom, flags: 0 }],
      ['domainShutdownFlags', { dom, flags: 0x80 }],
    ]);
  });

  test('rejects, and does not throw, when flags are wrong', async () => {
    const { domain, calls } = domainWithPeer(7);
    const rawFlags = -1;
    for (const call of [
      () => domain.create({ rawFlags }),
      () => domain.destroy({ rawFlags }),
      () => domain.shutdown({ rawFlags }),
      () => domain.reboot({ rawFlags }),
      () => domain.undefine({ rawFlags }),
      () => domain.getXMLDesc({ rawFlags }),
      () => domain.setMetadata(1, 'title', { rawFlags }),
    ]) {
      const promise = call();
      await expect(promise).rejects.toThrow(UsageError);
    }
    expect(calls).toEqual([]);
  });

  test('keeps its id when it could not be destroyed', async () => {
    const { domain, connection } = domainWithPeer(7);
    connection.session.destroy();
    await expect(domain.destroy()).rejects.toMatchObject({ name: 'ConnectionError' });
    expect(domain.id).toBe(7);
  });
});
