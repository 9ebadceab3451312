import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { runProgram } from '../../support/run-program.ts';

/** A network namespace with a cable to this process's own, and a packet filter. Needs root, iproute2 and iptables. */
export class PrivateNetwork implements AsyncDisposable {
  /** The path by which others enter it. */
  readonly path: string;
  /** The address in it that is reached from here. */
  readonly address: string;
  readonly #holder: ChildProcess;
  readonly #cable: string;

  private constructor(holder: ChildProcess, cable: string, address: string) {
    this.#holder = holder;
    this.#cable = cable;
    this.path = `/proc/${holder.pid}/ns/net`;
    this.address = address;
  }

  static async create(): Promise<PrivateNetwork> {
    // It is there for as long as a process is in it; this one ends when its input does, even if we are killed.
    const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo ready; exec cat'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    const cable = `lvr${randomBytes(5).toString('hex')}`;
    // Of the addresses that are set aside for tests of networks, four for each cable.
    const [ours, theirs] = cableAddresses();
    const network = new PrivateNetwork(holder, cable, theirs);
    try {
      await run('ip', ['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'cable', 'netns', String(holder.pid)]);
      await run('ip', ['address', 'add', `${ours}/30`, 'dev', cable]);
      await run('ip', ['link', 'set', cable, 'up']);
      await network.run('ip', ['link', 'set', 'lo', 'up']);
      await network.run('ip', ['address', 'add', `${theirs}/30`, 'dev', 'cable']);
      await network.run('ip', ['link', 'set', 'cable', 'up']);
      return network;
    } catch (error) {
      await network[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Runs a program in it; rejects when that fails. */
  run(program: string, args: readonly string[]): Promise<void> {
    return run('nsenter', [`--net=${this.path}`, program, ...args]);
  }

  /** Lets a rule of iptables hold until the filter is cleared. */
  filter(...rule: readonly string[]): Promise<void> {
    return this.run('iptables', ['-w', '-A', ...rule]);
  }

  async clearFilter(): Promise<void> {
    await this.run('iptables', ['-w', '-F']);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await runProgram('ip', ['link', 'delete', this.#cable]);
    const closed = once(this.#holder, 'close');
    this.#holder.stdin?.end();
    await closed;
  }
}

function cableAddresses(): readonly [string, string] {
  const block = randomInt(2 ** 15) * 4;
  const address = (last: number): string => `198.${18 + (block >> 16)}.${(block >> 8) & 255}.${(block & 255) + last}`;
  return [address(1), address(2)];
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const { status, stderr } = await runProgram(program, args);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.trim() || status}`);
}
