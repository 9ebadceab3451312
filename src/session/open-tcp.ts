import { TransportError } from '../errors/transport-error.ts';
import { errorCode } from '../transport/error-reason.ts';
import { connectTcp } from '../transport/tcp.ts';
import type { Transport } from '../transport/transport.ts';
import type { OpenTransportOptions } from './open-transport-options.ts';
import type { LibvirtUri } from './uri/uri.ts';

const defaultTcpPort = 16509;

/** Connects to the TCP port of the daemon that the URI means. */
export async function openTcp(uri: LibvirtUri, { signal, onStep }: OpenTransportOptions): Promise<Transport> {
  try {
    return await connectTcp(uri.host || 'localhost', uri.port ?? defaultTcpPort, { signal, onStep });
  } catch (error) {
    if (!(error instanceof TransportError) || errorCode(error.cause) !== 'ECONNREFUSED') throw error;
    const advice = 'does a daemon, libvirtd or virtproxyd, listen there? Neither does unless its configuration says so';
    throw new TransportError(`${error.message}; ${advice}`, error.tried, { cause: error.cause });
  }
}
