import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type ProgramResult, runProgram } from '../run-program.ts';
import { makeControlGroups, nameOfHost, removeControlGroups } from './control-groups.ts';

/** The namespaces of a host and the way into them. */
export interface HostSpace {
  readonly name: string;
  /** The first process, as this machine numbers it. */
  readonly pid: number;
  /** The words with which this machine runs a program in the host. */
  command(file: string, ...args: readonly string[]): readonly [string, ...string[]];
  run(file: string, args: readonly string[]): Promise<ProgramResult>;
  write(path: string, text: string): Promise<void>;
  copyIn(source: string, target: string): Promise<void>;
  stop(): Promise<void>;
}

const initScript = fileURLToPath(new URL('./host-init.sh', import.meta.url));
const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C' };

/** Starts a host without a daemon over the root, which stays as it is. It ends with this process at the latest. */
export async function startHostSpace(root: string): Promise<HostSpace> {
  const name = nameOfHost();
  await makeControlGroups(name);
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', 'bash', initScript, root, name], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ready = await Promise.race([once(child.stdout, 'data').then(() => true), closed.then(() => false)]);
  if (!ready) {
    await removeControlGroups(name);
    throw new Error(`the host did not start: ${complaints}`);
  }
  const pid = Number(await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8'));
  const inside = ['--target', String(pid), '--mount', '--net', '--uts', '--ipc', '--pid', '--cgroup', '--root', '--wd'];
  let stopped: Promise<void> | undefined;
  const end = async (): Promise<void> => {
    // everything in a space of processes ends with the first of them
    if (child.exitCode === null && child.signalCode === null) process.kill(pid, 'SIGKILL');
    await closed;
    await removeControlGroups(name);
  };
  const command: HostSpace['command'] = (file, ...args) => [
    'nsenter',
    ...inside,
    '--',
    'env',
    '-i',
    ...settings(),
    file,
    ...args,
  ];
  return {
    name,
    pid,
    command,
    run: async (file, args) => {
      const [first, ...rest] = command(file, ...args);
      return runProgram(first, rest);
    },
    write: (path, text) => writeFile(`/proc/${pid}/root${path}`, text),
    copyIn: (source, target) => cp(source, `/proc/${pid}/root${target}`, { recursive: true }),
    stop: () => {
      stopped ??= end();
      return stopped;
    },
  };
}

const settings = (): string[] => Object.entries(environment).map(([name, value]) => `${name}=${value}`);
