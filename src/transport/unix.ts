import { UsageError } from '../errors/usage-error.ts';
import { connectSocket } from './connect-socket.ts';
import type { ConnectOptions, Transport } from './transport.ts';

/** The most bytes that a socket's address holds on Linux, without the NUL behind it. Node cuts longer ones silently. */
const longestPath = 107;

/** Connects to a unix socket; a path that begins with `@` names an abstract one. */
export async function connectUnix(path: string, options: ConnectOptions = {}): Promise<Transport> {
  const bytes = new TextEncoder().encode(path).length;
  if (bytes > longestPath) {
    throw new UsageError(`the path of a unix socket has at most ${longestPath} bytes, and ${path} has ${bytes}`);
  }
  const target = path.startsWith('@') ? `\0${path.slice(1)}` : path;
  return connectSocket({ path: target }, `unix:${path}`, true, options);
}
