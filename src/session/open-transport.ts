import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { TransportError } from '../errors/transport-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { connectTcp } from '../transport/tcp.ts';
import type { Transport } from '../transport/transport.ts';
import { connectUnix } from '../transport/unix.ts';
import type { Environment } from './environment.ts';
import { unixSocketPaths } from './unix-socket.ts';
import type { LibvirtUri } from './uri.ts';

/** Drivers that libvirt runs inside the calling program, so that no daemon answers for them unless it is named. */
const inProcessDrivers = new Set(['esx', 'gsx', 'vpx', 'hyperv', 'vmwareplayer', 'vmwarews', 'vmwarefusion', 'openvz']);

const defaultTcpPort = 16509;

export interface OpenTransportOptions {
  readonly readOnly: boolean;
  readonly signal: AbortSignal;
  readonly environment: Environment;
}

/** Opens the way to the daemon that the URI names; without a URI, to the one that is there. */
export async function openTransport(uri: LibvirtUri | undefined, options: OpenTransportOptions): Promise<Transport> {
  const transport = uri?.transport ?? (uri !== undefined && uri.host !== '' ? 'tls' : 'unix');
  if (uri !== undefined) refuseInProcess(uri);
  // As in C, a test URI that names no transport is answered in this process, whether or not a daemon runs.
  if (uri?.driver === 'test' && uri.transport === undefined && uri.host === '') {
    const { connectEmbedded } = await import('../test-driver/embedded.ts');
    return connectEmbedded(uri.path, { hostname: hostname(), readFile: (path) => readFile(path, 'utf8') });
  }
  switch (transport) {
    case 'unix':
      if (uri !== undefined && uri.host !== '') {
        throw new UsageError(`a unix socket is on this machine, and the URI names the host ${uri.host}`);
      }
      return firstUnixSocket(unixSocketPaths(uri, options.readOnly, options.environment), options.signal);
    case 'tcp':
      return connectTcp(uri?.host || 'localhost', uri?.port ?? defaultTcpPort, { signal: options.signal });
    default:
      throw new UsageError(
        `the transport ${transport} is not among those of this release: unix and tcp${uri?.transport === undefined ? ` (a URI with a host and no transport means ${transport})` : ''}`,
      );
  }
}

async function firstUnixSocket(paths: readonly string[], signal: AbortSignal): Promise<Transport> {
  const failures: TransportError[] = [];
  for (const path of paths) {
    try {
      return await connectUnix(path, { signal });
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      failures.push(error);
    }
  }
  const [first] = failures;
  if (first !== undefined && failures.length === 1) throw first;
  const message = failures.map((failure) => failure.message).join('; ');
  const tried = failures.flatMap((failure) => failure.tried);
  throw new TransportError(message, tried, { cause: new AggregateError(failures, message) });
}

function refuseInProcess({ driver, transport, path }: LibvirtUri): void {
  if (transport !== undefined) return;
  if (inProcessDrivers.has(driver)) {
    throw new UsageError(
      `the ${driver} driver runs inside C programs and no daemon serves it, unless one was built to: then ask for ${driver}+unix:///`,
    );
  }
  if (path === '/embed')
    throw new UsageError(`${driver}:///embed runs the driver inside C programs; no daemon serves it`);
}
