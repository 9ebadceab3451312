import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { asyncDispose } from '../async-dispose.ts';
import { SocketTransport } from '../transport/socket-transport.ts';
import type { Transport } from '../transport/transport.ts';

/** Where to listen: at a path of the file system, or on a TCP port of this machine alone. */
export type ListenAddress =
  | { readonly path: string }
  /** Port 0 is one that is free. The host is 127.0.0.1 unless told. */
  | { readonly port: number; readonly host?: string | undefined };

/** A server that listens until it is closed. */
export interface Listener extends AsyncDisposable {
  /** The URI under which clients find it, as `test+tcp://127.0.0.1:16509/default`. */
  readonly uri: string;
  /** Where it listens; the port is the one that it got. */
  readonly address: { readonly path: string } | { readonly host: string; readonly port: number };
  /** Stops listening, and cuts off all clients. May be called again. */
  close(): Promise<void>;
}

/** Listens, and hands on the way to every client that comes. */
export async function listen(where: ListenAddress, accept: (transport: Transport) => void): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const description = 'path' in where ? `unix:${where.path}` : `tcp:${socket.remoteAddress}:${socket.remotePort}`;
    accept(new SocketTransport(socket, description, 'path' in where));
  });
  if ('path' in where) server.listen(where.path);
  else server.listen(where.port, where.host ?? '127.0.0.1');
  await once(server, 'listening');
  // A client that could not be taken in notices by itself; the others go on.
  server.on('error', () => undefined);
  const bound = server.address();
  const address =
    'path' in where || bound === null || typeof bound === 'string'
      ? { path: String(bound) }
      : { host: bound.address, port: bound.port };
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
    return closed;
  };
  return { uri: uriOf(address), address, close, [asyncDispose]: close };
}

function uriOf(address: Listener['address']): string {
  if ('path' in address) return `test+unix:///default?socket=${encodeURIComponent(address.path)}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `test+tcp://${host}:${address.port}/default`;
}
