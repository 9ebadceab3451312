import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlainServer, type Server as PlainServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { AbortError } from '../../../src/errors/abort-error.ts';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { connectTls } from '../../../src/transport/tls.ts';
import type { TlsIdentity, TlsSettings } from '../../../src/transport/tls-settings.ts';
import type { ConnectOptions, Transport } from '../../../src/transport/transport.ts';
import { CertificateAuthority, type IssuedCertificate } from '../../support/certificates.ts';
import { Recorder } from './recorder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const verdict = new Uint8Array([1]);

let directory: string;
let authority: CertificateAuthority;
let serverCertificate: IssuedCertificate;
let server: Server | PlainServer | undefined;
const sockets: Socket[] = [];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'libvirt-rpc-tls-'));
  authority = await CertificateAuthority.create(directory);
  serverCertificate = await authority.issue({ subject: '/CN=server', names: ['IP:127.0.0.1'] });
});

afterAll(() => rmSync(directory, { recursive: true }));

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  const running = server;
  server = undefined;
  if (running !== undefined) await new Promise((resolve) => running.close(resolve));
});

function listen(listener: Server | PlainServer): Promise<void> {
  server = listener;
  listener.on('connection', (socket: Socket) => sockets.push(socket));
  return new Promise((resolve) => listener.listen(0, '127.0.0.1', resolve));
}

function port(): number {
  const address = server?.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen on a port');
  return address.port;
}

function settings(own: Partial<TlsSettings> = {}): TlsSettings {
  return {
    authorities: readFileSync(authority.certificate, 'utf8'),
    authoritiesSource: 'cacert.pem',
    revocations: [],
    identity: undefined,
    shown: 'no certificate (as this test has none)',
    serverName: undefined,
    verify: true,
    limits: {},
    ...own,
  };
}

function identity({ certificate, key }: IssuedCertificate): TlsIdentity {
  return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8'), passphrase: undefined };
}

const connect = (options?: ConnectOptions, own?: Partial<TlsSettings>): Promise<Transport> =>
  connectTls('127.0.0.1', port(), settings(own), options);

/** Starts a server that does what it is told with each connection, once hands are shaken. */
async function serve(onConnection: (socket: TLSSocket) => void, options: TlsOptions = {}): Promise<void> {
  const { certificate, key } = serverCertificate;
  const own = { cert: readFileSync(certificate), key: readFileSync(key), allowHalfOpen: true, ...options };
  await listen(
    createServer(own, (socket) => {
      socket.on('error', () => undefined);
      onConnection(socket);
    }),
  );
}

/** A transport and the server's end of it. */
async function open(
  own?: Partial<TlsSettings>,
): Promise<{ transport: Transport; socket: TLSSocket; recorder: Recorder }> {
  const accepted = new Promise<TLSSocket>((resolve, reject) => {
    serve((socket) => {
      socket.write(verdict);
      resolve(socket);
    }).catch(reject);
  });
  await turn();
  const transport = await connect({}, own);
  const socket = await accepted;
  const recorder = new Recorder();
  transport.open(recorder);
  return { transport, socket, recorder };
}

function received(socket: Socket, length: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.length >= length) resolve(text);
    });
  });
}

async function failure(attempt: Promise<Transport>): Promise<Error> {
  const error = await attempt.then(
    (transport) => {
      transport.destroy();
      return undefined;
    },
    (cause: unknown) => cause,
  );
  if (!(error instanceof Error)) throw new Error('it connected');
  return error;
}

