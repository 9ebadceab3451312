import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { daemonAnswers } from '../daemon-answers.ts';
import { formatDaemonConfig } from '../daemon-config.ts';
import type { ProgramResult } from '../run-program.ts';
import { debianRoot, type LibvirtRelease } from './debian-root.ts';
import { type HostSpace, startHostSpace } from './host-space.ts';

/** A host with libvirtd and QEMU, apart from the machine and from other hosts but for its links to them. */
export interface QemuHost extends AsyncDisposable {
  /** The QEMU driver over the unix socket, as this machine reaches it. */
  readonly uri: string;
  readonly release: LibvirtRelease;
  /** The daemon's sockets, as this machine reaches them. */
  readonly socketPath: string;
  readonly adminSocketPath: string;
  readonly name: string;
  /** The host's first process. */
  readonly pid: number;
  /** Runs a program in the host to its end; a failing status throws. */
  exec(file: string, ...args: readonly string[]): Promise<string>;
  /** The words with which this machine runs a program in the host. */
  command(file: string, ...args: readonly string[]): readonly [string, ...string[]];
  /** Writes a file of the host. */
  write(path: string, text: string): Promise<void>;
  /** Ends everything that runs there; nothing is left of it. */
  stop(): Promise<void>;
}

export interface QemuHostOptions {
  readonly release: LibvirtRelease;
}

/** The port of the daemon, in a network of the host's own. */
export const daemonPort = 16509;

/** The daemon's socket, as the host's own programs reach it. */
export const hostSocketPath = '/run/libvirt/libvirt-sock';

/** Where the guest's kernel and initial file system are in each host. */
export const guestKernel = '/guest/vmlinuz';
export const guestInitrd = '/guest/initrd.img';

const daemonConfig = {
  listen_tls: 0,
  listen_tcp: 1,
  tcp_port: String(daemonPort),
  auth_tcp: 'none',
  auth_unix_ro: 'none',
  auth_unix_rw: 'none',
  unix_sock_group: 'root',
  log_outputs: '3:file:/var/log/libvirtd.log',
};

// virtlogd and udev's helpers do not run there
const driverConfig = `stdio_handler = "file"
security_driver = "none"
user = "root"
group = "root"
remember_owner = 0
namespaces = []
`;

/** Starts a host of the release. The first one of a release takes about a minute, for its root is made then. */
export async function startQemuHost({ release }: QemuHostOptions): Promise<QemuHost> {
  // every host has the guest of the oldest release, so that it is the same on all
  const [root, guestRoot] = [await debianRoot(release), await debianRoot('9.0.0')];
  const space = await startHostSpace(root);
  try {
    if (root !== guestRoot) await space.copyIn(`${guestRoot}/guest`, '/guest');
    await startDaemon(space);
  } catch (error) {
    await space.stop();
    throw error;
  }
  const { name, pid, command, write, stop } = space;
  return {
    uri: `qemu+unix:///system?socket=${socketOf(space)}`,
    release,
    socketPath: socketOf(space),
    adminSocketPath: seenFromHere(space, '/run/libvirt/libvirt-admin-sock'),
    name,
    pid,
    command,
    write,
    exec: async (file, ...args) => succeeded(await space.run(file, args)).stdout,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function startDaemon(space: HostSpace): Promise<void> {
  await space.write('/etc/libvirt/qemu.conf', driverConfig);
  await space.write('/etc/libvirt/libvirtd.conf', formatDaemonConfig({ ...daemonConfig, host_uuid: randomUUID() }));
  succeeded(await space.run('libvirtd', ['--daemon', '--listen']));
  const giveUp = AbortSignal.timeout(60_000);
  while (!(await daemonAnswers(socketOf(space), giveUp))) {
    if (giveUp.aborted) {
      throw new Error(
        `libvirtd did not answer: ${(await space.run('tail', ['-n', '8', '/var/log/libvirtd.log'])).stdout}`,
      );
    }
    await delay(20);
  }
}

/** Through the first process's root, as the host's files are not in this machine's tree. */
const seenFromHere = ({ pid }: HostSpace, path: string): string => `/proc/${pid}/root${path}`;
const socketOf = (space: HostSpace): string => seenFromHere(space, hostSocketPath);

function succeeded(result: ProgramResult): ProgramResult {
  if (result.status !== 0) throw new Error(`ended with ${result.status}: ${result.stderr}${result.stdout}`);
  return result;
}
