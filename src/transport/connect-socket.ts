import { type ConnectOpts, type NetConnectOpts, Socket, type SocketConstructorOpts } from 'node:net';
import { AbortError } from '../errors/abort-error.ts';
import { TransportError } from '../errors/transport-error.ts';
import { errorReason } from './error-reason.ts';
import { ReadBuffer } from './read-buffer.ts';
import { socketEvent } from './socket-event.ts';
import { SocketTransport } from './socket-transport.ts';
import type { ConnectOptions, Transport } from './transport.ts';
import { watchDialing } from './watch-dialing.ts';

/** Connects a socket. Rejects with a TransportError that says what it met, or with an AbortError. */
export async function connectSocket(
  target: NetConnectOpts,
  description: string,
  secure: boolean,
  options: ConnectOptions,
): Promise<Transport> {
  const readBuffer = new ReadBuffer();
  const socket = await dial(target, description, options, { onread: readBuffer.onread });
  return new SocketTransport(socket, description, secure, readBuffer);
}

/** {@link connectSocket} for those who make a transport of the socket themselves. */
export async function dial(
  target: NetConnectOpts,
  description: string,
  { signal, onStep }: ConnectOptions,
  options: SocketConstructorOpts & ConnectOpts = {},
): Promise<Socket> {
  const what = `connecting to ${description}`;
  if (signal?.aborted) throw new AbortError(what, signal);
  const socket = new Socket(options);
  // Whoever takes the socket over listens only a moment after it has connected; it keeps what failed as `errored`.
  socket.on('error', () => undefined);
  if (onStep !== undefined) watchDialing(socket, target, description, onStep);
  try {
    socket.connect(target);
    await socketEvent(socket, 'connect', what, signal);
    return socket;
  } catch (cause) {
    if (cause instanceof AbortError) throw cause;
    // Ports that are none are refused at once.
    socket.destroy();
    throw new TransportError(`cannot connect to ${description}: ${errorReason(cause)}`, [description], { cause });
  }
}