describe('a TLS connection', () => {
  test('brings bytes both ways, and says what it is', async () => {
    const { transport, socket, recorder } = await open();
    expect(transport).toMatchObject({ description: `tls:127.0.0.1:${port()}`, secure: true, encrypted: true });
    transport.write(bytes('to the '));
    transport.write(bytes('server'));
    expect(await received(socket, 13)).toBe('to the server');
    socket.write('to the client');
    await recorder.until(({ length }) => length === 13);
    expect(recorder.text).toBe('to the client');
    transport.destroy();
  });

  test('hands over plain bytes, not Buffers', async () => {
    const { transport, socket, recorder } = await open();
    const kinds: unknown[] = [];
    recorder.data = (chunk) => {
      kinds.push(Object.getPrototypeOf(chunk));
      recorder.end(undefined);
    };
    socket.write('x');
    await recorder.ended();
    expect(kinds).toEqual([Uint8Array.prototype]);
    transport.destroy();
  });

  test('tells the end when the peer has closed, behind the last bytes', async () => {
    const { socket, recorder } = await open();
    socket.end('last words');
    expect(await recorder.ended()).toBeUndefined();
    expect(recorder.text).toBe('last words');
    await turn();
    expect(recorder.ends).toHaveLength(1);
  });

  test('tells the end to an end that is opened after the peer has closed', async () => {
    await serve((socket) => socket.end(Buffer.concat([verdict, bytes('last words')])));
    const transport = await connect();
    await turn();
    await turn();
    const recorder = new Recorder();
    transport.open(recorder);
    expect(await recorder.ended()).toBeUndefined();
    expect(recorder.text).toBe('last words');
  });

  test('tells what failed when the connection is reset', async () => {
    const { recorder } = await open();
    sockets[0]?.resetAndDestroy();
    expect(await recorder.ended()).toMatchObject({ code: 'ECONNRESET' });
    await turn();
    expect(recorder.ends).toHaveLength(1);
  });

  test('asks the writer to wait, and tells it when to go on', async () => {
    const { transport, socket, recorder } = await open();
    socket.pause();
    const chunk = new Uint8Array(256 * 1024).fill(0x78);
    let written = 0;
    let more = true;
    while (more && written < 64 * 1024 * 1024) {
      more = transport.write(chunk);
      written += chunk.length;
      if (more) await turn();
    }
    expect(more).toBe(false);
    expect(recorder.drains).toBe(0);
    const all = received(socket, written);
    socket.resume();
    await recorder.until(({ drains }) => drains === 1);
    expect((await all).length).toBe(written);
    transport.destroy();
  });

  test('holds bytes back while it is paused, also within one record after another', async () => {
    const { transport, socket, recorder } = await open();
    const paused = recorder.until(({ chunks }) => {
      if (chunks.length !== 1) return false;
      transport.pause();
      return true;
    });
    socket.cork();
    for (let record = 0; record < 8; record++) socket.write(new Uint8Array(16_384));
    socket.uncork();
    await paused;
    const before = recorder.length;
    for (let turns = 0; turns < 20; turns++) await turn();
    expect([recorder.chunks.length, recorder.length]).toEqual([1, before]);
    transport.resume();
    await recorder.until(({ length }) => length === 8 * 16_384);
    transport.destroy();
  });

  test('makes the peer wait while it is paused', async () => {
    const { transport, socket, recorder } = await open();
    transport.pause();
    await turn();
    const chunk = new Uint8Array(1024 * 1024);
    while (socket.writableLength < 16 * 1024 * 1024 && socket.write(chunk, () => undefined)) await turn();
    expect(socket.writableNeedDrain).toBe(true);
    expect(recorder.length).toBe(0);
    const drained = new Promise((resolve) => socket.once('drain', resolve));
    transport.resume();
    await drained;
    transport.destroy();
  });

  test('sends what was written before close, and is not told of the end', async () => {
    const { transport, socket, recorder } = await open();
    const length = 5_000_000;
    transport.write(new Uint8Array(length).fill(0x78));
    transport.close();
    const ended = new Promise((resolve) => socket.once('end', resolve));
    expect((await received(socket, length)).length).toBe(length);
    await ended;
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.end('an answer that nobody wants');
    await closed;
    expect([recorder.text, recorder.ends.length]).toEqual(['', 0]);
  });

  test('is gone at once after destroy, and is not told of the end', async () => {
    const { transport, socket, recorder } = await open();
    const ended = new Promise((resolve) => socket.once('close', resolve));
    transport.destroy();
    transport.destroy();
    transport.close();
    socket.resume();
    socket.on('end', () => socket.destroy());
    await ended;
    expect(recorder.ends).toEqual([]);
  });

  test('takes bytes after its end without a fuss', async () => {
    const { transport, socket, recorder } = await open();
    socket.destroy();
    await recorder.ended();
    expect(transport.write(bytes('x'))).toBe(false);
    await turn();
    expect(recorder.ends).toHaveLength(1);
  });

  test('may be destroyed from within data', async () => {
    const { transport, socket, recorder } = await open();
    const first = recorder.until(({ chunks }) => {
      if (chunks.length === 0) return false;
      transport.destroy();
      return true;
    });
    socket.write(new Uint8Array(1_000_000));
    await first;
    await turn();
    await turn();
    expect([recorder.chunks.length, recorder.ends.length]).toEqual([1, 0]);
  });

  test('begins a record with each packet, however they are written', async () => {
    const { transport, socket } = await open();
    const records: string[] = [];
    const packets = ['one', 'seven', 'x'.repeat(40_000), '', 'four'].map(packet);
    const length = packets.reduce((sum, each) => sum + each.length, 0);
    const all = new Promise<void>((resolve) => {
      let seen = 0;
      socket.on('data', (chunk: Buffer) => {
        records.push(chunk.toString('latin1'));
        seen += chunk.length;
        if (seen === 3 * length) resolve();
      });
    });
    transport.write(Buffer.concat(packets));
    for (const each of packets) transport.write(each);
    for (const each of packets) transport.writeBoth?.(each.subarray(0, 2), each.subarray(2));
    await all;
    const texts = packets.map((each) => each.toString('latin1'));
    expect(joined(records)).toEqual([...texts, ...texts, ...texts]);
    transport.destroy();
  });
});

