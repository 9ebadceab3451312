import { readdirSync, readlinkSync } from 'node:fs';
import { eventually } from './qemu-lab/eventually.ts';
import { runProgram } from './run-program.ts';
import type { SshServer } from './ssh-server.ts';

/** What connections by SSH could leave behind: programs, sockets of this process, and sessions on servers. */
export class SshLeftovers {
  readonly #servers: readonly SshServer[];
  readonly #sockets = sockets();
  readonly #programs = programs();

  constructor(...servers: readonly SshServer[]) {
    this.#servers = servers;
  }

  /** Resolves once there is nothing more than when this was made. */
  async areGone(): Promise<void> {
    const before = await this.#programs;
    let left = '';
    const nothingLeft = async (): Promise<boolean> => {
      const started = (await programs()).filter((program) => !before.includes(program));
      const sessions = await Promise.all(this.#servers.map((server) => server.sessions()));
      const more = Math.max(0, sockets() - this.#sockets);
      left = JSON.stringify({ started, sessions, sockets: more });
      return started.length === 0 && more === 0 && sessions.every((count) => count === 0);
    };
    await eventually('nothing is left of SSH', nothingLeft, 4_000).catch((error: unknown) => {
      throw new Error(`left behind: ${left}`, { cause: error });
    });
  }
}

/** Programs that this process has started and that still are, by number and name. */
async function programs(): Promise<string[]> {
  const { stdout } = await runProgram('ps', ['-o', 'pid=,comm=', '--ppid', String(process.pid)]);
  return stdout.split('\n').filter((line) => line !== '' && !/ (ps|sh)$/.test(line));
}

function sockets(): number {
  return readdirSync('/proc/self/fd').filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`).startsWith('socket:');
    } catch {
      // The one by which the directory was read.
      return false;
    }
  }).length;
}
