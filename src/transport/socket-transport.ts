import type { Socket } from 'node:net';
import type { ReadBuffer } from './read-buffer.ts';
import type { Transport, TransportHandlers } from './transport.ts';

/** A connected socket as a transport. */
export class SocketTransport implements Transport {
  readonly description: string;
  readonly secure: boolean;
  readonly #socket: Socket;
  readonly #readBuffer: ReadBuffer | undefined;
  #handlers: TransportHandlers | undefined;
  #paused = false;

  /** `readBuffer` is the one that the socket was made with, if it was. */
  constructor(socket: Socket, description: string, secure: boolean, readBuffer?: ReadBuffer) {
    this.#socket = socket;
    this.#readBuffer = readBuffer;
    // With a buffer of its own, a socket would read before anyone takes the bytes.
    socket.pause();
    this.description = description;
    this.secure = secure;
    socket.setNoDelay(true);
    // The socket keeps it as `errored`.
    socket.on('error', () => undefined);
    socket.on('close', () => this.#end());
  }

  open(handlers: TransportHandlers): void {
    this.#handlers = handlers;
    const onBytes = (bytes: Uint8Array): void => this.#handlers?.data(bytes);
    if (this.#readBuffer !== undefined) this.#readBuffer.onBytes = onBytes;
    else {
      // Plain bytes instead of a Buffer: what is sliced off them further on is a copy.
      this.#socket.on('data', ({ buffer, byteOffset, length }: Buffer) =>
        onBytes(new Uint8Array(buffer, byteOffset, length)),
      );
    }
    this.#socket.on('drain', () => this.#handlers?.drain());
    // The peer sends no more: nothing that we might still say will be answered.
    this.#socket.on('end', () => this.#socket.destroy());
    if (this.#socket.destroyed) this.#end();
    else this.#socket.resume();
  }

  write(bytes: Uint8Array): boolean {
    return this.#socket.write(bytes);
  }

  writeBoth(bytes: Uint8Array, more: Uint8Array): boolean {
    this.#socket.cork();
    this.#socket.write(bytes);
    const room = this.#socket.write(more);
    this.#socket.uncork();
    return room;
  }

  pause(): void {
    this.#paused = true;
    this.#socket.pause();
    // A socket that was resumed in this same turn begins to read at the end of it, paused or not.
    process.nextTick(() => {
      if (this.#paused) this.#socket.pause();
    });
  }

  resume(): void {
    this.#paused = false;
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
