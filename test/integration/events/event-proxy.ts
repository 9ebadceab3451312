import { mkdtemp, rm } from 'node:fs/promises';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How the confirmation of a registration and the first event reach the client: in which order, and cut after how much. */
export interface Arrival {
  readonly order: 'event first' | 'confirmation first';
  /** After how many bytes of the two the segment ends, and another begins; not at all without it. */
  readonly cut?: number;
}

interface Held {
  readonly arrival: Arrival;
  readonly confirmation: Buffer | undefined;
  readonly onHeld: () => void;
  readonly onSent: (bytes: number) => void;
}

const replyType = 1;
const messageType = 2;
/** REMOTE_PROC_CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY. */
const registerProcedure = 316;

/** Stands between a client and a daemon, and decides what the client gets first. */
export class EventProxy implements AsyncDisposable {
  readonly socketPath: string;
  readonly #server: Server;
  readonly #directory: string;
  readonly #sockets = new Set<Socket>();
  #held: Held | undefined;
  /** Whether all that the daemon sends reaches the client byte by byte. */
  isBytewise = false;

  private constructor(directory: string, daemonPath: string) {
    this.#directory = directory;
    this.socketPath = join(directory, 'socket');
    this.#server = createServer((client) => this.#accept(client, createConnection(daemonPath)));
  }

  static async start(daemonPath: string): Promise<EventProxy> {
    const proxy = new EventProxy(await mkdtemp(join(tmpdir(), 'libvirt-rpc-')), daemonPath);
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject).listen(proxy.socketPath, resolve);
    });
    return proxy;
  }

  /**
   * Holds the next confirmation until an event has come behind it, and sends both as told. `held` resolves when the
   * confirmation is held, `sent` when both were sent, with how many bytes they had.
   */
  arrange(arrival: Arrival): { readonly held: Promise<void>; readonly sent: Promise<number> } {
    let onHeld!: () => void;
    let onSent!: (bytes: number) => void;
    const held = new Promise<void>((resolve) => {
      onHeld = resolve;
    });
    const sent = new Promise<number>((resolve) => {
      onSent = resolve;
    });
    this.#held = { arrival, confirmation: undefined, onHeld, onSent };
    return { held, sent };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await rm(this.#directory, { recursive: true });
  }

  #accept(client: Socket, daemon: Socket): void {
    for (const socket of [client, daemon]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        daemon.destroy();
      });
    }
    client.pipe(daemon);
    void this.#bringFrames(daemon, client);
  }

  async #bringFrames(daemon: Socket, client: Socket): Promise<void> {
    let bytes = Buffer.alloc(0);
    try {
      for await (const chunk of daemon) {
        bytes = Buffer.concat([bytes, chunk]);
        while (bytes.length >= 28 && bytes.length >= bytes.readUInt32BE(0)) {
          const length = bytes.readUInt32BE(0);
          await this.#bring(bytes.subarray(0, length), client);
          bytes = bytes.subarray(length);
        }
      }
    } catch {
      // One of the two is gone.
    }
  }

  async #bring(frame: Buffer, client: Socket): Promise<void> {
    const held = this.#held;
    const type = frame.readUInt32BE(16);
    if (held === undefined) return this.#send(client, this.isBytewise ? bytesOf(frame) : [frame]);
    if (held.confirmation === undefined && type === replyType && frame.readUInt32BE(12) === registerProcedure) {
      this.#held = { ...held, confirmation: frame };
      held.onHeld();
    } else if (held.confirmation !== undefined && type === messageType) {
      this.#held = undefined;
      const both = [frame, held.confirmation];
      const joined = Buffer.concat(held.arrival.order === 'event first' ? both : both.reverse());
      const { cut = joined.length } = held.arrival;
      await this.#send(client, [joined.subarray(0, cut), joined.subarray(cut)]);
      held.onSent(joined.length);
    } else await this.#send(client, [frame]);
  }

  /** Sends pieces, each of which the client has read before the next comes. */
  async #send(client: Socket, pieces: readonly Buffer[]): Promise<void> {
    for (const piece of pieces) {
      if (piece.length === 0) continue;
      await new Promise((resolve) => client.write(piece, resolve));
      // The client lives in this process: in the turn of the loop that follows it reads.
      if (pieces.length > 1) for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

function bytesOf(frame: Buffer): Buffer[] {
  return Array.from(frame, (byte) => Buffer.of(byte));
}
