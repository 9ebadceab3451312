import { chmod, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { bundleProgram } from '../../support/bundle-program.ts';
import { describeWithLab } from '../../support/lab.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { type UnprivilegedUser, unprivilegedUser } from './unprivileged-user.ts';

// A daemon may take its time to start on a machine that has more to do.
jest.setTimeout(30_000);

interface Visit {
  readonly uri?: string;
  readonly peer?: string;
  readonly domains?: number;
  readonly refusal?: string;
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly tried?: string[];
    readonly exitCode?: number;
  };
}

/*
 * What an ordinary user meets: daemons of the user's own, which clients start. Our client runs in a process of that
 * user, and virsh, of the same user, is the judge.
 */
describeWithLab("a user's own daemon", (lab) => {
  let folder: string;
  let visitor: string;
  let user: UnprivilegedUser;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    await chmod(folder, 0o755);
    visitor = await bundleProgram(join(import.meta.dirname, 'session-visitor.ts'), folder);
  });
  afterAll(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    user = await unprivilegedUser();
  });
  afterEach(async () => {
    await stopDaemon();
    await user[Symbol.asyncDispose]();
  });

  async function visit(job: object, variables: Readonly<Record<string, string>> = {}): Promise<Visit[]> {
    const { stdout, stderr, status } = await user.run(process.execPath, [visitor, JSON.stringify(job)], variables);
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout);
  }

  const judge = (uri: string | undefined, variables: Readonly<Record<string, string>> = {}) =>
    user.run('virsh', [...(uri === undefined ? [] : ['--connect', uri]), 'uri'], variables);

  /** The daemon that runs, if one does. */
  async function daemonPid(): Promise<number | undefined> {
    const text = await readFile(join(user.runtime, 'libvirtd.pid'), 'utf8').catch(() => '');
    return Number(text) || undefined;
  }

  /** Ends the daemon and waits until it is gone. */
  async function stopDaemon(): Promise<void> {
    const pid = await daemonPid();
    if (pid === undefined) return;
    process.kill(pid, 'SIGTERM');
    await eventually('the daemon ends', async () => (await commandOf(pid)) === '');
  }

  /** Empty for a process that has ended, whether or not somebody has taken notice. */
  const commandOf = (pid: number): Promise<string> => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');

  /** Makes a directory with a libvirtd of our own, a script. */
  async function directoryOfDaemons(script: string): Promise<string> {
    const directory = await mkdtemp(join(folder, 'daemons-'));
    await chmod(directory, 0o755);
    await writeFile(join(directory, 'libvirtd'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return directory;
  }

  test.each([['test+unix:///default'], ['qemu:///session'], [undefined]])('is started for %s', async (uri) => {
    const judgement = await judge(uri);
    expect(judgement).toMatchObject({ status: 0 });
    await stopDaemon();

    const [outcome] = await visit({ uri });
    expect(outcome).toMatchObject({ uri: judgement.stdout.trim(), peer: `unix:${user.runtime}/libvirt-sock` });
    expect(outcome?.domains).toBe(uri?.startsWith('test') ? 1 : 0);
    // It has outlived the process that started it, on its own.
    const pid = await daemonPid();
    expect(await commandOf(pid ?? 0)).toMatch(/\/libvirtd\0--timeout=120\0$/);
    const status = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ');
    expect(status[5]).toBe(String(pid)); // a session of its own
    expect((await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0')).toEqual(
      expect.arrayContaining([`XDG_RUNTIME_DIR=${user.variables.XDG_RUNTIME_DIR}`, `HOME=${user.home}`, 'LC_ALL=C']),
    );
    await expect(stat(join(user.runtime, 'libvirtd.lock'))).rejects.toThrow('ENOENT');
    expect(await judge(uri, { LIBVIRT_AUTOSTART: '0' })).toMatchObject({ status: 0 });
  });

  test('is started once for all who want it at the same time', async () => {
    const directory = await directoryOfDaemons('echo start >> "$HOME/started"; exec libvirtd "$@"');
    const variables = { VIRTD_PATH: directory };
    const outcomes = await Promise.all([
      visit({ uri: 'test+unix:///default', times: 8 }, variables),
      visit({ uri: 'qemu:///session', times: 8 }, variables),
    ]);
    expect(outcomes.flat()).toHaveLength(16);
    for (const outcome of outcomes.flat()) expect(outcome).toMatchObject({ peer: `unix:${user.runtime}/libvirt-sock` });
    expect(await readFile(join(user.home, 'started'), 'utf8')).toBe('start\n');
    await expect(stat(join(user.runtime, 'libvirtd.lock'))).rejects.toThrow('ENOENT');
  });

  test('that runs is taken as it is', async () => {
    await visit({ uri: 'test+unix:///default' });
    const pid = await daemonPid();
    expect(await visit({ uri: 'test+unix:///default' }, { VIRTD_PATH: '/nonexistent' })).toMatchObject([
      { domains: 1 },
    ]);
    expect(await daemonPid()).toBe(pid);
  });

  test('can be opened to look only', async () => {
    expect(await visit({ uri: 'test+unix:///default', readOnly: true })).toMatchObject([
      { domains: 1, refusal: 'VIR_ERR_OPERATION_DENIED' },
    ]);
    expect(await visit({ uri: 'test+unix:///default' })).toMatchObject([{ refusal: 'VIR_ERR_NO_NAME' }]);
  });

  test.each(['test+unix:///default', 'qemu:///session', undefined])(
    'is not started for %s when LIBVIRT_AUTOSTART is 0',
    async (uri) => {
      const variables = { LIBVIRT_AUTOSTART: '0' };
      expect((await judge(uri, variables)).status).not.toBe(0);
      const [outcome] = await visit({ uri }, variables);
      expect(outcome?.error).toMatchObject({ name: 'TransportError', message: expect.stringContaining('ENOENT') });
      expect(await daemonPid()).toBeUndefined();
    },
  );

  test.each(['test+unix:///default?socket=/nonexistent', 'qemu:///system'])('is not started for %s', async (uri) => {
    expect((await judge(uri)).status).not.toBe(0);
    const [outcome] = await visit({ uri });
    expect(outcome?.error).toMatchObject({ name: 'TransportError', message: expect.stringContaining('ENOENT') });
    expect(await daemonPid()).toBeUndefined();
  });

  test.each([{ LIBVIRTD_PATH: 'MINE' }, { VIRTD_PATH: 'MINE', LIBVIRTD_PATH: '/nonexistent' }])(
    'is the one in the directory that %j names',
    async (variables) => {
      const mine = await directoryOfDaemons('echo "$@" >> "$HOME/started"; exec libvirtd "$@"');
      const given = Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [name, value.replace('MINE', mine)]),
      );
      expect(await judge('test+unix:///default', given)).toMatchObject({ status: 0 });
      await stopDaemon();
      expect(await visit({ uri: 'test+unix:///default' }, given)).toMatchObject([{ domains: 1 }]);
      expect(await readFile(join(user.home, 'started'), 'utf8')).toBe('--timeout=120\n--timeout=120\n');
    },
  );

  // What follows virsh starts behind its own back and never hears of: to it, a socket does not come for five seconds.
  test('that is not installed is told', async () => {
    const [outcome] = await visit({ uri: 'qemu:///session' }, { VIRTD_PATH: '/nonexistent' });
    expect(outcome?.error).toMatchObject({
      name: 'TransportError',
      message: expect.stringContaining('virtqemud or libvirtd, to be started then, is not installed in /nonexistent'),
      tried: [`unix:${user.runtime}/virtqemud-sock`, `unix:${user.runtime}/libvirt-sock`],
    });
  });

  test('that cannot be started is told', async () => {
    const directory = await directoryOfDaemons('');
    await chmod(join(directory, 'libvirtd'), 0o644);
    const [outcome] = await visit({ uri: 'test+unix:///default' }, { VIRTD_PATH: directory });
    expect(outcome?.error).toMatchObject({
      name: 'TransportError',
      message: expect.stringMatching(/^started \S+libvirtd for want of a daemon, and spawn \S+libvirtd EACCES; cannot/),
      tried: [`${directory}/libvirtd`, `unix:${user.runtime}/libvirt-sock`],
    });
  });

  test('that ends at once is told', async () => {
    const directory = await directoryOfDaemons('exit 3');
    const [outcome] = await visit({ uri: 'test+unix:///default' }, { VIRTD_PATH: directory });
    expect(outcome?.error).toMatchObject({
      name: 'TransportError',
      message: expect.stringContaining('libvirtd for want of a daemon, and it ended with status 3'),
      exitCode: 3,
    });
  });

  test('that does not come is waited for as long as the caller likes', async () => {
    const directory = await directoryOfDaemons('echo $$ > "$HOME/pid"; exec sleep 60');
    const [outcome] = await visit({ uri: 'test+unix:///default', timeout: 500 }, { VIRTD_PATH: directory });
    expect(outcome?.error).toMatchObject({
      name: 'TimeoutError',
      message: expect.stringContaining('opening test+unix:///default (connecting)'),
    });
    await expect(stat(join(user.runtime, 'libvirtd.lock'))).rejects.toThrow('ENOENT');
    // What was started goes on: whoever comes next may have more patience.
    const pid = Number(await readFile(join(user.home, 'pid'), 'utf8'));
    expect(await commandOf(pid)).toBe('sleep\x0060\0');
    process.kill(pid);
  });

  test('that has nowhere to put its socket is told', async () => {
    const variables = { XDG_RUNTIME_DIR: '/proc/nowhere' };
    expect((await judge('test+unix:///default', variables)).stderr).toContain('Cannot create user runtime directory');
    const [outcome] = await visit({ uri: 'test+unix:///default' }, variables);
    expect(outcome?.error).toMatchObject({
      name: 'TransportError',
      message: expect.stringMatching(/^cannot start \S+libvirtd: ENOENT.*\/proc\/nowhere/),
    });
  });

  test('that another program gave up to start is started', async () => {
    await mkdir(user.runtime);
    await chmod(user.runtime, 0o777);
    const lockFile = join(user.runtime, 'libvirtd.lock');
    await writeFile(lockFile, '');
    const visiting = visit({ uri: 'test+unix:///default' });
    // The visitor's own lock takes the place of ours, or has never had to wait for it.
    await rm(lockFile);
    expect(await visiting).toMatchObject([{ domains: 1 }]);
    await expect(stat(lockFile)).rejects.toThrow('ENOENT');
  });

  test('that another program is about to start is waited for, as long as the caller likes', async () => {
    await mkdir(user.runtime, { mode: 0o777 });
    await chmod(user.runtime, 0o777);
    const lockFile = join(user.runtime, 'libvirtd.lock');
    await writeFile(lockFile, '');
    const [outcome] = await visit({ uri: 'test+unix:///default', timeout: 200 });
    expect(outcome?.error).toMatchObject({ name: 'TimeoutError' });
    expect(await daemonPid()).toBeUndefined();
    await stat(lockFile);
    // One that a crash has left is in nobody's way.
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(lockFile, longAgo, longAgo);
    expect(await visit({ uri: 'test+unix:///default' })).toMatchObject([{ domains: 1 }]);
    await expect(stat(lockFile)).rejects.toThrow('ENOENT');
  });

  test("is not the system's, whose socket is not for everybody", async () => {
    const uri = `test+unix:///default?socket=${lab.socketPath}`;
    expect((await judge(uri)).stderr).toContain('Permission denied');
    const [outcome] = await visit({ uri });
    expect(outcome?.error).toMatchObject({
      name: 'TransportError',
      message: expect.stringMatching(/EACCES.*the group libvirt.*readOnly/),
      tried: [`unix:${lab.socketPath}`],
    });
  });
});
