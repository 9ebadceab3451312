import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TransportError } from '../../errors/transport-error.ts';
import { errorCode, errorReason } from '../../transport/error-reason.ts';
import type { Transport } from '../../transport/transport.ts';
import type { Environment } from '../environment.ts';
import { joinPath, runtimeDirectory } from '../platform.ts';

/** How long a daemon may take until it has its socket, in milliseconds. */
const patience = 15_000;
/** How long we go on looking when the program that we started has ended: another one may have been first. */
const grace = 1_000;
const interval = 10;

/** What libvirt lets the daemon know of our environment. */
const inherited = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'XDG_CACHE_HOME',
  'XDG_CONFIG_HOME',
  'XDG_RUNTIME_DIR',
];

/** Connects, or resolves with what each socket met. */
type Attempt = () => Promise<Transport | TransportError[]>;

/**
 * Starts a daemon of the user's own, as C does, and connects to it. It outlives us and ends by itself when nobody has
 * been connected for two minutes. Programs that want it at the same time start it only once: the first makes a lock
 * file, and the others wait for the socket, or for the lock.
 *
 * Rejects with a TransportError, or with the AbortError of the attempt.
 */
export async function startDaemon(
  program: string,
  attempt: Attempt,
  { environment, signal }: { readonly environment: Environment; readonly signal: AbortSignal },
): Promise<Transport> {
  const directory = runtimeDirectory(environment);
  const lockFile = joinPath(environment, directory, `${basename(program)}.lock`);
  let locked = false;
  let child: StartedProgram | undefined;
  try {
    for (;;) {
      locked ||= await takeLock(directory, lockFile, program);
      // Whoever had the lock before us may have started the daemon.
      const result = await attempt();
      if (!Array.isArray(result)) return result;
      if (child === undefined && locked) child = spawnDaemon(program, environment);
      const failure = child && failureOf(program, child, result);
      if (failure !== undefined) throw failure;
      // When the signal ends the pause, the next attempt rejects with the AbortError that says what was aborted.
      await delay(interval, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    if (locked) await rm(lockFile, { force: true });
  }
}

/** Whether the lock is ours. One that is older than any start takes was left by a crash, and is there no more next time. */
async function takeLock(directory: string, lockFile: string, program: string): Promise<boolean> {
  try {
    // Node's way to make all directories above, too, never ends where the system makes none, as in /proc.
    for (const path of [dirname(directory), directory]) await makeDirectory(path);
    await (await open(lockFile, 'wx', 0o600)).close();
    return true;
  } catch (cause) {
    if (errorCode(cause) !== 'EEXIST') {
      throw new TransportError(`cannot start ${program}: ${errorReason(cause)}`, [program], { cause });
    }
    const made = await stat(lockFile).then(
      ({ mtimeMs }) => mtimeMs,
      () => undefined,
    );
    if (made !== undefined && Date.now() - made > patience) await rm(lockFile, { force: true });
    return false;
  }
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
}

/** A program that has been started, and how it ended if it has. */
interface StartedProgram {
  readonly startedAt: number;
  ended: { readonly how: string; readonly at: number; readonly cause?: Error; readonly exitCode?: number } | undefined;
}

function spawnDaemon(program: string, { variables }: Environment): StartedProgram {
  const started: StartedProgram = { startedAt: performance.now(), ended: undefined };
  const known = inherited.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]]));
  const child: ChildProcess = spawn(program, ['--timeout=120'], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
    env: { ...Object.fromEntries(known), LC_ALL: 'C' },
  });
  child.once('error', (cause) => {
    started.ended = { how: cause.message, at: Number.NEGATIVE_INFINITY, cause };
  });
  child.once('exit', (code, signal) => {
    const how = signal === null ? `it ended with status ${code}` : `${signal} ended it`;
    started.ended = { how, at: performance.now(), ...(code === null ? {} : { exitCode: code }) };
  });
  child.unref();
  return started;
}

/** What has gone wrong, where there is no more hope that the daemon will have its socket. */
function failureOf(
  program: string,
  { startedAt, ended }: StartedProgram,
  failures: readonly TransportError[],
): TransportError | undefined {
  const now = performance.now();
  if (now - startedAt <= patience && (ended === undefined || now - ended.at <= grace)) return undefined;
  const why = ended?.how ?? `it had no socket after ${patience} ms`;
  const sockets = failures.map(({ message }) => message).join('; ');
  const tried = [program, ...failures.flatMap((failure) => failure.tried)];
  const { cause, exitCode } = ended ?? {};
  return new TransportError(`started ${program} for want of a daemon, and ${why}; ${sockets}`, tried, {
    cause,
    exitCode,
  });
}
