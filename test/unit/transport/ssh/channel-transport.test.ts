import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Algorithms, ServerChannel } from 'ssh2';
import { TransportError } from '../../../../src/errors/transport-error.ts';
import { ChannelTransport } from '../../../../src/transport/ssh/channel-transport.ts';
import { channelWays, waysToSocket } from '../../../../src/transport/ssh/channel-ways.ts';
import type { RemoteRoad } from '../../../../src/transport/ssh/remote-command.ts';
import { SshSession } from '../../../../src/transport/ssh/ssh-session.ts';
import type { Transport } from '../../../../src/transport/transport.ts';
import { ScriptedSshServer, type SshScript } from '../../../support/ssh-scripted-server.ts';
import { Recorder } from '../recorder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const road: RemoteRoad = { proxy: 'auto', socketPath: '/sock', helperUri: 'test:///default', readOnly: false };

let server: ScriptedSshServer;
afterEach(() => server.stop());

async function open(
  script: SshScript,
  ways = channelWays(road),
): Promise<{ transport: Transport; recorder: Recorder }> {
  server = await ScriptedSshServer.start(script);
  const transport = await ChannelTransport.open(await server.connect(), ways, {});
  const recorder = new Recorder();
  transport.open(recorder);
  return { transport, recorder };
}

/** The server's end of the next command's channel. */
function channelOf(): { script: SshScript; channel: Promise<ServerChannel> } {
  let take!: (channel: ServerChannel) => void;
  const channel = new Promise<ServerChannel>((resolve) => {
    take = resolve;
  });
  return { script: { exec: (opened) => take(opened) }, channel };
}

async function allEnded(): Promise<void> {
  while (server.counts.ended < server.counts.begun) await turn();
}

/** Resolves with how many bytes have come once there are that many. */
async function received(channel: ServerChannel, length: number): Promise<number> {
  let count = 0;
  for await (const chunk of channel) {
    count += chunk.length;
    if (count >= length) break;
  }
  return count;
}

