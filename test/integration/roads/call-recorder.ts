import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { procedureByNumber } from '../../../src/protocol/registry.ts';
import { FrameSplitter } from '../../golden/frame-splitter.ts';

/** Stands between clients on TCP and a daemon's unix socket, and keeps what the clients say, as long as it is in clear. */
export interface CallRecorder extends AsyncDisposable {
  /** On 127.0.0.1. */
  readonly tcpPort: number;
  /** The names of the procedures that were called, in order. */
  readonly called: readonly string[];
}

/** The daemon takes those who come this way for clients of its unix socket: it offers what it offers them. */
export async function recordCalls(daemonSocket: string): Promise<CallRecorder> {
  const called: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const daemon = connect(daemonSocket);
    const splitter = new FrameSplitter((frame) => {
      const head = new DataView(frame.buffer, frame.byteOffset);
      const procedure = procedureByNumber(head.getUint32(4), head.getInt32(12));
      called.push(procedure?.name ?? `${head.getUint32(4)}/${head.getInt32(12)}`);
    });
    client.on('data', (chunk) => splitter.push(chunk));
    for (const [from, to] of [
      [client, daemon],
      [daemon, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => sockets.delete(from));
      from.pipe(to);
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a listening TCP server without a port');
  return {
    tcpPort: address.port,
    called,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
