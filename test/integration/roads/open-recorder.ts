import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeXdr } from '@xdr-ts/runtime';
import { connectOpen } from '../../../src/generated/remote-procedures.ts';
import { type ConnectOpenArgs, connectOpenArgsCodec } from '../../../src/generated/remote-types.ts';
import { frameHeadBytes } from '../../../src/rpc/frame.ts';
import { FrameSplitter } from '../../golden/frame-splitter.ts';

/** Stands in a daemon's place, passes everything on, and keeps what its clients ask to open. */
export interface OpenRecorder extends AsyncDisposable {
  /** Which every user may open. */
  readonly socketPath: string;
  /** On the loopback addresses of IPv4 and IPv6. */
  readonly tcpPort: number;
  /** The name of an abstract unix socket, with its `@`. */
  readonly abstractName: string;
  /** A program that leads here, as ssh and what `command=` names do; it minds none of its arguments. */
  readonly program: string;
  /** What has been asked for since the last time. */
  takeOpened(): ConnectOpenArgs[];
}

/** Records on the way to the daemon's unix socket. */
export async function recordOpens(daemonSocket: string): Promise<OpenRecorder> {
  const opened: ConnectOpenArgs[] = [];
  const sockets = new Set<Socket>();
  const relay = (client: Socket): void => {
    const daemon = connect(daemonSocket);
    const splitter = new FrameSplitter((frame) => {
      const header = new DataView(frame.buffer, frame.byteOffset);
      if (header.getUint32(4) === connectOpen.program && header.getInt32(12) === connectOpen.procedure) {
        opened.push(decodeXdr(connectOpenArgsCodec, frame.subarray(frameHeadBytes)));
      }
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
  };
  const directory = await mkdtemp(join(tmpdir(), 'libvirt-rpc-'));
  await chmod(directory, 0o755);
  const socketPath = join(directory, 'socket');
  const abstractName = `@libvirt-rpc-${process.pid}-${directory.slice(-6)}`;
  const servers = [createServer(relay), createServer(relay), createServer(relay)] as const;
  const [unix, abstract, tcp] = servers;
  await Promise.all([
    listening(unix.listen(socketPath)),
    listening(abstract.listen(`\0${abstractName.slice(1)}`)),
    listening(tcp.listen(0, '::')),
  ]);
  await chmod(socketPath, 0o777);
  const program = join(directory, 'program');
  await writeFile(program, `#!${process.execPath}\n${leadTo(socketPath)}`, { mode: 0o755 });
  const address = tcp.address();
  return {
    socketPath,
    abstractName,
    program,
    tcpPort: typeof address === 'object' && address !== null ? address.port : 0,
    takeOpened: () => opened.splice(0),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
      await rm(directory, { recursive: true });
    },
  };
}

function leadTo(socketPath: string): string {
  return `
    const socket = require('node:net').connect(${JSON.stringify(socketPath)});
    socket.on('error', () => process.exit(1)).on('close', () => process.exit(0));
    process.stdin.pipe(socket).pipe(process.stdout);
  `;
}

async function listening(server: Server): Promise<void> {
  await once(server, 'listening');
}
