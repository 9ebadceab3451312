import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { runProgram } from './run-program.ts';

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

/** A machine that is reached by SSH, and whose libvirtd is the one whose sockets are in `sockets`. */
export type SshServerOptions = {
  /** The directory that is /run/libvirt to those who log in. */
  readonly sockets: string;
  /** Lines of sshd_config, before the defaults: sshd takes the first of each. */
  readonly config?: readonly string[];
  readonly hostKeys?: readonly HostKeyType[];
};

/** A shell of a user that is special, by the user's name: what it does before commands are run. */
const shells: Readonly<Record<string, string>> = {
  // prints before it does what it is told to, as start files of some people do
  noisy: 'echo "Welcome to this machine. All is logged."',
  // finds neither the helper nor netcat
  bare: 'PATH=$1/bare',
  // finds netcat alone, one that waits behind the end of its input for ever unless it is told how long
  netcat: 'PATH=$1/netcat',
  // finds netcat alone, one that does not know of waiting
  plain: 'PATH=$1/plain',
  // finds the helper alone
  helper: 'PATH=$1/helper',
  // may not do anything
  locked: 'echo "This account is locked." >&2; exit 1',
};

export class SshServer {
  readonly directory: string;
  readonly port: number;
  /** The password of every user. */
  readonly password: string;
  /** What sshd says. */
  readonly log: () => string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;

  constructor(
    directory: string,
    port: number,
    password: string,
    child: ChildProcess,
    exited: Promise<void>,
    log: () => string,
  ) {
    this.directory = directory;
    this.port = port;
    this.password = password;
    this.log = log;
    this.#child = child;
    this.#exited = exited;
  }

  /** The line of a host key in known_hosts, without the host: `ssh-ed25519 AAAA…`. */
  async hostKey(type: HostKeyType): Promise<string> {
    const line = await readFile(join(this.directory, `host_${type}.pub`), 'utf8');
    return line.split(' ').slice(0, 2).join(' ').trim();
  }

  /** Lets a public key in, as every user. */
  async authorize(...publicKeys: readonly string[]): Promise<void> {
    await writeFile(join(this.directory, 'authorized_keys'), `${publicKeys.join('\n')}\n`);
  }

