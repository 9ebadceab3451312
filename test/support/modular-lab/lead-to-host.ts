import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface HostPort extends AsyncDisposable {
  /** Of this machine's loopback. */
  readonly port: number;
}

/** What is run in the host's network, by the Node of this machine: a connection there for one that was made here. */
const other = `const socket = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
process.stdin.pipe(socket).pipe(process.stdout);
socket.on('error', () => process.exit(1));`;

/**
 * Makes a TCP port of this machine lead to one that listens in the network of the process, which is apart from the
 * machine's. Nothing of either network is changed for it.
 */
export async function leadToHost({ pid }: { readonly pid: number }, hostPort: number): Promise<HostPort> {
  const relays = new Set<ChildProcess>();
  const server = createServer((socket) => {
    const words = ['--target', String(pid), '--net', '--', process.execPath, '--eval', other, String(hostPort)];
    const relay = spawn('nsenter', words, { stdio: ['pipe', 'pipe', 'inherit'] });
    relays.add(relay);
    relay.once('close', () => {
      relays.delete(relay);
      socket.destroy();
    });
    for (const stream of [socket, relay.stdin]) stream.on('error', () => relay.kill());
    socket.once('close', () => relay.kill());
    socket.pipe(relay.stdin);
    relay.stdout.pipe(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a listening TCP server without a port');
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      const ends = [...relays].map((relay) => once(relay, 'close'));
      const closed = once(server, 'close');
      server.close();
      for (const relay of relays) relay.kill();
      await Promise.all([...ends, closed]);
    },
  };
}
