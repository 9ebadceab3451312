import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { type Listener, listenTestHypervisor } from '../../../src/testing/index.ts';
import { describeWithLab } from '../../support/lab.ts';
import { pythonLibvirt, systemPython } from '../../support/python-libvirt.ts';
import { runProgram } from '../../support/run-program.ts';

jest.setTimeout(60_000);

const mebibyte = 1024 * 1024;

const talking = `
connection = libvirt.open(args)
domain = connection.lookupByName('talking')
results = []


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except libvirt.libvirtError as error:
        return [error.get_error_code(), error.get_error_message()]


def talk(stream, text):
    stream.send(text)
    heard = b''
    while len(heard) < len(text):
        heard += stream.recv(1 << 20)
    return heard == text


libvirt.registerErrorHandler(lambda *ignored: None, None)
first, second, third = connection.newStream(), connection.newStream(), connection.newStream()
domain.openConsole(None, first, libvirt.VIR_DOMAIN_CONSOLE_SAFE)
results.append(talk(first, b'hello'))
results.append(talk(first, bytes(range(256)) * 1000))
results.append(attempt(domain.openConsole, None, second, 0))
results.append(attempt(domain.openConsole, 'nothing', second, 0))
domain.openConsole('console0', third, libvirt.VIR_DOMAIN_CONSOLE_FORCE)
results.append(attempt(first.recv, 10))
results.append(talk(third, b'mine now'))
third.finish()
fourth = connection.newStream()
domain.openConsole(None, fourth, 0)
domain.destroy()
results.append(attempt(fourth.recv, 10))
results.append(attempt(domain.openConsole, None, connection.newStream(), 0))
print(json.dumps(results))
`;

/** virsh on a terminal: what is typed is to be seen, and ^] leads out. */
const terminal = `
import os, pty, select, sys, termios
pid, terminal = pty.fork()
if pid == 0:
    os.execvp('virsh', ['virsh', '-c', sys.argv[1], 'console', 'typed'])
seen = b''


def until(text):
    global seen
    while text not in seen:
        seen += os.read(terminal, 4096)


until(b'Escape character')
# what comes before virsh has taken the terminal over is echoed by that, or lost
while termios.tcgetattr(terminal)[3] & termios.ECHO:
    select.select([terminal], [], [], 0.01)
os.write(terminal, b'what I type')
until(b'what I type')
os.write(terminal, b'\\x1d')
try:
    while True:
        if not os.read(terminal, 4096):
            break
except OSError:
    pass
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

const withConsole = (name: string): string =>
  `<domain type='test'><name>${name}</name><memory>1024</memory><os><type>hvm</type></os>` +
  "<devices><console type='pty'/></devices></domain>";

describeWithLab('a test hypervisor that listens', () => {
  let directory: string;
  let listener: Listener;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    listener = await listenTestHypervisor({ path: join(directory, 'socket') });
  });
  afterAll(async () => {
    await listener?.close();
    await rm(directory, { recursive: true, force: true });
  });

  const virsh = async (...words: string[]): Promise<string> => {
    const { status, stdout, stderr } = await runProgram('virsh', ['-q', '-c', listener.uri, ...words]);
    expect([status, stderr.trim()]).toEqual([0, '']);
    return stdout;
  };

  test('takes the bytes of volumes from virsh, and gives them back', async () => {
    await using _ = await connect(listener.uri);
    const [from, to] = ['from', 'to'].map((name) => join(directory, name)) as [string, string];
    const bytes = randomBytes(3 * mebibyte + 5);
    await writeFile(from, bytes);
    await virsh('vol-create-as', 'default-pool', 'plain', String(bytes.length));
    await virsh('vol-upload', '--pool', 'default-pool', 'plain', from);
    await virsh('vol-download', '--pool', 'default-pool', 'plain', to);
    expect((await readFile(to)).equals(bytes)).toBe(true);
    await virsh('vol-download', '--pool', 'default-pool', 'plain', to, '--offset', '1000', '--length', '70000');
    expect((await readFile(to)).equals(bytes.subarray(1000, 71_000))).toBe(true);
  });

  test('keeps the holes of a volume larger than any memory', async () => {
    await using _ = await connect(listener.uri);
    const [from, to] = ['sparse', 'sparse-back'].map((name) => join(directory, name)) as [string, string];
    const text = randomBytes(mebibyte);
    const file = await open(from, 'w');
    await file.write(text, 0, text.length, 512 * 1024 ** 3);
    await file.truncate(1024 ** 4);
    await file.close();
    await virsh('vol-create-as', 'default-pool', 'huge', String(1024 ** 4), '--allocation', '0');
    await virsh('vol-upload', '--pool', 'default-pool', 'huge', from, '--sparse');
    await virsh('vol-download', '--pool', 'default-pool', 'huge', to, '--sparse');
    const { size, blocks } = await stat(to);
    expect(size).toBe(1024 ** 4);
    expect(blocks * 512).toBeLessThan(4 * mebibyte);
    const back = await open(to);
    const { buffer } = await back.read(Buffer.alloc(mebibyte), 0, mebibyte, 512 * 1024 ** 3);
    await back.close();
    expect(buffer.equals(text)).toBe(true);
  });

  test('shows virsh a screen', async () => {
    const file = join(directory, 'screen.png');
    const { stdout } = await runProgram('virsh', ['-c', listener.uri, 'screenshot', 'test', file]);
    expect(stdout).toContain('with type of image/png');
    const picture = await readFile(file);
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([640, 400]);
  });

  test('tells virsh of events', async () => {
    await using connection = await connect(listener.uri);
    const domain = await connection.lookupDomainByName('test');
    const told = virsh('event', '--all', '--timeout', '30', '--timestamp');
    let isTold = false;
    const done = told.finally(() => {
      isTold = true;
    });
    // virsh does not say when it has begun to listen.
    while (!isTold) {
      await domain.suspend();
      await domain.resume();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await done).toMatch(/event 'lifecycle' for domain '?test'?: (Suspended Paused|Resumed Unpaused)/);
  });

  test('echoes what Python and a person at virsh type', async () => {
    await using connection = await connect(listener.uri);
    await connection.domainCreateXML(withConsole('talking'));
    expect(await pythonLibvirt<unknown[]>(talking, listener.uri)).toEqual([
      true,
      true,
      [9, 'operation failed: Active console session exists for this domain'],
      [1, 'internal error: cannot find character device nothing'],
      [39, 'stream had unexpected termination'],
      true,
      [39, 'stream had unexpected termination'],
      [42, expect.stringContaining('no domain with matching uuid')],
    ]);
    await connection.domainCreateXML(withConsole('typed'));
    const { status, stdout, stderr } = await runProgram(systemPython, ['-c', terminal, listener.uri]);
    expect([status, stdout.trim(), stderr]).toEqual([0, '0', '']);
  });
});
