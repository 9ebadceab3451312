import type { Transport, TransportHandlers } from './transport.ts';

/** How many bytes may be on the way before a writer is asked to wait. */
const highWaterMark = 64 * 1024;

/** After so many deliveries in a row, whatever else the process has to do gets its turn. */
const longestBurst = 128;

/** Two transports in one process, each the other's peer. Bytes arrive later, as from a real one. */
export function memoryPipe(description = 'memory'): [Transport, Transport] {
  const left = new MemoryTransport(description);
  const right = new MemoryTransport(description);
  left.join(right);
  right.join(left);
  return [left, right];
}

class MemoryTransport implements Transport {
  readonly description: string;
  readonly secure = true;
  #peer: MemoryTransport | undefined;
  #handlers: TransportHandlers | undefined;
  #inbox: Uint8Array[] = [];
  #inboxBytes = 0;
  #paused = false;
  #delivering = false;
  #peerClosed = false;
  #writerWaits = false;
  #burst = 0;

  constructor(description: string) {
    this.description = description;
  }

  join(peer: MemoryTransport): void {
    this.#peer = peer;
  }

  open(handlers: TransportHandlers): void {
    this.#handlers = handlers;
    this.#schedule();
  }

  write(bytes: Uint8Array): boolean {
    return this.#peer?.accept(bytes) ?? false;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#schedule();
  }

  close(): void {
    this.destroy();
  }

  destroy(): void {
    const peer = this.#peer;
    this.#peer = undefined;
    this.#handlers = undefined;
    this.#inbox = [];
    peer?.peerClosed();
  }

  /** Takes bytes from the peer; `false` when the peer is to wait. */
  accept(bytes: Uint8Array): boolean {
    this.#inbox.push(bytes);
    this.#inboxBytes += bytes.length;
    this.#schedule();
    this.#writerWaits = this.#inboxBytes >= highWaterMark;
    return !this.#writerWaits;
  }

  /** What the peer wrote before still arrives. */
  peerClosed(): void {
    this.#peerClosed = true;
    // Nobody reads any more what is written from now on.
    this.#peer = undefined;
    this.#schedule();
  }

  drained(): void {
    this.#handlers?.drain();
  }

  #schedule(): void {
    if (this.#delivering || this.#handlers === undefined) return;
    this.#delivering = true;
    this.#burst++;
    if (this.#burst < longestBurst) return queueMicrotask(() => this.#deliver());
    this.#burst = 0;
    setTimeout(() => this.#deliver(), 0);
  }

  #deliver(): void {
    this.#delivering = false;
    while (!this.#paused && this.#handlers !== undefined) {
      const chunk = this.#inbox.shift();
      if (chunk === undefined) break;
      this.#inboxBytes -= chunk.length;
      this.#handlers.data(chunk);
    }
    if (this.#inboxBytes > 0) return;
    if (this.#writerWaits) {
      this.#writerWaits = false;
      this.#peer?.drained();
    }
    if (this.#peerClosed && !this.#paused) {
      const handlers = this.#handlers;
      this.destroy();
      handlers?.end(undefined);
    }
  }
}
