import { TransportError } from '../../errors/transport-error.ts';
import { errorCode } from '../../transport/error-reason.ts';
import type { ConnectOptions, Transport } from '../../transport/transport.ts';
import { connectUnix } from '../../transport/unix.ts';
import type { DaemonSocket } from './unix-socket.ts';

/** Connects to the first socket that answers; resolves with what each met where none does. */
export async function tryUnixSockets(
  sockets: readonly DaemonSocket[],
  options: ConnectOptions,
): Promise<Transport | TransportError[]> {
  const failures: TransportError[] = [];
  for (const { path } of sockets) {
    try {
      return await connectUnix(path, options);
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
