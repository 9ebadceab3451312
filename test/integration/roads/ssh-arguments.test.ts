import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';
import { openSession } from '../../../src/session/open-session.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';

const nobody = 65_534;

// The lab stands for an installed virsh: nothing here goes to a daemon.
describeWithLab('the call of ssh is that of virsh', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
    await chmod(directory, 0o777);
    const script = `#!/bin/sh\nprintf '%s\\0' "$@" > "${directory}/told"\nexit 1\n`;
    await writeFile(join(directory, 'ssh'), script, { mode: 0o755 });
  });
  afterAll(() => rm(directory, { recursive: true }));

  /** What the program in ssh's place was called with; empty where it was not called. */
  async function told(): Promise<string[]> {
    const file = join(directory, 'told');
    const text = await readFile(file, 'utf8').catch(() => '');
    await rm(file, { force: true });
    return text.split('\0').slice(0, -1);
  }

  async function byVirsh(uri: string, readOnly: boolean, uid: number): Promise<string[]> {
    const virsh = ['virsh', ...(readOnly ? ['-r'] : []), '-c', uri, 'version'];
    const as = uid === 0 ? [] : ['setpriv', `--reuid=${uid}`, '--clear-groups'];
    // An environment with nothing in it but what is given.
    await runProgram('env', ['-i', `PATH=${process.env.PATH}`, `HOME=${directory}`, ...as, ...virsh]);
    return told();
  }

  async function byUs(uri: string, readOnly: boolean, uid: number): Promise<string[]> {
    const variables = { PATH: process.env.PATH };
    const environment: Environment = { ...processEnvironment(), variables, uid, home: directory };
    await openSession(uri, { readOnly, environment }).catch(() => undefined);
    return told();
  }

  function withCommand(uri: string): string {
    const [before = '', fragment] = uri.split('#');
    const whole = `${before}${before.includes('?') ? '&' : '?'}command=${directory}/ssh`;
    return fragment === undefined ? whole : `${whole}#${fragment}`;
  }

  const uris = [
    'qemu+ssh://host/system',
    'qemu+ssh:///system',
    'qemu+ssh://host',
    'qemu+ssh://me@host:2222/system?no_tty=1&no_verify=1&keyfile=/k%20ey',
    'qemu+ssh://[::1]:22/system?no_tty=0&no_verify=-1',
    'qemu+ssh://m%40e@host/system',
    'qemu+ssh://host/session',
    'test+ssh://host/default',
    'remote+ssh://host/system',
    'qemu+ssh://host/system?proxy=netcat',
    'qemu+ssh://host/system?proxy=native',
    'qemu+ssh://host/system?proxy=auto&netcat=/opt/nc',
    'qemu+ssh://host/system?netcat=/opt/n%27c%20x',
    'qemu+ssh://host/system?netcat=nc%20-4',
    'qemu+ssh://host/system?netcat=a%22%24b%5Cc%60d%25',
    'qemu+ssh://host/system?socket=/tmp/sock',
    'qemu+ssh://host/session?socket=/tmp/sock&proxy=netcat',
    'qemu+ssh://host/session?proxy=auto',
    'qemu+ssh://host/session?proxy=netcat',
    'qemu+ssh://host/system?foo=b%20ar%27&Bar=%26&empty=',
    'qemu+ssh://host/a%20b?x=1#frag',
    'qemu+ssh://host/system?name=qemu:///session',
    'qemu+ssh://host/system?name=it%27s',
  ];
  describe.each([
    ['root', 0],
    ['a user', nobody],
  ])('of %s', (_who, uid) => {
    test.each(uris)('for %s', async (uri) => {
      for (const readOnly of [false, true]) {
        const judge = await byVirsh(withCommand(uri), readOnly, uid);
        expect(judge.length).toBeGreaterThan(4);
        expect(await byUs(withCommand(uri), readOnly, uid)).toEqual(judge);
      }
    });

    test.each([
      'qemu+ssh://host/system?netcat=nc&proxy=native',
      'qemu+ssh://host/system?proxy=bogus',
      'qemu+ssh://host/system?mode=bogus',
      'qemu+ssh://host/system?no_tty=x',
      'qemu+ssh://host/system?mode=direct&proxy=netcat',
    ])('nobody calls it for %s', async (uri) => {
      expect(await byVirsh(withCommand(uri), false, uid)).toEqual([]);
      expect(await byUs(withCommand(uri), false, uid)).toEqual([]);
    });
  });

  test.each([
    // Older releases of libvirt let the helper find the daemon by itself; since 11.0 it is told.
    ['?mode=legacy&proxy=native', "sh -c 'virt-ssh-helper '''\\''qemu:///system?mode=legacy'\\'''''"],
    ['?mode=direct', "sh -c 'virt-ssh-helper '''\\''qemu:///system?mode=direct'\\'''''"],
    ['?socket=/a%20b&proxy=native&x=1', "sh -c 'virt-ssh-helper '''\\''qemu:///system?x=1&socket=%2Fa%20b'\\'''''"],
  ])('the helper is told how to find the daemon: %s', async (query, command) => {
    const call = await byUs(withCommand(`qemu+ssh://host/system${query}`), false, 0);
    expect(call.at(-1)).toBe(command);
  });

  test('shells take paths and programs for what was meant', async () => {
    const netcat = join(directory, "it's a netcat");
    await writeFile(netcat, `#!/bin/sh\nprintf '%s|' "$@"\n`, { mode: 0o755 });
    const params = new URLSearchParams({ socket: "/tmp/it's here; $HOME", netcat }).toString().replaceAll('+', '%20');
    const call = await byUs(withCommand(`qemu+ssh://host/system?${params}`), false, 0);
    const run = await runProgram('sh', ['-c', call.at(-1) ?? '']);
    expect(run.stdout).toBe("-U|/tmp/it's here; $HOME|");
  });
});
