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

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

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

function received(socket: Socket, length: number): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.length >= length) resolve(text);
    });
    socket.resume();
  });
}

const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', resolve);
  });

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
  async function open(): Promise<{ transport: Transport; socket: Socket; recorder: Recorder }> {
    const connect = await start();
    const transport = await connect();
    const socket = await accepted();
    const recorder = new Recorder();
    transport.open(recorder);
    return { transport, socket, recorder };
  }

  test('brings bytes both ways', async () => {
    const { transport, socket, recorder } = await open();
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

  test('asks the writer to wait, and tells it when to go on', async () => {
    const { transport, socket, recorder } = await open();
    const chunk = new Uint8Array(256 * 1024).fill(0x78);
    let written = 0;
    let more = true;
    while (more && written < 64 * 1024 * 1024) {
      more = transport.write(chunk);
      written += chunk.length;
      // The first of it goes straight to the kernel; only what that does not take makes the writer wait.
      if (more) await turn();
    }
    expect(more).toBe(false);
    expect(recorder.drains).toBe(0);
    const all = received(socket, written);
    await recorder.until(({ drains }) => drains === 1);
    expect((await all).length).toBe(written);
    transport.destroy();
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

  test('sends what was written before close, and is not told of the end', async () => {
    const { transport, socket, recorder } = await open();
    const length = 5_000_000;
    transport.write(new Uint8Array(length).fill(0x78));
    transport.close();
    const text = received(socket, length);
    const ended = new Promise((resolve) => socket.once('end', resolve));
    expect((await text).length).toBe(length);
    await ended;
    socket.end('an answer that nobody wants');
    await closed(socket);
    expect([recorder.text, recorder.ends.length]).toEqual(['', 0]);
  });

  test('is gone at once after destroy, and is not told of the end', async () => {
    const { transport, socket, recorder } = await open();
    transport.destroy();
    transport.destroy();
    transport.close();
    socket.resume();
    await new Promise((resolve) => socket.once('end', resolve));
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
