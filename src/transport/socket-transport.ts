import type { Socket } from 'node:net';
import type { Transport, TransportHandlers } from './transport.ts';

/** A connected socket as a transport. */
export class SocketTransport implements Transport {
  readonly description: string;
  readonly secure: boolean;
  readonly #socket: Socket;
  #handlers: TransportHandlers | undefined;

  constructor(socket: Socket, description: string, secure: boolean) {
    this.#socket = socket;
    this.description = description;
    this.secure = secure;
    socket.setNoDelay(true);
    // The socket keeps it as `errored`.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end());
  }

  open(handlers: TransportHandlers): void {
    this.#handlers = handlers;
    // Plain bytes instead of a Buffer: what is sliced off them further on is a copy.
    this.#socket.on('data', (chunk: Buffer) =>
      this.#handlers?.data(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length)),
    );
    this.#socket.on('drain', () => this.#handlers?.drain());
    // The peer sends no more: nothing that we might still say will be answered.
    this.#socket.on('end', () => this.#socket.destroy());
    if (this.#socket.destroyed) this.#end();
  }

  write(bytes: Uint8Array): boolean {
    return this.#socket.write(bytes);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#handlers = undefined;
    this.#socket.destroySoon();
  }

  destroy(): void {
    this.#handlers = undefined;
    this.#socket.destroy();
  }

  #end(): void {
    const handlers = this.#handlers;
    this.#handlers = undefined;
    handlers?.end(this.#socket.errored ?? undefined);
  }
}