/** A packet of libvirt's, as far as its length goes. */
function packet(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length + 4);
  return Buffer.concat([length, bytes(text)]);
}

/** The packets that the records have, each of which begins a record of its own, though long ones fill several. */
function joined(records: readonly string[]): string[] {
  const packets: string[] = [];
  let left = 0;
  for (const record of records) {
    if (left > 0) packets.push(`${packets.pop()}${record}`);
    else {
      packets.push(record);
      left = Buffer.from(record, 'latin1').readUInt32BE(0);
    }
    left -= record.length;
    if (left < 0) throw new Error('a record has more than one packet');
  }
  return packets;
}

describe('the verdict', () => {
  test.each([
    ['alone', [[1]]],
    ['with what follows in the same record', [[1, 104, 105]]],
    ['with what follows in the next record', [[1], [104, 105]]],
  ])('is one byte, %s', async (_what, records) => {
    await serve((socket) => {
      socket.cork();
      for (const record of records) socket.write(new Uint8Array(record));
      process.nextTick(() => socket.uncork());
      if (records.flat().length === 1) socket.once('data', () => socket.write('hi'));
    });
    const transport = await connect();
    const recorder = new Recorder();
    transport.open(recorder);
    transport.write(bytes('?'));
    await recorder.until(({ length }) => length === 2);
    expect(recorder.text).toBe('hi');
    transport.destroy();
  });

  test('is waited for before anything is sent', async () => {
    let heard = '';
    let sayYes: () => void = () => undefined;
    const shaken = new Promise<void>((resolve) => {
      serve((socket) => {
        socket.on('data', (chunk) => {
          heard += chunk.toString();
        });
        sayYes = () => socket.write(verdict);
        resolve();
      }).catch(() => undefined);
    });
    await turn();
    let connected = false;
    const connecting = connect().then((transport) => {
      connected = true;
      return transport;
    });
    await shaken;
    for (let turns = 0; turns < 20; turns++) await turn();
    expect([connected, heard]).toEqual([false, '']);
    sayYes();
    (await connecting).destroy();
  });

  test.each([
    [
      'another byte',
      (socket: TLSSocket) => socket.write(new Uint8Array([0])),
      /it answered 0 where a daemon of libvirt says 1/,
    ],
    ['the end', (socket: TLSSocket) => socket.end(), /it hung up after the handshake without saying why/],
    ['a reset', () => sockets[0]?.resetAndDestroy(), /it hung up after the handshake without saying why/],
  ])('may be %s', async (_what, answer, reason) => {
    await serve(answer);
    const error = await failure(connect());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toMatch(new RegExp(`^tls:127.0.0.1:${port()} refused us: `));
    expect(error.message).toMatch(reason);
    expect(error.message).toMatch(/we showed it no certificate \(as this test has none\)$/);
  });

  test.each([
    ['TLSv1.2', '-tls1_2'],
    ['TLSv1.3', '-tls1_3'],
  ])('may be an alert of %s', async (version, flag) => {
    // A server that checks certificates itself, as OpenSSL does and GnuTLS and Node do not, says what it has against one.
    await using peer = await opensslServer([
      flag,
      '-CAfile',
      authority.certificate,
      '-Verify',
      '1',
      '-verify_return_error',
    ]);
    const connect = (own: Partial<TlsSettings>): Promise<Transport> =>
      connectTls('127.0.0.1', peer.port, settings(own));
    const missing = await failure(connect({}));
    // Before TLS 1.3 there is no word for it.
    expect(missing).toBeInstanceOf(version === 'TLSv1.3' ? AuthenticationError : TransportError);
    expect(missing.message).toMatch(
      version === 'TLSv1.3' ? /refused us: it wants a certificate/ : /or it wants a certificate/,
    );
    const stranger = await CertificateAuthority.create(directory, { subject: '/CN=stranger' });
    for (const [issuer, facts, reason] of [
      [stranger, {}, /refused us: it does not know the issuer of our certificate; we showed it ours/],
      [authority, { valid: 'past' }, /refused us: our certificate has expired; we showed it ours/],
    ] as const) {
      const own = identity(await issuer.issue({ subject: '/CN=client', ...facts }));
      const error = await failure(connect({ identity: own, shown: 'ours' }));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error.message).toMatch(reason);
    }
  });
});

