import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { AbortError } from '../../../src/errors/abort-error.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { connectTcp } from '../../../src/transport/tcp.ts';
import type { ConnectOptions, Transport } from '../../../src/transport/transport.ts';
import { connectUnix } from '../../../src/transport/unix.ts';
import { Recorder } from './recorder.ts';
import { bytes, type OpenedTransport, testTransport, turn } from './transport-contract.ts';

/** Sockets, servers and requests that keep the process alive. */
function handles(): string[] {
  return process.getActiveResourcesInfo().filter((name) => /TCP|Pipe|Connect|Write|Shutdown|AddrInfo/.test(name));
}

let directory: string;
let server: Server;
let handlesBefore: string[];
const serverSockets: Socket[] = [];

beforeEach(() => {
  handlesBefore = handles();
  directory = mkdtempSync(join(tmpdir(), 'transport-'));
  // Half open, so that what a test sees of the server's end is what it did itself.
  server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    socket.on('error', () => undefined);
    serverSockets.push(socket);
  });
});

afterEach(async () => {
  for (const socket of serverSockets.splice(0)) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
  rmSync(directory, { recursive: true });
  await turn();
  await turn();
  // A pipe of the test runner's own may end meanwhile: what counts is that none of ours is left.
  const left = handles();
  for (const name of handlesBefore) if (left.includes(name)) left.splice(left.indexOf(name), 1);
  expect(left).toEqual([]);
});

function listen(where: string | { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(where, resolve);
  });
}

/** Starts the server, and tells how to connect to it. */
async function listenUnix(): Promise<(options?: ConnectOptions) => Promise<Transport>> {
  const path = join(directory, 'sock');
  await listen(path);
  return (options) => connectUnix(path, options);
}

async function listenTcp(): Promise<(options?: ConnectOptions) => Promise<Transport>> {
  await listen({ port: 0, host: '127.0.0.1' });
  return (options) => connectTcp('127.0.0.1', port(), options);
}

function port(): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server does not listen on a port');
  return address.port;
}

/** The server's end of the next connection. */
async function accepted(): Promise<Socket> {
  const [socket] = serverSockets;
  if (socket !== undefined) return socket;
  return new Promise((resolve) => {
    server.once('connection', resolve);
  });
}

async function refusal(attempt: Promise<Transport>): Promise<TransportError> {
  try {
    (await attempt).destroy();
  } catch (error) {
    if (error instanceof TransportError) return error;
    throw error;
  }
  throw new Error('it connected');
}

describe.each([
  ['a unix socket', listenUnix],
  ['a TCP socket', listenTcp],
])('%s', (_what, start) => {
  async function open(): Promise<OpenedTransport> {
    const connect = await start();
    const transport = await connect();
    const socket = await accepted();
    const recorder = new Recorder();
    transport.open(recorder);
    return { transport, socket, recorder };
  }

  testTransport(open);

  test('tells the end to an end that is opened after the peer has closed', async () => {
    const connect = await start();
    const transport = await connect();
    const socket = await accepted();
    socket.end('last words');
    await new Promise((resolve) => socket.once('finish', resolve));
    await turn();
    const recorder = new Recorder();
    transport.open(recorder);
    expect(await recorder.ended()).toBeUndefined();
    expect(recorder.text).toBe('last words');
  });

  test('tells what failed when the connection is reset', async () => {
    const { transport, socket, recorder } = await open();
    // Closing over unread bytes resets a unix socket, as resetAndDestroy does a TCP one.
    transport.write(bytes('never read'));
    await turn();
    if ('resetAndDestroy' in socket && socket.remoteAddress !== undefined) socket.resetAndDestroy();
    else socket.destroy();
    expect(await recorder.ended()).toMatchObject({ code: 'ECONNRESET' });
    await turn();
    expect(recorder.ends).toHaveLength(1);
  });

  test('holds bytes back while it is paused', async () => {
    const { transport, socket, recorder } = await open();
    transport.pause();
    const ended = recorder.ended();
    socket.end('while paused');
    await new Promise((resolve) => socket.once('finish', resolve));
    await turn();
    await turn();
    expect(recorder.text).toBe('');
    transport.resume();
    await ended;
    expect(recorder.text).toBe('while paused');
  });

  test('is not connected when the signal is aborted before', async () => {
    const connect = await start();
    const reason = new Error('changed my mind');
    const attempt = connect({ signal: AbortSignal.abort(reason) });
    await expect(attempt).rejects.toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: reason });
    expect(serverSockets).toEqual([]);
  });

  test('is given up when the signal is aborted while it connects', async () => {
    const connect = await start();
    const controller = new AbortController();
    const remove = jest.spyOn(controller.signal, 'removeEventListener');
    const attempt = connect({ signal: controller.signal });
    controller.abort();
    await expect(attempt).rejects.toBeInstanceOf(AbortError);
    expect(remove).toHaveBeenCalledTimes(1);
  });

  test('does not care for the signal once it is connected', async () => {
    const connect = await start();
    const controller = new AbortController();
    const add = jest.spyOn(controller.signal, 'addEventListener');
    const remove = jest.spyOn(controller.signal, 'removeEventListener');
    const transport = await connect({ signal: controller.signal });
    expect([add.mock.calls.length, remove.mock.calls.length]).toEqual([1, 1]);
    controller.abort();
    const recorder = new Recorder();
    transport.open(recorder);
    (await accepted()).write('alive');
    await recorder.until(({ length }) => length === 5);
    transport.destroy();
  });
});