describe('a channel', () => {
  test('brings bytes both ways, and says that it is secure', async () => {
    const { transport, recorder } = await open({ exec: (channel) => channel.pipe(channel) });
    expect(transport).toMatchObject({ secure: true, description: `ssh:me@127.0.0.1:${server.port}` });
    expect(transport.encrypted).toBeUndefined();
    transport.write(bytes('\0to the '));
    transport.write(bytes('server'));
    await recorder.until(({ length }) => length === 14);
    expect(recorder.text).toBe('\0to the server');
    transport.destroy();
    await allEnded();
    expect(recorder.ends).toEqual([]);
  });

  test('tells the end when the peer has closed, behind the last bytes', async () => {
    const { recorder } = await open({
      exec: (channel) => {
        channel.write('\0last words');
        channel.exit(0);
        channel.end();
      },
    });
    expect(await recorder.ended()).toBeUndefined();
    expect(recorder.text).toBe('\0last words');
    await allEnded();
    expect(recorder.ends).toHaveLength(1);
  });

  test('asks the writer to wait, and tells it when to go on', async () => {
    const { script, channel } = channelOf();
    const { transport, recorder } = await open(script);
    const chunk = new Uint8Array(256 * 1024);
    let written = 0;
    let more = true;
    while (more && written < 64 * 1024 * 1024) {
      more = transport.write(chunk);
      written += chunk.length;
    }
    expect(more).toBe(false);
    expect(recorder.drains).toBe(0);
    expect(await received(await channel, written)).toBe(written);
    await recorder.until(({ drains }) => drains > 0);
    transport.destroy();
  });

  test('makes the peer wait while it is paused', async () => {
    const { script, channel } = channelOf();
    const { transport, recorder } = await open(script);
    transport.pause();
    const peer = await channel;
    const total = 8 * 1024 * 1024;
    let finished = false;
    peer.write(new Uint8Array(total), () => {
      finished = true;
    });
    // Another channel of the same connection goes all the way and back meanwhile.
    const another = await transport.openAnother?.();
    another?.destroy();
    expect([recorder.length, finished]).toEqual([0, false]);
    transport.resume();
    await recorder.until(({ length }) => length === total);
    transport.destroy();
  });

  test('sends what was written before close, and is not told of the end', async () => {
    const { script, channel } = channelOf();
    const { transport, recorder } = await open(script);
    transport.write(new Uint8Array(5_000_000));
    transport.close();
    const peer = await channel;
    expect(await received(peer, 5_000_000)).toBe(5_000_000);
    peer.end('too late');
    await allEnded();
    expect([recorder.length, recorder.ends.length]).toEqual([0, 0]);
  });

  test('closes even when the peer does not', async () => {
    const { script, channel } = channelOf();
    const { transport, recorder } = await open(script);
    const peer = await channel;
    transport.close();
    await allEnded();
    expect(peer.destroyed || !peer.writable).toBe(true);
    expect(recorder.ends).toEqual([]);
  });

  test.each([
    ['that has ended', false],
    ['of which the next way goes on', true],
  ])('tells whoever listens only later of one %s', async (_what, goesOn) => {
    server = await ScriptedSshServer.start({
      exec: (opened) => {
        opened.exit(127);
        opened.end();
      },
      ...(goesOn ? { socket: (opened: ServerChannel) => opened.write('\0next') } : {}),
    });
    const transport = await ChannelTransport.open(await server.connect(), channelWays(road), {});
    // All ways have been tried by the time that another connection has been made.
    (await server.connect()).release();
    const recorder = new Recorder();
    transport.open(recorder);
    if (goesOn) await recorder.until(({ length }) => length === 5);
    else expect(await recorder.ended()).toMatchObject({ name: 'TransportError', exitCode: 127 });
    transport.destroy();
  });

  test('takes bytes after its end without a fuss', async () => {
    const { transport, recorder } = await open({ exec: (channel) => channel.end('\0') });
    await recorder.ended();
    expect(transport.write(bytes('x'))).toBe(false);
    transport.close();
    transport.destroy();
  });

  test('says so when the connection is lost', async () => {
    const { transport, recorder } = await open({ exec: (channel) => channel.pipe(channel) });
    transport.write(bytes('\0'));
    await recorder.until(({ length }) => length === 1);
    server.dropAll();
    await recorder.ended();
    expect(recorder.ends).toHaveLength(1);
    await expect(transport.openAnother?.()).rejects.toBeInstanceOf(TransportError);
  });

  test('says how the program ended that answered', async () => {
    const { recorder } = await open({
      exec: (channel) => {
        channel.write('\0answer');
        channel.stderr.write('it broke\n');
        channel.exit(3);
        channel.end();
      },
    });
    expect(await recorder.ended()).toMatchObject({ name: 'TransportError', exitCode: 3, stderr: 'it broke' });
  });

  test('says that text was printed first', async () => {
    const { recorder } = await open({ exec: (channel) => channel.write('Last login: never\r\n') });
    const error = await recorder.ended();
    expect(error).toBeInstanceOf(TransportError);
    expect(error?.message).toContain('"Last login: never" was printed');
    await allEnded();
  });
});

describe('several channels', () => {
  test('go over one connection, which ends with the last of them', async () => {
    const { transport, recorder } = await open({ exec: (channel) => channel.pipe(channel) });
    const another = await transport.openAnother?.();
    if (another === undefined) throw new Error('it opens no other');
    const second = new Recorder();
    another.open(second);
    transport.write(bytes('\0one'));
    another.write(bytes('\0two'));
    await recorder.until(({ length }) => length === 4);
    await second.until(({ length }) => length === 4);
    expect(server.counts).toEqual({ begun: 1, ended: 0 });
    transport.destroy();
    another.write(bytes('!'));
    await second.until(({ length }) => length === 5);
    expect(second.text).toBe('\0two!');
    expect(server.counts).toEqual({ begun: 1, ended: 0 });
    another.destroy();
    await allEnded();
  });
});

