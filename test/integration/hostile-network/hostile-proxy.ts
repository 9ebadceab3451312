import { once } from 'node:events';
import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net';
import { setTimeout as delayed } from 'node:timers/promises';

/** What happens to the bytes of one direction. */
export interface Conduct {
  /** Sends them on in pieces of so many bytes. */
  readonly pieces?: number;
  /** Holds each piece back for so many milliseconds; those behind it wait for it. */
  readonly delay?: number;
  /** After so many bytes nothing passes any more: they vanish, or both ends see the connection closed or reset. */
  readonly stop?: { readonly after: number; readonly by: 'swallow' | 'end' | 'reset' };
}

export interface HostileProxyOptions {
  /** Where the daemon listens. */
  readonly target: NetConnectOpts;
  readonly toDaemon?: Conduct;
  readonly toClient?: Conduct;
  /** Is told of all that passes to that side. */
  readonly onPassed?: (side: 'daemon' | 'client', bytes: Uint8Array) => void;
}

/** A network between a client on TCP and a daemon, as bad as it is told to be. */
export interface HostileProxy extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly port: number;
  /** The sockets that are still open, of both sides. */
  readonly sockets: ReadonlySet<Socket>;
}

export async function startHostileProxy(options: HostileProxyOptions): Promise<HostileProxy> {
  const { target, toDaemon = {}, toClient = {}, onPassed = () => undefined } = options;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const daemon = connect(target);
    for (const [from, to, conduct, side] of [
      [client, daemon, toDaemon, 'daemon'],
      [daemon, client, toClient, 'client'],
    ] as const) {
      sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy()).on('close', () => sockets.delete(from));
      void pass(from, to, conduct, (bytes) => onPassed(side, bytes));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a listening TCP server without a port');
  return {
    port: address.port,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Passes bytes on until one side is gone. Never rejects. */
async function pass(
  from: Socket,
  to: Socket,
  { pieces = Number.POSITIVE_INFINITY, delay = 0, stop }: Conduct,
  onPassed: (bytes: Uint8Array) => void,
): Promise<void> {
  let left = stop?.after ?? Number.POSITIVE_INFINITY;
  try {
    for await (const chunk of from) {
      const bytes: Uint8Array = chunk;
      for (let at = 0; at < bytes.length; at += pieces) {
        const piece = bytes.subarray(at, Math.min(at + pieces, at + left, bytes.length));
        if (piece.length > 0) {
          if (delay > 0) await delayed(delay);
          left -= piece.length;
          onPassed(piece);
          if (!to.write(piece)) await once(to, 'drain');
        }
        if (left > 0 || stop === undefined || stop.by === 'swallow') continue;
        for (const socket of [from, to]) {
          if (stop.by === 'reset') socket.resetAndDestroy();
          else socket.destroySoon();
        }
        return;
      }
    }
    to.end();
  } catch {
    // The other side has gone, and its own end is passed on by the listeners.
    to.destroy();
  }
}
