import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import { ConnectionError } from '../../src/errors/connection-error.ts';
import { LibvirtError } from '../../src/errors/libvirt-error.ts';
import { TransportError } from '../../src/errors/transport-error.ts';
import { UsageError } from '../../src/errors/usage-error.ts';
import type { IncomingCall } from '../../src/rpc/rpc-server.ts';
import { type Environment, processEnvironment } from '../../src/session/environment.ts';
import { openSession } from '../../src/session/open-session.ts';
import { freePort } from '../support/free-port.ts';
import { describeWithLab } from '../support/lab.ts';
import { pythonLibvirt } from '../support/python-libvirt.ts';
import { scriptedPeer } from './scripted-peer.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** The surroundings of a user who has daemons of their own, with sockets that lead where `sockets` says. */
async function userWith(
  sockets: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): Promise<Environment> {
  const runtime = await mkdtemp(join(directory, 'runtime-'));
  await mkdir(join(runtime, 'libvirt'));
  for (const [name, target] of Object.entries(sockets)) await symlink(target, join(runtime, 'libvirt', name));
  return {
    ...processEnvironment(),
    variables: { XDG_RUNTIME_DIR: runtime, LIBVIRT_AUTOSTART: '0', ...variables },
    uid: 1000,
    home: '/nonexistent',
  };
}

/** The name of the socket at the end of `unix:/path/libvirt-sock`. */
const socketOf = (peer: string): string => peer.slice(peer.lastIndexOf('/') + 1);

describe('no way to a daemon', () => {
  test('because there is no socket', async () => {
    const path = join(directory, 'missing');
    const opening = openSession(`test+unix:///default?socket=${path}`);
    await expect(opening).rejects.toThrow(TransportError);
    await expect(opening).rejects.toMatchObject({
      code: 'ERR_LIBVIRT_TRANSPORT',
      tried: [`unix:${path}`],
      message: expect.stringContaining(`cannot connect to unix:${path}: `),
      cause: { code: 'ENOENT' },
    });
  });

  test('because nobody listens', async () => {
    const port = await freePort();
    const file = join(directory, 'no-socket');
    await writeFile(file, '');
    for (const [uri, tried] of [
      [`test+tcp://127.0.0.1:${port}/default`, `tcp:127.0.0.1:${port}`],
      [`test+tcp://[::1]:${port}/default`, `tcp:[::1]:${port}`],
      [`test+unix:///default?socket=${file}`, `unix:${file}`],
      ['test+unix:///default?socket=@libvirt-rpc-nobody', 'unix:@libvirt-rpc-nobody'],
    ] as const) {
      await expect(openSession(uri)).rejects.toMatchObject({
        name: 'TransportError',
        tried: [tried],
        message: expect.stringContaining(tried),
      });
    }
  });

  test('and every path that was tried is told', async () => {
    const environment = await userWith({});
    const opening = openSession('qemu:///session', { environment });
    const runtime = `${environment.variables.XDG_RUNTIME_DIR}/libvirt`;
    const tried = [`unix:${runtime}/virtqemud-sock`, `unix:${runtime}/libvirt-sock`];
    await expect(opening).rejects.toMatchObject({ name: 'TransportError', tried });
    for (const path of tried) await expect(opening).rejects.toThrow(path);
    await expect(opening).rejects.toMatchObject({ cause: { errors: [{ tried: [tried[0]] }, { tried: [tried[1]] }] } });

    await expect(openSession(undefined, { environment })).rejects.toMatchObject({ tried: [tried[1]] });
    // The system's daemons are somewhere else, and nobody has one for this driver.
    await expect(openSession('vz:///system?mode=direct', { environment })).rejects.toMatchObject({
      tried: ['unix:/var/run/libvirt/virtvzd-sock'],
    });
  });
});