describe('ways', () => {
  const missing = (channel: ServerChannel): void => {
    channel.stderr.write('not found\n');
    channel.exit(127);
    channel.end();
  };

  test('are tried in turn, and what was written is said again', async () => {
    const commands: string[] = [];
    const { transport, recorder } = await open({
      exec: (channel, command) => {
        commands.push(command);
        missing(channel);
      },
      socket: (channel, path) => {
        commands.push(path);
        channel.pipe(channel);
      },
    });
    transport.write(bytes('\0said '));
    transport.write(bytes('once'));
    await recorder.until(({ length }) => length === 10);
    expect(recorder.text).toBe('\0said once');
    expect(commands).toEqual([expect.stringContaining('virt-ssh-helper'), '/sock']);
    transport.destroy();
  });

  test('begin with the socket where that is named', async () => {
    const { transport, recorder } = await open({ socket: (channel) => channel.pipe(channel) }, waysToSocket(road));
    transport.write(bytes('\0'));
    await recorder.until(({ length }) => length === 1);
    transport.destroy();
  });

  test('are all told when none goes on', async () => {
    const { transport, recorder } = await open({ exec: missing });
    transport.write(bytes('\0'));
    const error = await recorder.ended();
    const peer = `ssh:me@127.0.0.1:${server.port}`;
    expect(error).toMatchObject({
      name: 'TransportError',
      tried: [`${peer} virt-ssh-helper`, `${peer} /sock`, `${peer} nc`],
      exitCode: 127,
      stderr: 'not found',
    });
    await allEnded();
  });

  test('are none where the host does nothing', async () => {
    await expect(open({})).rejects.toMatchObject({ name: 'TransportError', message: expect.stringContaining('/sock') });
    await allEnded();
  });

  test('are not tried once there was an answer', async () => {
    let socket = 0;
    const { transport, recorder } = await open({
      exec: (channel) => {
        channel.write('\0');
        channel.exit(1);
        channel.end();
      },
      socket: () => socket++,
    });
    transport.write(bytes('\0'));
    expect(await recorder.ended()).toMatchObject({ exitCode: 1 });
    expect(socket).toBe(0);
  });

  test('are not tried once more was written than is kept', async () => {
    let socket = 0;
    const { transport, recorder } = await open({
      exec: (channel) => {
        channel.once('data', () => missing(channel));
      },
      socket: () => socket++,
    });
    transport.write(new Uint8Array(100_000));
    expect(await recorder.ended()).toMatchObject({ exitCode: 127 });
    expect(socket).toBe(0);
  });
});

describe('a connection', () => {
  test.each<[string, Partial<Algorithms>]>([
    ['key exchange', { kex: ['diffie-hellman-group14-sha1'] }],
    ['host keys', { serverHostKey: ['ssh-rsa'] }],
    ['MACs', { hmac: ['hmac-sha1'], cipher: ['aes128-ctr'] }],
  ])('is refused to servers that have only SHA-1 for %s', async (_what, algorithms) => {
    server = await ScriptedSshServer.start({ algorithms });
    await expect(server.connect()).rejects.toMatchObject({
      name: 'TransportError',
      message: expect.stringContaining('no matching'),
    });
    await allEnded();
  });

  test('is given up while the other side says nothing', async () => {
    server = await ScriptedSshServer.start({});
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    if (typeof address !== 'object' || address === null) throw new Error('no port');
    const controller = new AbortController();
    const accepted = once(silent, 'connection');
    const login = { user: 'me', agent: undefined, keyFile: undefined, defaultKeyFiles: [], ask: undefined };
    const hop = { host: '127.0.0.1', port: address.port, hostKeys: { files: [], verify: 'ignore' } as const, login };
    const opening = SshSession.connect([hop], { signal: controller.signal });
    const [socket] = await accepted;
    const closed = once(socket.resume(), 'close');
    controller.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    await closed;
    silent.close();
    await expect(SshSession.connect([hop], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect(SshSession.connect([])).rejects.toBeInstanceOf(TransportError);
  });
});