describe('connectUnix', () => {
  test('says that nothing is there', async () => {
    await listenUnix();
    const path = join(directory, 'missing');
    const error = await refusal(connectUnix(path));
    expect(error.cause).toMatchObject({ code: 'ENOENT' });
    expect(error.tried).toEqual([`unix:${path}`]);
    expect(error.message).toContain(`unix:${path}`);
    expect(error.message).toContain('ENOENT');
  });

  test('says that nobody listens', async () => {
    await listenUnix();
    const path = join(directory, 'file');
    writeFileSync(path, '');
    const error = await refusal(connectUnix(path));
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
    expect(error.tried).toEqual([`unix:${path}`]);
  });

  test('says that it may not', async () => {
    const connect = await listenUnix();
    chmodSync(join(directory, 'sock'), 0);
    const error = await refusal(asNobody(connect));
    expect(error.cause).toMatchObject({ code: 'EACCES' });
  });

  test('names the socket, and that it is secure', async () => {
    const connect = await listenUnix();
    const transport = await connect();
    expect(transport).toMatchObject({ description: `unix:${join(directory, 'sock')}`, secure: true });
    transport.destroy();
  });

  (process.platform === 'linux' ? test : test.skip)('takes the name of an abstract socket', async () => {
    const name = `transport-test-${process.pid}`;
    await listen(`\0${name}`);
    const transport = await connectUnix(`@${name}`);
    const recorder = new Recorder();
    transport.open(recorder);
    (await accepted()).write('from nowhere');
    await recorder.until(({ length }) => length === 12);
    expect(transport.description).toBe(`unix:@${name}`);
    transport.destroy();
  });
});

describe('connectTcp', () => {
  test('says that nobody listens', async () => {
    await listenTcp();
    const free = port();
    await new Promise((resolve) => server.close(resolve));
    const error = await refusal(connectTcp('127.0.0.1', free));
    expect(error.cause).toMatchObject({ code: 'ECONNREFUSED' });
    expect(error.tried).toEqual([`tcp:127.0.0.1:${free}`]);
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('tells of every address behind a name', async () => {
    await listenTcp();
    const free = port();
    await new Promise((resolve) => server.close(resolve));
    const error = await refusal(connectTcp('localhost', free));
    expect(error.tried).toEqual([`tcp:localhost:${free}`]);
    expect(error.message).toContain('ECONNREFUSED');
  });

  test('says that there is no such host', async () => {
    await listenTcp();
    const host = 'x'.repeat(300);
    const error = await refusal(connectTcp(host, port()));
    expect(error.message).toContain('getaddrinfo');
    expect(error.tried).toEqual([`tcp:${host}:${port()}`]);
  });

  test.each([70_000, -1, Number.NaN])('says that %d is no port', async (number) => {
    await listenTcp();
    const error = await refusal(connectTcp('127.0.0.1', number));
    expect(error.cause).toMatchObject({ code: 'ERR_SOCKET_BAD_PORT' });
    expect(error.tried).toEqual([`tcp:127.0.0.1:${number}`]);
  });

  test('writes addresses of IPv6 as they stand in URIs, and is not secure', async () => {
    const connect = await listenTcp();
    const transport = await connect();
    expect(transport).toMatchObject({ description: `tcp:127.0.0.1:${port()}`, secure: false });
    transport.destroy();
    const error = await refusal(connectTcp('::1', 70_000));
    expect(error.tried).toEqual(['tcp:[::1]:70000']);
  });
});

/** Connects without the rights of root, to whom every socket is open. */
function asNobody(connect: () => Promise<Transport>): Promise<Transport> {
  if (process.getuid?.() !== 0) return connect();
  chmodSync(directory, 0o755);
  process.seteuid?.(65_534);
  try {
    // The system is asked before this returns.
    return connect();
  } finally {
    process.seteuid?.(0);
  }
}
