import { connectSocket } from './connect-socket.ts';
import type { ConnectOptions, Transport } from './transport.ts';

/** Connects to a TCP port, trying every address that the name has. */
export function connectTcp(host: string, port: number, options: ConnectOptions = {}): Promise<Transport> {
  const description = `tcp:${host.includes(':') ? `[${host}]` : host}:${port}`;
  return connectSocket({ host, port, autoSelectFamily: true }, description, false, options);
}
