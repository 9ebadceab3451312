import { connectSocket } from './connect-socket.ts';
import { hostAndPort } from './host-and-port.ts';
import type { ConnectOptions, Transport } from './transport.ts';

/** Connects to a TCP port, trying every address that the name has. */
export function connectTcp(host: string, port: number, options: ConnectOptions = {}): Promise<Transport> {
  return connectSocket({ host, port, autoSelectFamily: true }, `tcp:${hostAndPort(host, port)}`, false, options);
}
