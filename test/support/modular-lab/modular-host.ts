import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';
import { daemonAnswers } from '../daemon-answers.ts';
import { type DaemonConfig, formatDaemonConfig } from '../daemon-config.ts';
import { debianRoot } from '../qemu-lab/debian-root.ts';
import { type HostSpace, startHostSpace } from '../qemu-lab/host-space.ts';
import type { ProgramResult } from '../run-program.ts';
import { modularRoot } from './modular-root.ts';

/** The daemons, in the order in which they are started; the last one is libvirtd for those who know no other. */
export const daemons = [
  'virtsecretd',
  'virtstoraged',
  'virtnetworkd',
  'virtnwfilterd',
  'virtnodedevd',
  'virtinterfaced',
  'virtqemud',
  'virtproxyd',
] as const;
export type DaemonName = (typeof daemons)[number];

/** A host with a daemon for each driver instead of libvirtd, apart from the machine. */
export interface ModularHost extends AsyncDisposable {
  /** That of a client on this machine who finds the host's sockets and configuration where it looks for the machine's. */
  readonly environment: Environment;
  /** Where the sockets are for that client. */
  readonly sockets: string;
  /** The host's first process. */
  readonly pid: number;
  /** Runs a program in the host to its end; a failing status throws. */
  exec(file: string, ...args: readonly string[]): Promise<string>;
  /** Runs one command of the host's own virsh, whatever comes of it; without a URI it finds its daemon by itself. */
  virsh(uri: string | undefined, ...args: readonly string[]): Promise<ProgramResult>;
  /** The words with which this machine runs a program in the host. */
  command(file: string, ...args: readonly string[]): readonly [string, ...string[]];
  /** Runs a program in the host to its end, whatever comes of it. */
  run(file: string, ...args: readonly string[]): Promise<ProgramResult>;
  startDaemon(name: DaemonName): Promise<void>;
  /** Ends the daemon, and waits until it is gone. */
  stopDaemon(name: DaemonName): Promise<void>;
  /** Ends everything that runs there; nothing is left of it. */
  stop(): Promise<void>;
}

const common: DaemonConfig = { auth_unix_ro: 'none', auth_unix_rw: 'none', unix_sock_group: 'root' };
const proxy: DaemonConfig = { listen_tls: 0, listen_tcp: 1, auth_tcp: 'none' };

// virtlogd and udev's helpers do not run there
const driverConfig = `stdio_handler = "file"
security_driver = "none"
remember_owner = 0
namespaces = []
`;

/** Starts a host with all of the daemons. The first one takes minutes, for libvirt is built then. */
export async function startModularHost(): Promise<ModularHost> {
  const [root, guestRoot] = [await modularRoot(), await debianRoot('9.0.0')];
  const space = await startHostSpace(root);
  const prefix = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  let stopped: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    await space.stop();
    await rm(prefix, { recursive: true, force: true });
  };
  const stop = (): Promise<void> => {
    stopped ??= end();
    return stopped;
  };
  try {
    await space.copyIn(`${guestRoot}/guest`, '/guest');
    await space.write('/etc/libvirt/qemu.conf', driverConfig);
    await lookAlike(space, prefix);
    for (const name of daemons) await startDaemon(space, name);
  } catch (error) {
    await stop();
    throw error;
  }
  const run = (file: string, ...args: readonly string[]): Promise<ProgramResult> => space.run(file, args);
  return {
    environment: {
      ...processEnvironment(),
      // Of Macs alone the place of the machine's sockets depends on the environment.
      platform: 'darwin',
      uid: 0,
      home: prefix,
      variables: { HOMEBREW_PREFIX: prefix, LIBVIRT_AUTOSTART: '0' },
    },
    sockets: join(prefix, 'var/run/libvirt'),
    pid: space.pid,
    command: space.command,
    exec: async (file, ...args) => succeeded(await run(file, ...args)).stdout,
    run,
    virsh: (uri, ...args) => run('virsh', ...(uri === undefined ? [] : ['--connect', uri]), '--quiet', ...args),
    startDaemon: (name) => startDaemon(space, name),
    stopDaemon: (name) => stopDaemon(space, name),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** Puts what the host has of libvirt below the prefix. Its own root would not do: links in it lead to the machine's. */
async function lookAlike({ pid }: HostSpace, prefix: string): Promise<void> {
  for (const [here, there] of [
    ['var/run', 'run'],
    ['etc', 'etc'],
  ] as const) {
    await mkdir(join(prefix, here), { recursive: true });
    await symlink(`/proc/${pid}/root/${there}/libvirt`, join(prefix, here, 'libvirt'));
  }
}

async function startDaemon(space: HostSpace, name: DaemonName): Promise<void> {
  const config = { ...common, ...(name === 'virtproxyd' ? proxy : {}), host_uuid: randomUUID() };
  const log = `/var/log/${name}.log`;
  await space.write(`/etc/libvirt/${name}.conf`, formatDaemonConfig({ ...config, log_outputs: `3:file:${log}` }));
  succeeded(await space.run(name, ['--daemon']));
  const socket = `/proc/${space.pid}/root/run/libvirt/${name === 'virtproxyd' ? 'libvirt' : name}-sock`;
  const giveUp = AbortSignal.timeout(60_000);
  while (!(await daemonAnswers(socket, giveUp))) {
    if (giveUp.aborted) {
      throw new Error(`${name} did not answer: ${(await space.run('tail', ['-n', '8', log])).stdout}`);
    }
    await delay(20);
  }
}

/** Its pid file goes with it. */
const killScript = 'pid=$(cat "/run/$0.pid"); kill "$pid"; while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done';

async function stopDaemon(space: HostSpace, name: DaemonName): Promise<void> {
  succeeded(await space.run('bash', ['-c', killScript, name]));
}

function succeeded(result: ProgramResult): ProgramResult {
  if (result.status !== 0) throw new Error(`ended with ${result.status}: ${result.stderr}${result.stdout}`);
  return result;
}
