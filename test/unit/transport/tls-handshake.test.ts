import { spawn } from 'node:child_process';
import { createServer as createPlainServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { AbortError } from '../../../src/errors/abort-error.ts';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { connectTls } from '../../../src/transport/tls.ts';
import type { TlsSettings } from '../../../src/transport/tls-settings.ts';
import type { Transport } from '../../../src/transport/transport.ts';
import { CertificateAuthority } from '../../support/certificates.ts';
import { Recorder } from './recorder.ts';
import { identityOf, TlsPeer, verdict } from './tls-peer.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let peer: TlsPeer;

beforeAll(async () => {
  peer = await TlsPeer.create();
});
afterEach(() => peer.close());
afterAll(() => peer.remove());

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

describe('the verdict', () => {
  test.each([
    ['alone', [[1]]],
    ['with what follows in the same record', [[1, 104, 105]]],
    ['with what follows in the next record', [[1], [104, 105]]],
  ])('is one byte, %s', async (_what, records) => {
    await peer.serve((socket) => {
      socket.cork();
      for (const record of records) socket.write(new Uint8Array(record));
      process.nextTick(() => socket.uncork());
      if (records.flat().length === 1) socket.once('data', () => socket.write('hi'));
    });
    const transport = await peer.connect();
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
    let onShaken: () => void = () => undefined;
    const shaken = new Promise<void>((resolve) => {
      onShaken = resolve;
    });
    await peer.serve((socket) => {
      socket.on('data', (chunk) => {
        heard += chunk.toString();
      });
      sayYes = () => socket.write(verdict);
      onShaken();
    });
    let connected = false;
    const connecting = peer.connect().then((transport) => {
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
    ['a reset', () => peer.sockets[0]?.resetAndDestroy(), /it hung up after the handshake without saying why/],
  ])('may be %s', async (_what, answer, reason) => {
    await peer.serve(answer);
    const error = await failure(peer.connect());
    expect(error).toBeInstanceOf(AuthenticationError);
    expect(error.message).toMatch(new RegExp(`^tls:127.0.0.1:${peer.port} refused us: `));
    expect(error.message).toMatch(reason);
    expect(error.message).toMatch(/we showed it no certificate \(as this test has none\)$/);
  });

  test.each([
    ['TLSv1.2', '-tls1_2'],
    ['TLSv1.3', '-tls1_3'],
  ])('may be an alert of %s', async (version, flag) => {
    // A server that checks certificates itself, as OpenSSL does and GnuTLS and Node do not, says what it has against one.
    await using other = await opensslServer([
      flag,
      '-CAfile',
      peer.authority.certificate,
      '-Verify',
      '1',
      '-verify_return_error',
    ]);
    const attempt = (own: Partial<TlsSettings>): Promise<Transport> =>
      connectTls('127.0.0.1', other.port, peer.settings(own));
    const missing = await failure(attempt({}));
    // Before TLS 1.3 there is no word for it.
    expect(missing).toBeInstanceOf(version === 'TLSv1.3' ? AuthenticationError : TransportError);
    expect(missing.message).toMatch(
      version === 'TLSv1.3' ? /refused us: it wants a certificate/ : /or it wants a certificate/,
    );
    const stranger = await CertificateAuthority.create(peer.directory, { subject: '/CN=stranger' });
    for (const [issuer, facts, reason] of [
      [stranger, {}, /refused us: it does not know the issuer of our certificate; we showed it ours/],
      [peer.authority, { valid: 'past' }, /refused us: our certificate has expired; we showed it ours/],
    ] as const) {
      const own = identityOf(await issuer.issue({ subject: '/CN=client', ...facts }));
      const error = await failure(attempt({ identity: own, shown: 'ours' }));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error.message).toMatch(reason);
    }
  });
});

/** A server by openssl itself; what it says after the handshake is not libvirt's. */
async function opensslServer(args: readonly string[]): Promise<{ readonly port: number } & AsyncDisposable> {
  const { certificate, key } = peer.certificate;
  const own = ['-accept', '127.0.0.1:0', '-cert', certificate, '-key', key];
  const child = spawn('openssl', ['s_server', ...own, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
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
      await peer.serve((socket) => {
        told.push(socket.servername);
        socket.write(verdict);
      });
      (await peer.connect({}, { serverName, verify: false })).destroy();
      expect(told).toEqual([serverName === 'kvm1.example' ? serverName : false]);
    },
  );
});

describe('limits', () => {
  test('of the versions hold', async () => {
    const versions: (string | null)[] = [];
    await peer.serve((socket) => {
      versions.push(socket.getProtocol());
      socket.write(verdict);
    });
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      (await peer.connect({}, { limits: { minVersion: version, maxVersion: version } })).destroy();
    }
    expect(versions).toEqual(['TLSv1.2', 'TLSv1.3']);
  });

  test('that OpenSSL refuses are a mistake of usage', async () => {
    await peer.serve(() => undefined);
    const error = await failure(peer.connect({}, { limits: { ciphers: 'no-such-cipher' } }));
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/TLS cannot be set up like this: .*no cipher match/);
  });

  test("that have nothing in common with the server's", async () => {
    await peer.serve(() => undefined, { minVersion: 'TLSv1.3' });
    const error = await failure(peer.connect({}, { limits: { maxVersion: 'TLSv1.2' } }));
    expect(error).toBeInstanceOf(TransportError);
    expect(error.message).toMatch(/no version, cipher or group in common.*ALERT_PROTOCOL_VERSION/);
  });
});

