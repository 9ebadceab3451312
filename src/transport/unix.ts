import { connectSocket } from './connect-socket.ts';
import type { ConnectOptions, Transport } from './transport.ts';

/** Connects to a unix socket; a path that begins with `@` names an abstract one. */
export function connectUnix(path: string, options: ConnectOptions = {}): Promise<Transport> {
  const target = path.startsWith('@') ? `\0${path.slice(1)}` : path;
  return connectSocket({ path: target }, `unix:${path}`, true, options);
}