test.each([
  ['nonsense', /no driver/],
  ['://host/system', /where the driver belongs/],
  ['qemu://system', /qemu:\/\/\/system, it would be the path/],
  ['qemu+unix://host/system', /unix socket is on this machine.*host/],
  ['qemu+carrier-pigeon:///system', /carrier-pigeon/],
  ['qemu+tcp://host:99999/system', /99999, which is over 65535/],
  ['qemu+tcp://ho st:x/system', /where the host belongs/],
  ['qemu:///%zz', /bad percent escape/],
  ['esx://host/', /esx\+unix/],
  ['qemu:///embed?root=/tmp', /embed/],
  ['qemu:///session?mode=sideways', /auto, direct or legacy/],
  ['test+unix:///default?mode=direct', /mode=direct/],
  ['test+unix:///default?socket=', /socket= is empty/],
])('the URI %s is refused before anything is tried', async (uri, message) => {
  const opening = openSession(uri, { environment: await userWith({}) });
  await expect(opening).rejects.toThrow(UsageError);
  await expect(opening).rejects.toThrow(message);
});

test.each([-1, 2 ** 31, Number.POSITIVE_INFINITY, Number.NaN])('a timeout of %d is refused', async (timeout) => {
  const opening = openSession(`test+unix:///default?socket=${join(directory, 'missing')}`, { timeout });
  await expect(opening).rejects.toThrow(UsageError);
  await expect(opening).rejects.toThrow(`a timeout is 0 to 2147483647 ms, not ${timeout}`);
});

describe('a peer that is no daemon', () => {
  /** Opens what a listener is at the other end of that does as `greet` says with each connection. */
  async function openAt(greet: (socket: Socket) => unknown): Promise<unknown> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined); // the client may have gone first
      greet(socket.resume());
    });
    await new Promise<void>((resolve) => server.listen(join(directory, 'stranger'), resolve));
    try {
      await openSession(`test+unix:///default?socket=${join(directory, 'stranger')}`);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }

  test('and speaks another protocol is found out', async () => {
    const error = await openAt((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      reason: 'error',
      message: expect.stringMatching(/^authList: packet of 1213486160 bytes/),
      cause: { cause: { name: 'ProtocolError', offset: 0 } },
    });
  });

  test('and hangs up is told', async () => {
    const error = await openAt((socket) => socket.end());
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ reason: 'eof', message: expect.stringContaining(`unix:${directory}/stranger`) });
  });
});

describeWithLab('the choice of a daemon', (lab) => {
  const both = { 'virtqemud-sock': lab.socketPath, 'libvirt-sock': lab.socketPath };
  const name = 'name=test:///default';

  test.each([
    ['qemu:///session', both, 'virtqemud-sock'],
    ['qemu:///session?mode=auto', both, 'virtqemud-sock'],
    ['qemu:///session?mode=legacy', both, 'libvirt-sock'],
    ['qemu:///session?mode=direct', both, 'virtqemud-sock'],
    ['qemu:///session', { 'libvirt-sock': lab.socketPath }, 'libvirt-sock'],
    [
      'qemu:///session',
      { 'virtqemud-sock': join(tmpdir(), 'libvirt-rpc-none'), 'libvirt-sock': lab.socketPath },
      'libvirt-sock',
    ],
    ['test+unix:///default', both, 'libvirt-sock'],
  ])('%s with %j takes %s', async (uri, sockets, expected) => {
    const environment = await userWith(sockets);
    await using session = await openSession(`${uri}${uri.includes('?') ? '&' : '?'}${name}`, { environment });
    expect(socketOf(session.peer)).toBe(expected);
  });

  test('name= opens what it says', async () => {
    await using connection = await connect(`qemu+unix:///system?${name}&socket=${lab.socketPath}`);
    await expect(connection.getType()).resolves.toBe('TEST');
    expect(connection.getURI()).toBe(`qemu+unix:///system?${name}&socket=${lab.socketPath}`);
  });

  test('LIBVIRT_DEFAULT_URI stands in for a missing URI, and an empty one for none', async () => {
    const variables = { LIBVIRT_DEFAULT_URI: lab.unixUri };
    const environment = await userWith({}, variables);
    for (const uri of [undefined, '']) {
      await using connection = await connect(uri, { environment });
      expect(connection.getURI()).toBe(lab.unixUri);
      await expect(connection.getType()).resolves.toBe('TEST');
    }
    await expect(
      openSession(undefined, { environment: await userWith({}, { LIBVIRT_DEFAULT_URI: '' }) }),
    ).rejects.toThrow(TransportError);
  });

  test('without any URI the daemon that is there tells its own, as it tells Python', async () => {
    const environment = await userWith({ 'libvirt-sock': lab.socketPath });
    await using connection = await connect(undefined, { environment });
    expect(socketOf(connection.session.peer)).toBe('libvirt-sock');
    // Python cannot be given other surroundings, but the same question to the same daemon.
    const uri = `remote+unix:///?socket=${lab.socketPath}`;
    const theirs = await pythonLibvirt<unknown>(
      'connection = libvirt.open(args)\nprint(json.dumps([connection.getType(), connection.getHostname()]))',
      uri,
    );
    expect([await connection.getType(), await connection.getHostname()]).toEqual(theirs);
    expect(connection.getURI()).toMatch(/^[a-z]+:\/\/\/(system|default)?$/);
  });

  test('what the daemon does not open is its own error', async () => {
    const opening = connect(`test+unix:///nonexistent.xml?socket=${lab.socketPath}`);
    await expect(opening).rejects.toThrow(LibvirtError);
    await expect(opening).rejects.toMatchObject({ code: 'VIR_ERR_XML_ERROR', procedure: 'connectOpen' });
    await expect(connect(`nodriver+unix:///x?socket=${lab.socketPath}`)).rejects.toMatchObject({
      code: 'VIR_ERR_NO_CONNECT',
      procedure: 'connectOpen',
    });
  });
});

