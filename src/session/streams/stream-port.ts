import { ConnectionError } from '../../errors/connection-error.ts';
import { LibvirtError } from '../../errors/libvirt-error.ts';
import { OverflowError } from '../../errors/overflow-error.ts';
import { ProtocolError } from '../../errors/protocol-error.ts';
import type { ClientStream } from '../../rpc/client-stream.ts';
import type { StreamPacket } from '../../rpc/stream-table.ts';
import { type Hole, ItemQueue, type StreamItem } from './item-queue.ts';

/** Bytes that wait for a reader before the connection is no longer read for it. */
const highWaterMark = 1024 * 1024;
/** Bytes that wait while calls keep the connection being read; a reader that is slower than that has failed. */
const mostBytes = 64 * 1024 * 1024;
/** As many bytes as libvirt's own programs and daemons put into one packet. */
const packetBytes = 262_120;
/** Bytes that a transport is given though it has others to send: one that waited for each packet would often be idle. */
const burstBytes = 2 * 1024 * 1024;
/** As many packets as wait for a reader who keeps up. */
const mostSpares = 8;
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
  /** The bytes that have come so far, and those that were sent; holes do not count. */
  received = 0;
  sent = 0;
  readonly #procedure: string;
  readonly #onceDrained: (callback: () => void) => void;
  readonly #onEnded: () => void;
  readonly #ended: Promise<void>;
  readonly #items: ItemQueue = new ItemQueue();
  readonly #spares: ArrayBuffer[] = [];
  #settleEnd!: () => void;
  #stopWaiting: () => void = () => undefined;
  #stream: ClientStream | undefined;
  #atEnd = false;
  #failure: Error | undefined;
  #state: 'open' | 'finishing' | 'aborting' | 'ended' = 'open';
  #scheduled = false;

  constructor(
    procedure: string,
    onceDrained: (callback: () => void) => void,
    /** Called once, when nothing more comes or may be sent. */
    onEnded: () => void,
  ) {
    this.#procedure = procedure;
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
    return this.#atEnd && this.#items.isEmpty;
  }

  /** The daemon has opened the stream: it can be written to. */
  opened(stream: ClientStream): void {
    this.#stream = stream;
    this.#holdUp();
  }

  /** Takes a packet of the daemon, within the frame handler. */
  readonly take = (packet: StreamPacket): void => {
    switch (packet.kind) {
      case 'data':
        this.received += packet.bytes.length;
        if (packet.bytes.length === 0) this.#atEnd = true;
        else if (this.#takesMore) this.#add(this.#copy(packet.bytes));
        break;
      case 'hole':
        if (this.#takesMore) this.#add({ hole: packet.length });
        break;
      case 'finished':
        this.#end(
          this.#isUnasked ? new ProtocolError(`${this.#procedure}: the daemon has ended it unasked`, 24) : undefined,
        );
        this.#atEnd = true;
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
    if (this.#items.cost < highWaterMark) this.#stream?.gate.roomy(this);
    return item;
  }

  /** Puts back what could not be read as a whole; it is read next. */
  unread(item: StreamItem): void {
    this.#items.unshift(item);
  }

  /** Takes bytes that {@link read} gave and nobody needs any more: their memory is for what comes next. */
  recycle({ buffer }: Uint8Array): void {
    if (this.#spares.length < mostSpares && buffer instanceof ArrayBuffer) this.#spares.push(buffer);
  }

  /**
   * Sends bytes, which are the connection's from now on; resolves when there is room for more. `true` says that they have
   * left, and are the caller's again.
   */
  async write(bytes: Uint8Array): Promise<boolean> {
    let haveLeft = true;
    let waiting = 0;
    for (let at = 0; at < bytes.length; at += packetBytes) {
      const stream = this.#writable();
      const packet = bytes.subarray(at, at + packetBytes);
      this.sent += packet.length;
      waiting += packet.length;
      haveLeft = !stream.write(packet);
      if (!haveLeft || (waiting < burstBytes && at + packetBytes < bytes.length)) continue;
      // A transport drains when it has nothing more to send.
      await this.#drained();
      waiting = 0;
    }
    this.#writable();
    return haveLeft;
  }

  /** Sends a hole. */
  writeHole({ hole }: Hole): void {
    this.#writable().hole(hole);
  }

  /**
   * Tells the daemon that nothing more is sent, or wanted; what it has sent until then can still be read. Resolves when
   * it agrees; rejects with what has failed.
   */
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
      this.#items.clear();
      this.#leave('aborting');
      this.#stream?.abort();
    }
    await this.#ended;
  }

  /** Resolves when the transport has room, or the stream needs none any more. */
  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#stopWaiting = resolve;
      this.#onceDrained(resolve);
    });
  }

  #leave(state: 'finishing' | 'aborting'): void {
    this.#state = state;
    this.#stopWaiting();
    this.#stream?.gate.ending(this);
  }

  get #takesMore(): boolean {
    return (this.#state === 'open' || this.#state === 'finishing') && !this.#atEnd && this.#failure === undefined;
  }

  /** Whether an end now would cut short what is to come, or to be sent. */
  get #isUnasked(): boolean {
    return this.#state === 'open' && !this.#atEnd;
  }

  #copy(bytes: Uint8Array): Uint8Array {
    const spare = this.#spares.pop();
    if (spare === undefined || spare.byteLength < bytes.length) return bytes.slice();
    const copy = new Uint8Array(spare, 0, bytes.length);
    copy.set(bytes);
    return copy;
  }

  #add(item: StreamItem): void {
    this.#items.push(item);
    this.#holdUp();
    if (this.#items.cost > mostBytes) this.#overflow();
  }

  /** Stops the reading of the connection when enough waits. Until the stream is opened, the call for it goes first. */
  #holdUp(): void {
    if (this.#state === 'open' && this.#items.cost >= highWaterMark) this.#stream?.gate.full(this);
  }

  /** Calls have kept the connection being read for so long that the reader must have stopped. */
  #overflow(): void {
    this.#failure = new OverflowError(
      `${this.#procedure}: ${mostBytes} bytes wait for their reader while calls on the same connection wait for replies; ` +
        `a stream on a connection of its own can wait`,
    );
    this.#items.clear();
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
    this.#stopWaiting();
    this.#stream?.gate.ended(this);
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
