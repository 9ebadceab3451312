import type { TransportError } from '../../errors/transport-error.ts';
import { errorCode } from '../../transport/error-reason.ts';
import type { Transport } from '../../transport/transport.ts';
import type { OpenTransportOptions } from '../open-transport-options.ts';
import type { LibvirtUri } from '../uri/uri.ts';
import { remoteMode } from '../uri/uri-params.ts';
import { findDaemonProgram } from './daemon-program.ts';
import { startDaemon } from './start-daemon.ts';
import { summarize, tryUnixSockets } from './try-unix-sockets.ts';
import { unixSockets } from './unix-socket.ts';

/** Connects to the socket of the daemon that the URI means; starts the user's own daemon where there is none. */
export async function openUnix(uri: LibvirtUri | undefined, options: OpenTransportOptions): Promise<Transport> {
  const { environment, readOnly, config, signal, onStep } = options;
  const sockets = unixSockets(uri, { environment, readOnly, mode: remoteMode(uri, config) });
  const tried = await tryUnixSockets(sockets, { signal, onStep });
  if (!Array.isArray(tried)) return tried;
  const startable = environment.variables.LIBVIRT_AUTOSTART !== '0' && tried.every(isNobodyThere);
  for (const { program } of startable ? sockets : []) {
    const path = program === undefined ? undefined : findDaemonProgram(program, environment);
    if (path === undefined) continue;
    onStep?.({ step: 'connect', program: path });
    return startDaemon(path, () => tryUnixSockets(sockets, { signal }), { environment, signal });
  }
  const programs = sockets.flatMap(({ program }) => program ?? []);
  const { VIRTD_PATH, LIBVIRTD_PATH } = environment.variables;
  const where = VIRTD_PATH || LIBVIRTD_PATH ? ` in ${VIRTD_PATH || LIBVIRTD_PATH}` : '';
  const missing =
    startable && programs.length > 0 ? `; ${programs.join(' or ')}, to be started then, is not installed${where}` : '';
  throw summarize(tried, missing);
}

function isNobodyThere(failure: TransportError): boolean {
  const code = errorCode(failure.cause);
  return code === 'ENOENT' || code === 'ECONNREFUSED';
}