describe('what is opened', () => {
  /** The arguments of connectOpen that a URI leads to. */
  async function opened(query: string, options: { readonly readOnly?: boolean } = {}): Promise<unknown> {
    const args: unknown[] = [];
    const connectOpen = (call: IncomingCall): void => {
      args.push(call.args);
      call.reply(undefined);
    };
    await using peer = await scriptedPeer({ connectOpen });
    await (await openSession(`${peer.uri}${query}`, options)).close();
    expect(peer.received).toEqual(['authList', 'connectSupportsFeature', 'connectOpen', 'connectClose']);
    return args[0];
  }

  test('is the URI without the way to the daemon', async () => {
    await expect(opened('')).resolves.toEqual({ name: 'test:///default', flags: 0 });
  });

  test('keeps parameters that are not known here', async () => {
    await expect(opened('&foo=b%20r&Foo=2&AUTH=none&bar#part')).rejects.toThrow(/auth=none/);
    await expect(opened('&foo=b%20r&Foo=2&Mode=legacy&bar#part')).resolves.toEqual({
      name: 'test:///default?foo=b%20r&Foo=2&bar=#part',
      flags: 0,
    });
  });

  test('is what name= says, word for word', async () => {
    await expect(opened('&name=xen:///a%26b&x=1')).resolves.toEqual({ name: 'xen:///a&b', flags: 0 });
  });

  test('is opened for reading alone when asked', async () => {
    await expect(opened('', { readOnly: true })).resolves.toEqual({ name: 'test:///default', flags: 1 });
  });

  test('without a URI is whatever the daemon has, and then its URI is asked for', async () => {
    const script = {
      connectGetURI: (call: IncomingCall): void => call.reply({ uri: 'xen:///system' }),
      connectOpen: (call: IncomingCall): void => {
        openArgs = call.args;
        call.reply(undefined);
      },
    };
    let openArgs: unknown;
    await using peer = await scriptedPeer(script);
    const environment = await userWith({
      'virtqemud-sock': new URLSearchParams(peer.uri.split('?')[1]).get('socket') ?? '',
    });
    await using connection = await connect(undefined, { environment });
    expect(connection.getURI()).toBe('xen:///system');
    expect(socketOf(connection.session.peer)).toBe('virtqemud-sock');
    expect(openArgs).toEqual({ name: '', flags: 0 });
    expect(peer.received).toEqual(['authList', 'connectSupportsFeature', 'connectOpen', 'connectGetURI']);
  });
});
