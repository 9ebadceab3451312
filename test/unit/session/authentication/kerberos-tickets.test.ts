import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Ticket } from '../../../../src/auth/kerberos/credential-cache.ts';
import { MechanismError } from '../../../../src/auth/mechanism-error.ts';
import { kerberosTickets } from '../../../../src/session/authentication/kerberos-tickets.ts';
import { cacheBytes, principal } from '../../auth/kerberos/cache-bytes.ts';
import { answerAsRealm, grantingTicket, kerberosError, realm } from '../../auth/kerberos/made-up-realm.ts';

let directory: string;
let servers: Server[];
const file = (name: string): string => join(directory, name);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  await rm(directory, { recursive: true });
});

/** A server of the realm, at an address as krb5.conf has it. */
async function kdc(serve: (socket: Socket, request: Buffer) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // the client may be gone before it is answered
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length >= 4 && received.length >= 4 + received.readUInt32BE()) serve(socket, received.subarray(4));
    });
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a server without an address');
  return `127.0.0.1:${address.port}`;
}

function framed(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const good = (granting: Ticket) => (socket: Socket, request: Buffer) => {
  const answer = framed(answerAsRealm(request, granting));
  socket.write(answer.subarray(0, 3));
  socket.write(answer.subarray(3, 50));
  socket.end(answer.subarray(50));
};

const source = (variables: Record<string, string> = {}) =>
  kerberosTickets({
    variables: { KRB5_CONFIG: file('krb5.conf'), KRB5CCNAME: `FILE:${file('tickets')}`, ...variables },
    uid: 0,
  });
const signal = new AbortController().signal;

async function configure(tickets: readonly Ticket[], ...kdcs: readonly string[]): Promise<void> {
  await writeFile(file('tickets'), cacheBytes(principal(realm, 'fred'), tickets));
  const lines = kdcs.map((address) => `  kdc = ${address}\n`).join('');
  await writeFile(
    file('krb5.conf'),
    `[realms]\n ${realm} = {\n${lines} }\n[domain_realm]\n .far.org = FAR\n near.far.org = ${realm}\n`,
  );
}

describe('a ticket', () => {
  test('comes from the cache, or else from the realm, and is asked for once', async () => {
    const granting = grantingTicket();
    const held = { ...granting, server: principal(realm, 'libvirt', 'held'), bytes: Buffer.from('held') };
    const asked: string[] = [];
    const address = await kdc((socket, request) => {
      asked.push('once');
      good(granting)(socket, request);
    });
    await configure([granting, held], address);
    const tickets = source();
    expect(Buffer.from((await tickets.ticketFor('libvirt', 'HELD', signal)).bytes).toString()).toBe('held');
    expect(asked).toEqual([]);
    const [one, other] = await Promise.all(['kvm1', 'kvm1'].map((host) => tickets.ticketFor('libvirt', host, signal)));
    expect(one?.server).toEqual({ type: 3, realm, names: ['libvirt', 'kvm1'] });
    expect(other).toBe(one);
    expect(asked).toEqual(['once']);
  });

  test('comes from the first server of the realm that answers', async () => {
    const granting = grantingTicket();
    const hangsUp = await kdc((socket) => socket.end());
    const tooLong = await kdc((socket) => socket.write(Buffer.from([0x7f, 0, 0, 0])));
    const nobody = await kdc(() => undefined);
    const [port] = nobody.split(':').slice(1);
    const gone = servers.pop();
    await new Promise((resolve) => gone?.close(resolve));
    const answers = await kdc(good(granting));
    await configure([granting], `127.0.0.1:${port}`, hangsUp, tooLong, answers);
    expect(await source().ticketFor('libvirt', 'kvm1', signal)).toMatchObject({ keyType: 17 });

    await configure([granting], `127.0.0.1:${port}`, hangsUp);
    await expect(source().ticketFor('libvirt', 'kvm1', signal)).rejects.toThrow(
      /no server of the realm TEST answers: 127\.0\.0\.1:\d+: .*ECONNREFUSED.*; 127\.0\.0\.1:\d+: it hung up/,
    );
  });

  test('is for the realm that the domain belongs to', async () => {
    const granting = grantingTicket();
    await configure([granting], await kdc(good(granting)));
    await expect(source().ticketFor('libvirt', 'kvm1.far.org', signal)).rejects.toThrow(/ticket for the realm FAR/);
    expect(await source().ticketFor('libvirt', 'near.far.org', signal)).toMatchObject({ server: { realm } });
  });

  test('is for the whole name of the host where the realm does not know the short one', async () => {
    const granting = grantingTicket();
    const address = await kdc((socket, request) => {
      const knows = request.includes('kvm1.example.org');
      if (knows) good(granting)(socket, request);
      else socket.end(framed(kerberosError(7)));
    });
    await configure([granting], address);
    const asked: string[] = [];
    const ticketFor = (host: string, name?: string) =>
      kerberosTickets(
        { variables: { KRB5_CONFIG: file('krb5.conf'), KRB5CCNAME: file('tickets') }, uid: 0 },
        async (short) => {
          asked.push(short);
          return name;
        },
      ).ticketFor('libvirt', host, signal);
    const refused = /the realm does not know the service \(7\)/;
    expect(await ticketFor('kvm1', 'KVM1.example.org')).toMatchObject({
      server: { names: ['libvirt', 'kvm1.example.org'] },
    });
    await expect(ticketFor('kvm1', 'kvm1')).rejects.toThrow(refused);
    await expect(ticketFor('kvm1')).rejects.toThrow(refused);
    await expect(ticketFor('kvm1', 'kvm2.example.org')).rejects.toThrow(refused);
    expect(asked).toEqual(['kvm1', 'kvm1', 'kvm1', 'kvm1']);
    for (const line of ['dns_canonicalize_hostname = false', 'rdns = no']) {
      await configure([granting], address);
      await appendFile(file('krb5.conf'), `[libdefaults]\n ${line}\n`);
      await expect(ticketFor('kvm1', 'kvm1.example.org')).rejects.toThrow(refused);
    }
    expect(asked).toHaveLength(4);
    await configure([granting], address);
    await expect(source().ticketFor('libvirt', 'localhost', signal)).rejects.toThrow(refused);
  });

  test('is asked for where files that krb5.conf includes say', async () => {
    const granting = grantingTicket();
    await configure([granting]);
    const part = `[realms]\n ${realm} = {\n  kdc = ${await kdc(good(granting))}\n }\n`;
    await mkdir(file('parts'));
    await writeFile(join(file('parts'), 'realm.conf'), part);
    await writeFile(join(file('parts'), 'realm.conf.old'), 'nonsense');
    await writeFile(file('krb5.conf'), `include ${file('none')}\nincludedir ${file('parts')}\n`);
    expect(await source().ticketFor('libvirt', 'kvm1', signal)).toMatchObject({ keyType: 17 });
    await writeFile(file('krb5.conf'), `include ${join(file('parts'), 'realm.conf')}\nincludedir ${file('none')}\n`);
    expect(await source().ticketFor('libvirt', 'kvm1', signal)).toMatchObject({ keyType: 17 });
  });

  test('is waited for no longer than the caller wants', async () => {
    const controller = new AbortController();
    const silent = await kdc(() => controller.abort(new Error('enough')));
    await configure([grantingTicket()], silent);
    const asking = source().ticketFor('libvirt', 'kvm1', controller.signal);
    await expect(asking).rejects.toMatchObject({ name: 'AbortError', cause: { message: 'enough' } });
    await expect(source().ticketFor('libvirt', 'kvm1', controller.signal)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('the cache', () => {
  const held = (): Ticket => ({ ...grantingTicket(), server: principal(realm, 'libvirt', 'kvm1') });
  const found = async (variables: Record<string, string>) => source(variables).ticketFor('libvirt', 'kvm1', signal);

  test('is a file, of a directory of them, or what krb5.conf says', async () => {
    await configure([held()]);
    await mkdir(file('caches'));
    await writeFile(join(file('caches'), 'tkt1'), cacheBytes(principal(realm, 'fred'), [held()]));
    const cannot = { message: expect.stringContaining('no Kerberos ticket') };
    expect(await found({ KRB5CCNAME: file('tickets') })).toMatchObject({ keyType: 18 });
    expect(await found({ KRB5CCNAME: `DIR::${file('caches')}/tkt1` })).toMatchObject({ keyType: 18 });
    await expect(found({ KRB5CCNAME: `DIR:${file('caches')}` })).rejects.toMatchObject(cannot);
    await writeFile(join(file('caches'), 'primary'), 'tkt1\n');
    expect(await found({ KRB5CCNAME: `DIR:${file('caches')}` })).toMatchObject({ keyType: 18 });
    await writeFile(file('krb5.conf'), `[libdefaults]\n default_ccache_name = FILE:${directory}/%{uid}\n`);
    await writeFile(file('0'), cacheBytes(principal(realm, 'fred'), [held()]));
    expect(await found({ KRB5CCNAME: '' })).toMatchObject({ keyType: 18 });
  });

  test.each([
    ['that is kept by another program', 'KCM:', /are in KCM:, which cannot be read: KRB5CCNAME=FILE:/],
    ['that is kept by the kernel', 'KEYRING:persistent:0', /are in KEYRING:persistent:0/],
    ['that is not there', 'FILE:/nonexistent/tickets', /no Kerberos ticket; kinit gets one/],
    ['that is no file', 'FILE:/', /cannot be read: EISDIR/],
  ])('%s is told', async (_, name, reason) => {
    await expect(found({ KRB5CCNAME: name })).rejects.toThrow(MechanismError);
    await expect(found({ KRB5CCNAME: name })).rejects.toThrow(reason);
  });

  test('with tickets that have expired is as good as none', async () => {
    await configure([
      { ...held(), endTime: 1000 },
      { ...grantingTicket(), endTime: 1000 },
    ]);
    await expect(found({})).rejects.toThrow(/no good Kerberos ticket for the realm TEST; kinit gets one/);
  });
});