  /** How many processes serve those who are logged in. */
  async sessions(): Promise<number> {
    const { stdout } = await runProgram('ps', ['-e', '-o', 'pidns=,args=']);
    const namespace = (await runProgram('ps', ['-o', 'pidns=', '--ppid', String(this.#child.pid)])).stdout.trim();
    const lines = stdout.split('\n').filter((line) => line.trim().startsWith(namespace));
    return lines.filter((line) => !line.includes('[listener]')).length;
  }

  async stop(): Promise<void> {
    // unshare lets nothing else end it
    this.#child.kill('SIGKILL');
    await this.#exited;
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** Starts an sshd of its own on loopback; whoever logs in finds no other libvirtd than the one that is given. */
export async function startSshServer(options: SshServerOptions): Promise<SshServer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(options);
    } catch (error) {
      // somebody else may have taken the port between our look and the bind
      if (attempt === 5 || !(error instanceof Error) || !error.message.includes('Address already in use')) throw error;
    }
  }
}

async function startOnce({ sockets, config = [], hostKeys = ['ed25519'] }: SshServerOptions): Promise<SshServer> {
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-sshd-'));
  try {
    await chmod(directory, 0o755);
    const port = await freePort();
    const password = crypto.randomUUID();
    await Promise.all([
      writeFile(join(directory, 'authorized_keys'), ''),
      makeUsers(directory, password),
      makePrograms(directory),
      ...hostKeys.map((type) => makeKey(join(directory, `host_${type}`), type)),
    ]);
    const lines = [
      ...config,
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      ...hostKeys.map((type) => `HostKey ${join(directory, `host_${type}`)}`),
      `AuthorizedKeysFile ${join(directory, 'authorized_keys')}`,
      'PermitRootLogin yes',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'StrictModes no',
      'UsePAM no',
      'PidFile none',
      'PrintMotd no',
      'MaxStartups 100',
      'LogLevel VERBOSE',
    ];
    await writeFile(join(directory, 'sshd_config'), `${lines.join('\n')}\n`);
    const { child, exited, log } = await launch(directory, sockets);
    return new SshServer(directory, port, password, child, exited, log);
  } catch (error) {
    await rm(directory, { recursive: true, force: true });
    throw error;
  }
}

/** Makes a key pair, in `path` and `path`.pub; resolves with the public one. */
export async function makeKey(path: string, type: HostKeyType, passphrase = ''): Promise<string> {
  // the shortest that sshd takes, as it is made for each run
  const bits = type === 'rsa' ? ['-b', '2048'] : [];
  const made = await runProgram('ssh-keygen', ['-q', '-t', type, ...bits, '-N', passphrase, '-C', '', '-f', path]);
  if (made.status !== 0) throw new Error(`ssh-keygen: ${made.stderr}`);
  return (await readFile(`${path}.pub`, 'utf8')).trim();
}

async function makeUsers(directory: string, password: string): Promise<void> {
  const crypt = await runProgram('openssl', ['passwd', '-6', '-stdin'], { input: password });
  const passwd: string[] = [];
  const shadow: string[] = [];
  for (const name of ['root', ...Object.keys(shells)]) {
    const home = join(directory, 'home', name);
    await mkdir(home, { recursive: true });
    let shell = '/bin/sh';
    const before = shells[name];
    if (before !== undefined) {
      shell = join(directory, `shell-${name}`);
      await writeFile(shell, `#!/bin/sh\n${before.replaceAll('$1', directory)}\nexec /bin/sh "$@"\n`, { mode: 0o755 });
    }
    passwd.push(`${name}:x:0:0::${home}:${shell}`);
    shadow.push(`${name}:${crypt.stdout.trim()}:20000:0:99999:7:::`);
  }
  // sshd runs the part of it that nobody trusts yet as a user of its own
  passwd.push('sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin', 'nobody:x:65534:65534::/:/usr/sbin/nologin');
  await writeFile(join(directory, 'passwd'), `${passwd.join('\n')}\n`);
  await writeFile(join(directory, 'shadow'), `${shadow.join('\n')}\n`, { mode: 0o600 });
}

/** What the users with little in their path find. */
async function makePrograms(directory: string): Promise<void> {
  const basic = ['sh', 'grep', 'which'];
  const folders = { bare: basic, netcat: [...basic, 'nc'], plain: basic, helper: [...basic, 'virt-ssh-helper'] };
  for (const [folder, programs] of Object.entries(folders)) {
    await mkdir(join(directory, folder));
    for (const program of programs) await symlink(`/usr/bin/${program}`, join(directory, folder, program));
  }
  const plain = '#!/bin/sh\ncase $1 in -q*) echo "nc: unknown option -q" >&2; exit 1;; esac\nexec /usr/bin/nc "$@"\n';
  await writeFile(join(directory, 'plain', 'nc'), plain, { mode: 0o755 });
}

// the rest of the machine's own users and daemons is not seen by those who log in
const insideNamespace = `
set -e
mkdir -p /run/libvirt /run/sshd
mount --bind "$2" /run/libvirt
mount --bind "$1/passwd" /etc/passwd
mount --bind "$1/shadow" /etc/shadow
exec /usr/sbin/sshd -D -e -f "$1/sshd_config"
`;

async function launch(
  directory: string,
  sockets: string,
): Promise<{ child: ChildProcess; exited: Promise<void>; log: () => string }> {
  // when the first of these ends, all that it started ends with it, those who are logged in as well
  const namespaces = ['unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child=SIGKILL'];
  const command = ['--pdeathsig', 'KILL', ...namespaces, 'sh', '-c', insideNamespace, 'sh', directory, sockets];
  const child = spawn('setpriv', command, { stdio: ['ignore', 'ignore', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let text = '';
  const log = (): string => text;
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (text.includes('Server listening on')) resolve();
    });
    exited.then(() => reject(new Error(`sshd did not start: ${text}`)), reject);
  });
  return { child, exited, log };
}
