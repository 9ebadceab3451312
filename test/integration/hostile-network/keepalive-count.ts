import { EventEmitter, once } from 'node:events';
import { KEEPALIVE_PROGRAM, KeepaliveProcedure } from '../../../src/generated/keepalive-types.ts';
import { FrameDecoder } from '../../../src/rpc/frame-decoder.ts';

/** Counts the pings and pongs that pass between a client and a daemon. */
export class KeepaliveCount {
  readonly counts = { pingToDaemon: 0, pongToDaemon: 0, pingToClient: 0, pongToClient: 0 };
  readonly #changed = new EventEmitter();
  readonly #decoders = {
    daemon: this.#decoder('pingToDaemon', 'pongToDaemon'),
    client: this.#decoder('pingToClient', 'pongToClient'),
  };

  /** Takes what passes to a side, in order. */
  readonly passed = (side: 'daemon' | 'client', bytes: Uint8Array): void => this.#decoders[side].push(bytes);

  /** Resolves when there have been so many more. */
  async more(kind: keyof KeepaliveCount['counts'], amount: number): Promise<void> {
    const goal = this.counts[kind] + amount;
    while (this.counts[kind] < goal) await once(this.#changed, 'changed');
  }

  #decoder(ping: keyof KeepaliveCount['counts'], pong: keyof KeepaliveCount['counts']): FrameDecoder {
    return new FrameDecoder(({ program, procedure }) => {
      if (program !== KEEPALIVE_PROGRAM) return;
      this.counts[procedure === KeepaliveProcedure.PING ? ping : pong]++;
      this.#changed.emit('changed');
    });
  }
}
