import { ConnectionError } from '../../errors/connection-error.ts';
import { LibvirtError } from '../../errors/libvirt-error.ts';
import { OverflowError } from '../../errors/overflow-error.ts';
import type { ClientStream } from '../../rpc/client-stream.ts';
import type { StreamPacket } from '../../rpc/stream-table.ts';
import type { ReadingGate } from './reading-gate.ts';

/** So many bytes of nothing. */
export interface Hole {
  /** In bytes. */
  readonly hole: bigint;
}

/** What comes on a stream: bytes, the receiver's to keep, or a hole. */
export type StreamItem = Uint8Array | Hole;

/** Bytes that wait for a reader before the connection is no longer read for it. */
const highWaterMark = 1024 * 1024;
/** Bytes that wait while calls keep the connection being read; a reader that is slower than that has failed. */
const mostBytes = 64 * 1024 * 1024;
/** As many bytes as libvirt's own programs and daemons put into one packet. */
const packetBytes = 262_120;
/** Even a hole costs memory, though it has no bytes. */
const holeCost = 64;

/**
 * A stream of a connection: what has come and nobody has read, what is sent, and its end, by the rules of the protocol.
 * Exactly one finish or abort is sent, and none when the daemon has ended the stream by an error.
 */
export class StreamPort {
  /**
   * Something has come, the end of it, or a failure. Called between packets, never while one is handled: it may run
   * the code of the stream's user.
   */
  onActivity: () => void = () => undefined;
  readonly #procedure: string;
  readonly #gate: ReadingGate;
  readonly #onceDrained: (callback: () => void) => void;
  readonly #onEnded: () => void;
  readonly #ended: Promise<void>;
  #settleEnd!: () => void;
  #stream: ClientStream | undefined;
  #items: StreamItem[] = [];
  #bytes = 0;
  #atEnd = false;
  #failure: Error | undefined;
  #state: 'open' | 'finishing' | 'aborting' | 'ended' = 'open';
  #scheduled = false;

  constructor(
    procedure: string,
    gate: ReadingGate,
    onceDrained: (callback: () => void) => void,
    /** Called once, when nothing more comes or may be sent. */
    onEnded: () => void,
  ) {
    this.#procedure = procedure;
    this.#gate = gate;
    this.#onceDrained = onceDrained;
    this.#onEnded = onEnded;
    this.#ended = new Promise((resolve) => {
      this.#settleEnd = resolve;
    });
  }

  /** What the daemon, or the connection, has failed with. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Whether all that the daemon has to send has come, and has been read. */
  get isReadOut(): boolean {
    return this.#atEnd && this.#items.length === 0;
  }

  /** The daemon has opened the stream: it can be written to. */
  opened(stream: ClientStream): void {
    this.#stream = stream;
  }

  /** Takes a packet of the daemon, within the frame handler. */
  readonly take = (packet: StreamPacket): void => {
    switch (packet.kind) {
      case 'data':
        if (packet.bytes.length === 0) this.#atEnd = true;
        else if (this.#state === 'open') this.#add(packet.bytes.slice(), packet.bytes.length);
        break;
      case 'hole':
        if (this.#state === 'open') this.#add({ hole: packet.length }, holeCost);
        break;
      case 'finished':
        // The daemon has done what it was asked, or has ended the stream in peace by itself.
        this.#atEnd = true;
        this.#end(undefined);
        break;
      case 'error':
        this.#end(new LibvirtError(packet.error, { procedure: this.#procedure, serial: this.#stream?.serial ?? -1 }));
        break;
      case 'closed': {
        const { cause } = packet;
        this.#end(new ConnectionError(`${this.#procedure}: ${cause.message}`, cause.reason, { cause }));
      }
    }
    this.#schedule();
  };

  /** The next thing that has come, if any has. */
  read(): StreamItem | undefined {
    const item = this.#items.shift();
    if (item === undefined) return undefined;
    this.#bytes -= item instanceof Uint8Array ? item.length : holeCost;
    if (this.#bytes < highWaterMark) this.#gate.roomy(this);
    return item;
  }

  /** Puts back what could not be read as a whole; it is read next. */
  unread(item: StreamItem): void {
    this.#items.unshift(item);
    this.#bytes += item instanceof Uint8Array ? item.length : holeCost;
  }

  /** Sends bytes, which are the connection's from now on; resolves when there is room for more. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += packetBytes) {
      const stream = this.#writable();
      if (!stream.write(bytes.subarray(at, at + packetBytes))) {
        await new Promise<void>((resolve) => this.#onceDrained(resolve));
      }
    }
    this.#writable();
  }

  /** Sends a hole. */
  writeHole({ hole }: Hole): void {
    this.#writable().hole(hole);
  }

  /** Tells the daemon that nothing more is sent, or wanted. Resolves when it agrees; rejects with what has failed. */
  async finish(): Promise<void> {
    if (this.#state === 'open') {
      this.#leave('finishing');
      this.#stream?.finish();
    }
    await this.#ended;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Gives the stream up. Resolves when the daemon knows, or is gone. Never rejects. */
  async abort(): Promise<void> {
    if (this.#state === 'open') {
      this.#leave('aborting');
      this.#stream?.abort();
    }
    await this.#ended;
  }

  #leave(state: 'finishing' | 'aborting'): void {
    this.#state = state;
    this.#items = [];
    this.#bytes = 0;
    this.#gate.ending(this);
  }

  #add(item: StreamItem, cost: number): void {
    this.#items.push(item);
    this.#bytes += cost;
    if (this.#bytes >= highWaterMark) this.#gate.full(this);
    if (this.#bytes > mostBytes) this.#overflow();
  }

  /** Calls have kept the connection being read for so long that the reader must have stopped. */
  #overflow(): void {
    this.#failure = new OverflowError(
      `${this.#procedure}: ${mostBytes} bytes wait for their reader while calls on the same connection wait for replies; ` +
        `a stream on a connection of its own can wait`,
    );
    void this.abort();
  }

  #writable(): ClientStream {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#stream === undefined || this.#state !== 'open') {
      throw new ConnectionError(`${this.#procedure}: the stream has ended`, 'client');
    }
    return this.#stream;
  }

  #end(failure: Error | undefined): void {
    if (this.#state === 'ended') return;
    // Who gives a stream up does not care how it would have ended.
    if (this.#state !== 'aborting') this.#failure ??= failure;
    this.#state = 'ended';
    this.#gate.ended(this);
    this.#settleEnd();
    this.#onEnded();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.onActivity();
    });
  }
}