/** A server by openssl itself; what it says after the handshake is not libvirt's. */
async function opensslServer(args: readonly string[]): Promise<{ readonly port: number } & AsyncDisposable> {
  const { certificate, key } = serverCertificate;
  const own = ['-accept', '127.0.0.1:0', '-cert', certificate, '-key', key];
  const child = spawn('openssl', ['s_server', ...own, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = new Promise((resolve) => child.once('close', resolve));
  const chosen = await new Promise<number>((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const [, found] = /ACCEPT \S+:(\d+)/.exec(text) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
  });
  return {
    port: chosen,
    async [Symbol.asyncDispose]() {
      child.kill();
      await closed;
    },
  };
}

describe('a name', () => {
  test.each([undefined, 'kvm1.example', '192.0.2.1'])(
    'is told only when it is given and no address: %s',
    async (serverName) => {
      const told: unknown[] = [];
      await serve((socket) => {
        told.push(socket.servername);
        socket.write(verdict);
      });
      (await connect({}, { serverName, verify: false })).destroy();
      expect(told).toEqual([serverName === 'kvm1.example' ? serverName : false]);
    },
  );
});

describe('limits', () => {
  test('of the versions hold', async () => {
    const versions: (string | null)[] = [];
    await serve((socket) => {
      versions.push(socket.getProtocol());
      socket.write(verdict);
    });
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      (await connect({}, { limits: { minVersion: version, maxVersion: version } })).destroy();
    }
    expect(versions).toEqual(['TLSv1.2', 'TLSv1.3']);
  });

  test('that OpenSSL refuses are a mistake of usage', async () => {
    await serve(() => undefined);
    const error = await failure(connect({}, { limits: { ciphers: 'no-such-cipher' } }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/TLS cannot be set up like this: .*no cipher match/);
  });

  test("that have nothing in common with the server's", async () => {
    await serve(() => undefined, { minVersion: 'TLSv1.3' });
    const error = await failure(connect({}, { limits: { maxVersion: 'TLSv1.2' } }));
    expect(error).toBeInstanceOf(TransportError);
    expect(error.message).toMatch(/no version, cipher or group in common.*ALERT_PROTOCOL_VERSION/);
  });
});

describe('giving up', () => {
  test('before it begins', async () => {
    await serve(() => undefined);
    const reason = new Error('changed my mind');
    await expect(connect({ signal: AbortSignal.abort(reason) })).rejects.toMatchObject({
      name: 'AbortError',
      cause: reason,
    });
    expect(sockets).toEqual([]);
  });

  test('a server that never shakes hands', async () => {
    const controller = new AbortController();
    const remove = jest.spyOn(controller.signal, 'removeEventListener');
    let closed: Promise<unknown> = Promise.resolve();
    await listen(
      createPlainServer((socket) => {
        closed = new Promise((resolve) => socket.once('close', resolve));
        socket.once('data', () => controller.abort());
      }),
    );
    const error = await failure(connect({ signal: controller.signal }));
    expect(error).toBeInstanceOf(AbortError);
    await closed;
    // Once for TCP, once for TLS.
    expect(remove).toHaveBeenCalledTimes(2);
  });

  test('a server that never says whether it accepts us', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    await serve((socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      socket.on('end', () => socket.end());
      socket.resume();
      setImmediate(() => controller.abort());
    });
    const error = await failure(connect({ signal: controller.signal }));
    expect(error).toBeInstanceOf(AbortError);
    expect(error.message).toMatch(/was aborted/);
    await closed;
  });
});

describe('no TLS', () => {
  test('with who speaks something else', async () => {
    await listen(
      createPlainServer((socket) => socket.on('error', () => undefined).write('220 mail.example ESMTP\r\n')),
    );
    const error = await failure(connect());
    expect(error).toBeInstanceOf(TransportError);
    expect(error.message).toMatch(/no TLS with tls:127.0.0.1:\d+: what answers there does not speak TLS/);
    expect(error).toMatchObject({ tried: [`tls:127.0.0.1:${port()}`] });
  });

  test.each(['end', 'resetAndDestroy'] as const)('with who answers by %s', async (how) => {
    await listen(
      createPlainServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket[how]());
      }),
    );
    const error = await failure(connect());
    expect(error).toBeInstanceOf(TransportError);
    expect(error.message).toMatch(/it closed the connection in the midst of the handshake/);
  });
});
