import { type ConnectOpts, type NetConnectOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { AbortError } from '../errors/abort-error.ts';
import { TransportError } from '../errors/transport-error.ts';
import { ReadBuffer } from './read-buffer.ts';
import { SocketTransport } from './socket-transport.ts';
import type { ConnectOptions, Transport } from './transport.ts';

/** Connects a socket. Rejects with a TransportError that says what it met, or with an AbortError. */
export function connectSocket(
  target: NetConnectOpts,
  description: string,
  secure: boolean,
  { signal }: ConnectOptions,
): Promise<Transport> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new AbortError(`connecting to ${description}`, signal));
      return;
    }
    const readBuffer = new ReadBuffer();
    const options: SocketConstructorOpts & ConnectOpts = { onread: readBuffer.onread };
    const socket = new Socket(options);
    const release = (): void => {
      socket.off('connect', onConnect);
      socket.off('error', onError);
      signal?.removeEventListener('abort', onAbort);
    };
    const onConnect = (): void => {
      release();
      resolve(new SocketTransport(socket, description, secure, readBuffer));
    };
    const onError = (cause: Error): void => {
      release();
      reject(new TransportError(`cannot connect to ${description}: ${describe(cause)}`, [description], { cause }));
    };
    const onAbort = (): void => {
      release();
      // Destroyed sockets may still report the error that they were about to.
      socket.on('error', () => undefined);
      socket.destroy();
      if (signal !== undefined) reject(new AbortError(`connecting to ${description}`, signal));
    };
    socket.on('connect', onConnect);
    socket.on('error', onError);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      socket.connect(target);
    } catch (cause) {
      // A port that is none, for one.
      socket.destroy();
      onError(cause as Error);
    }
  });
}

/** With several addresses behind one name Node reports one error for all, whose message is empty. */
function describe(error: Error): string {
  if (!('errors' in error) || !Array.isArray(error.errors)) return error.message;
  return error.errors.map((each: Error) => each.message).join('; ');
}
