import { TransportError } from '../errors/transport-error.ts';
import { errorCode } from '../transport/error-reason.ts';
import type { Transport } from '../transport/transport.ts';
import { connectUnix } from '../transport/unix.ts';
import { findDaemonProgram } from './daemon-program.ts';
import type { OpenTransportOptions } from './open-transport.ts';
import { startDaemon } from './start-daemon.ts';
import { type DaemonSocket, unixSockets } from './unix-socket.ts';
import type { LibvirtUri } from './uri.ts';
import { remoteMode } from './uri-params.ts';

/** Connects to the socket of the daemon that the URI means; starts the user's own daemon where there is none. */
export async function openUnix(uri: LibvirtUri | undefined, options: OpenTransportOptions): Promise<Transport> {
  const { environment, readOnly, config, signal } = options;
  const sockets = unixSockets(uri, { environment, readOnly, mode: remoteMode(uri, config) });
  const tried = await tryUnixSockets(sockets, signal);
  if (!Array.isArray(tried)) return tried;
  const startable = environment.variables.LIBVIRT_AUTOSTART !== '0' && tried.every(isNobodyThere);
  for (const { program } of startable ? sockets : []) {
    const path = program === undefined ? undefined : findDaemonProgram(program, environment);
    if (path !== undefined) return startDaemon(path, () => tryUnixSockets(sockets, signal), { environment, signal });
  }
  const programs = sockets.flatMap(({ program }) => program ?? []);
  const missing =
    startable && programs.length > 0 ? `; ${programs.join(' or ')}, to be started then, is not installed` : '';
  throw summarize(tried, missing);
}

/** Connects to the first socket that answers; resolves with what each met where none does. */
export async function tryUnixSockets(
  sockets: readonly DaemonSocket[],
  signal: AbortSignal,
): Promise<Transport | TransportError[]> {
  const failures: TransportError[] = [];
  for (const { path } of sockets) {
    try {
      return await connectUnix(path, { signal });
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      failures.push(error);
    }
  }
  return failures;
}

/** One error for the failures of all sockets, with what may help. */
export function summarize(failures: readonly TransportError[], addition = ''): TransportError {
  const advice = new Set(failures.flatMap((failure) => adviceFor(errorCode(failure.cause)) ?? []));
  const message = `${[...failures.map((failure) => failure.message), ...advice].join('; ')}${addition}`;
  const tried = failures.flatMap((failure) => failure.tried);
  const [first] = failures;
  const cause = failures.length === 1 ? first?.cause : new AggregateError(failures, message);
  return new TransportError(message, tried, { cause });
}

function adviceFor(code: string): string | undefined {
  switch (code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
      return 'is the daemon installed and running?';
    case 'EACCES':
    case 'EPERM':
      return 'the daemon lets in root and, as a rule, the members of the group libvirt; others may look with readOnly';
    default:
      return undefined;
  }
}

function isNobodyThere(failure: TransportError): boolean {
  const code = errorCode(failure.cause);
  return code === 'ENOENT' || code === 'ECONNREFUSED';
}
