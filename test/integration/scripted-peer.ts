import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { procedureByNumber, procedures } from '../../src/protocol/registry.ts';
import { type IncomingCall, RpcServer } from '../../src/rpc/rpc-server.ts';

/** Takes calls and answers them, or does not. */
export type Script = (call: IncomingCall) => void;

/** A peer on a unix socket that answers as the test tells it. */
export interface ScriptedPeer extends AsyncDisposable {
  readonly uri: string;
  /** The names of the calls that have come in, in order. */
  readonly received: readonly string[];
  /** The sockets that are still open. */
  readonly sockets: ReadonlySet<Socket>;
}

/** What every client calls to open and to close; a script may do otherwise. */
const opening: Readonly<Record<string, Script>> = {
  authList: (call) => call.reply({ types: [0] }),
  connectSupportsFeature: (call) => call.reply({ supported: 1 }),
  connectOpen: (call) => call.reply(undefined),
  connectClose: (call) => call.reply(undefined),
};

/** Listens until it is disposed of. Procedures that no script is for are never answered. */
export async function scriptedPeer(scripts: Readonly<Record<string, Script>>): Promise<ScriptedPeer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const programs = new Set(procedures.map(({ program }) => program));
  const answers = { ...opening, ...scripts };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // the client may be gone before it is answered
    const rpc = new RpcServer({
      procedure: procedureByNumber,
      programs,
      onCall: (call) => {
        received.push(call.procedure.name);
        answers[call.procedure.name]?.(call);
      },
      send: (bytes) => socket.write(bytes),
      onClose: () => socket.destroy(),
    });
    socket.on('data', (chunk) => rpc.receive(chunk));
  });
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  const path = join(directory, 'socket');
  await listen(server, path);
  return {
    uri: `test+unix:///default?socket=${path}`,
    received,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(directory, { recursive: true });
    },
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}
