import { connectSocket } from './connect-socket.ts';
import type { ConnectOptions, Transport } from './transport.ts';

/** Connects to a TCP port, trying every address that the name has. */
export function connectTcp(host: string, port: number, options: ConnectOptions = {}): Promise<Transport> {
  return connectSocket({ host, port, autoSelectFamily: true }, `tcp:${hostAndPort(host, port)}`, false, options);
}

/** As it stands in URIs. */
export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
