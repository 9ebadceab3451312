import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { daemonAnswers } from './daemon-answers.ts';
import { type DaemonConfig, formatDaemonConfig } from './daemon-config.ts';
import { freePort } from './free-port.ts';

export type DaemonCoordinates = {
  readonly pid: number;
  readonly directory: string;
  readonly logFile: string;
  readonly socketPath: string;
  readonly readOnlySocketPath: string;
  readonly adminSocketPath: string;
  readonly tcpPort: number;
  /** Used by the daemon only when the configuration says `listen_tls = 1`. */
  readonly tlsPort: number;
  /** The test driver's default connection over the unix socket. */
  readonly unixUri: string;
  /** The test driver's default connection over TCP. */
  readonly tcpUri: string;
};

export type TestDaemon = DaemonCoordinates & {
  /** Resolves when the process is gone, whoever ended it. */
  readonly exited: Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Ends the process and removes the directory; may be called again. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type TestDaemonOptions = {
  /** Lines of libvirtd.conf, over the defaults: TCP on loopback, no TLS, no authentication. */
  readonly config?: DaemonConfig;
  readonly environment?: Readonly<Record<string, string>>;
  /** The path of a network namespace, where the daemon is to be instead of this process's own. */
  readonly network?: string;
  readonly timeout?: number;
};

const portCollision = /Address already in use/;

/**
 * Starts a private libvirtd, with the test driver and every other driver of the installed package, that shares no
 * socket, configuration or state with another libvirtd of the machine. Needs root, for a mount namespace of its own.
 */
export async function startTestDaemon(options: TestDaemonOptions = {}): Promise<TestDaemon> {
  if (process.getuid?.() !== 0) {
    throw new Error('a private libvirtd needs root, for a mount namespace of its own');
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // somebody else may have taken a port between our look and the daemon's bind
      if (attempt === 5 || !(error instanceof Error) || !portCollision.test(error.message)) {
        throw error;
      }
    }
  }
}

async function startOnce(options: TestDaemonOptions): Promise<TestDaemon> {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  try {
    const [tcpPort, tlsPort] = await Promise.all([freePort(), freePort()]);
    const logFile = join(directory, 'libvirtd.log');
    await prepare(directory, {
      listen_tcp: 1,
      listen_tls: 0,
      listen_addr: '127.0.0.1',
      tcp_port: String(tcpPort),
      tls_port: String(tlsPort),
      auth_tcp: 'none',
      auth_unix_ro: 'none',
      auth_unix_rw: 'none',
      unix_sock_group: 'root',
      unix_sock_dir: join(directory, 'run'),
      log_outputs: `3:file:${logFile}`,
      ...options.config,
    });
    const child = await launch(directory, options);
    const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const socketPath = join(directory, 'run', 'libvirt-sock');
    if (child.pid === undefined || !(await ready(child, exited, socketPath, options.timeout ?? 30_000))) {
      child.kill('SIGKILL');
      await exited;
      throw new Error(`libvirtd did not become ready:\n${await lastLines(directory)}`);
    }
    return daemon(child, exited, {
      pid: child.pid,
      directory,
      logFile,
      socketPath,
      readOnlySocketPath: join(directory, 'run', 'libvirt-sock-ro'),
      adminSocketPath: join(directory, 'run', 'libvirt-admin-sock'),
      tcpPort,
      tlsPort,
      unixUri: `test+unix:///default?socket=${socketPath}`,
      tcpUri: `test+tcp://127.0.0.1:${tcpPort}/default`,
    });
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

async function prepare(directory: string, config: DaemonConfig): Promise<void> {
  await Promise.all(['run', 'etc', 'lib', 'cache', 'log'].map((name) => mkdir(join(directory, name))));
  await Promise.all([
    writeFile(join(directory, 'libvirtd.conf'), formatDaemonConfig(config)),
    writeFile(join(directory, 'etc', 'qemu.conf'), 'security_driver = "none"\nuser = "root"\ngroup = "root"\n'),
    lookUpTable(directory, 'passwd', 'libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin'),
    lookUpTable(directory, 'group', 'libvirt-qemu:x:64055:', 'kvm:x:64056:'),
  ]);
}

/**
 * A copy of /etc/passwd or /etc/group with the names that the QEMU driver insists on: without them the whole daemon
 * exits, and only the package of the system-wide service makes them.
 */
async function lookUpTable(directory: string, name: string, ...lines: string[]): Promise<void> {
  const table = await readFile(join('/etc', name), 'utf8');
  const absent = lines.filter((line) => !table.split('\n').some((known) => known.split(':')[0] === line.split(':')[0]));
  await writeFile(join(directory, name), [table.trimEnd(), ...absent, ''].join('\n'));
}

// /dev/kvm is hidden so that results do not depend on whether the machine has it
const insideNamespace = `
set -e
for name in run/libvirt var/lib/libvirt var/cache/libvirt var/log/libvirt etc/libvirt; do mkdir -p "/$name"; done
mount --bind "$1/etc" /etc/libvirt
mount --bind "$1/lib" /var/lib/libvirt
mount --bind "$1/cache" /var/cache/libvirt
mount --bind "$1/log" /var/log/libvirt
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/group" /etc/group
mount -t tmpfs tmpfs /run/libvirt
[ ! -e /dev/kvm ] || mount --bind /dev/null /dev/kvm
exec libvirtd --listen -f "$1/libvirtd.conf" -p "$1/pid"
`;

async function launch(
  directory: string,
  { environment = {}, network }: Pick<TestDaemonOptions, 'environment' | 'network'>,
): Promise<ChildProcess> {
  const output = await open(join(directory, 'output'), 'a');
  try {
    // each of these commands becomes the next one by exec, so the process started here is libvirtd itself;
    // it ends with this process even if this process is killed
    const elsewhere = network === undefined ? [] : ['nsenter', `--net=${network}`];
    const command = [...elsewhere, 'unshare', '--mount', '--propagation', 'private', 'sh', '-c'];
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...command, insideNamespace, 'sh', directory], {
      stdio: ['ignore', output.fd, output.fd],
      env: { ...process.env, LC_ALL: 'C', ...environment },
    });
    child.once('error', () => {}); // 'close' follows, and the missing pid tells
    return child;
  } finally {
    await output.close();
  }
}

async function ready(
  child: ChildProcess,
  exited: Promise<void>,
  socketPath: string,
  timeout: number,
): Promise<boolean> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), timeout);
  exited.then(
    () => giveUp.abort(),
    () => {},
  );
  try {
    while (!giveUp.signal.aborted && child.exitCode === null) {
      if (await daemonAnswers(socketPath, giveUp.signal)) {
        return true;
      }
      await delay(10);
    }
    return false;
  } finally {
    clearTimeout(timer);
  }
}

async function lastLines(directory: string): Promise<string> {
  const texts = await Promise.all(
    ['output', 'libvirtd.log'].map((name) => readFile(join(directory, name), 'utf8').catch(() => '')),
  );
  return texts.flatMap((text) => text.trim().split('\n').slice(-8)).join('\n');
}

function daemon(child: ChildProcess, exited: Promise<void>, coordinates: DaemonCoordinates): TestDaemon {
  const stop = async () => {
    child.kill('SIGTERM');
    child.kill('SIGCONT'); // a stopped process would not see the first
    const insist = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exited;
    clearTimeout(insist);
    await rm(coordinates.directory, { recursive: true, force: true });
  };
  return {
    ...coordinates,
    exited,
    kill: (signal) => {
      child.kill(signal);
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