describe('giving up', () => {
  test('before it begins', async () => {
    await peer.serve(() => undefined);
    const reason = new Error('changed my mind');
    await expect(peer.connect({ signal: AbortSignal.abort(reason) })).rejects.toMatchObject({
      name: 'AbortError',
      cause: reason,
    });
    expect(peer.sockets).toEqual([]);
  });

  test('a server that never shakes hands', async () => {
    const controller = new AbortController();
    const remove = jest.spyOn(controller.signal, 'removeEventListener');
    let closed: Promise<unknown> = Promise.resolve();
    await peer.listen(
      createPlainServer((socket) => {
        closed = new Promise((resolve) => socket.once('close', resolve));
        socket.once('data', () => controller.abort());
      }),
    );
    const error = await failure(peer.connect({ signal: controller.signal }));
    expect(error).toBeInstanceOf(AbortError);
    await closed;
    // Once for TCP, once for TLS.
    expect(remove).toHaveBeenCalledTimes(2);
  });

  test('a server that never says whether it accepts us', async () => {
    const controller = new AbortController();
    let closed: Promise<unknown> = Promise.resolve();
    await peer.serve((socket) => {
      closed = new Promise((resolve) => socket.once('close', resolve));
      socket.on('end', () => socket.end());
      socket.resume();
      setImmediate(() => controller.abort());
    });
    const error = await failure(peer.connect({ signal: controller.signal }));
    expect(error).toBeInstanceOf(AbortError);
    expect(error.message).toMatch(/was aborted/);
    await closed;
  });
});

describe('no TLS', () => {
  test('with who speaks something else', async () => {
    await peer.listen(
      createPlainServer((socket) => socket.on('error', () => undefined).write('220 mail.example ESMTP\r\n')),
    );
    const error = await failure(peer.connect());
    expect(error).toBeInstanceOf(TransportError);
    expect(error.message).toMatch(/no TLS with tls:127.0.0.1:\d+: what answers there does not speak TLS/);
    expect(error).toMatchObject({ tried: [`tls:127.0.0.1:${peer.port}`] });
  });

  test.each(['end', 'resetAndDestroy'] as const)('with who answers by %s', async (how) => {
    await peer.listen(
      createPlainServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket[how]());
      }),
    );
    const error = await failure(peer.connect());
    expect(error).toBeInstanceOf(TransportError);
    expect(error.message).toMatch(/it closed the connection in the midst of the handshake/);
  });
});
