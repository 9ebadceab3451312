import type { Socket } from 'node:net';
import { AbortError } from '../errors/abort-error.ts';

/** The peer ended the connection, without a failure, while something else was waited for. */
export class UnexpectedEnd extends Error {
  override readonly name: string = 'UnexpectedEnd';
}

/**
 * Waits for an event of a socket. Rejects with the socket's own error, with an UnexpectedEnd, or with an AbortError
 * that says `what` was going on; the socket is destroyed then.
 */
export function socketEvent(
  socket: Socket,
  event: 'connect' | 'secureConnect' | 'readable',
  what: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      socket.off(event, onEvent);
      socket.off('error', onError);
      socket.off('end', onEnd);
      socket.off('close', onEnd);
      signal?.removeEventListener('abort', onAbort);
      finish();
    };
    const fail = (error: Error): void => {
      // Destroyed sockets may still report the error that they were about to.
      socket.on('error', () => undefined);
      socket.destroy();
      settle(() => reject(error));
    };
    const onEvent = (): void => settle(resolve);
    const onError = (error: Error): void => fail(error);
    const onEnd = (): void => fail(socket.errored ?? new UnexpectedEnd('the connection was closed'));
    const onAbort = (): void => {
      if (signal !== undefined) fail(new AbortError(what, signal));
    };
    if (signal?.aborted) onAbort();
    else if (socket.destroyed) onEnd();
    else {
      socket.on(event, onEvent);
      socket.on('error', onError);
      socket.on('end', onEnd);
      socket.on('close', onEnd);
      signal?.addEventListener('abort', onAbort, { once: true });
    }
  });
}
