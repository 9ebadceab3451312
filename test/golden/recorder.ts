import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FrameSplitter } from './frame-splitter.ts';
import { type Direction, encodeRecording, type RecordedFrame } from './recording.ts';

export type RecorderOptions = {
  /** The daemon: the path of its unix socket, or HOST:PORT. */
  readonly daemon: string;
  /** Where the command finds the daemon's stand-in; a path of the recorder's own unless told. Only for unix sockets. */
  readonly listen?: string | undefined;
  readonly output: string;
  readonly command: readonly [string, ...string[]];
};

type Conversation = {
  readonly frames: RecordedFrame[];
  readonly ended: Promise<void>;
  readonly end: () => void;
};

/**
 * Runs a command and records what its connections to the daemon carry. The command finds the recorder in the
 * environment variable RECORDER_SOCKET (a path) or RECORDER_PORT (on 127.0.0.1). Resolves to the command's exit status.
 */
export async function record(options: RecorderOptions): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'libvirt-rpc-record-'));
  const conversations: Conversation[] = [];
  const server = createServer((client) => {
    conversations.push(relay(client, dial(options.daemon)));
  });
  try {
    const environment = await listen(server, options, directory);
    const status = await run(options.command, environment);
    server.close();
    await drain(conversations);
    writeFileSync(options.output, encodeRecording(conversations.flatMap(({ frames }) => frames)));
    return status;
  } finally {
    server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function dial(daemon: string): Socket {
  const port = /^(.+):(\d+)$/.exec(daemon);
  return port?.[1] === undefined ? connect(daemon) : connect(Number(port[2]), port[1]);
}

async function listen(server: Server, options: RecorderOptions, directory: string): Promise<NodeJS.ProcessEnv> {
  const unix = !/:\d+$/.test(options.daemon);
  const path = options.listen ?? join(directory, 'socket');
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', resolve);
    server.listen(unix ? { path } : { host: '127.0.0.1', port: 0 });
  });
  const address = server.address();
  return typeof address === 'object' && address !== null
    ? { RECORDER_PORT: String(address.port) }
    : { RECORDER_SOCKET: path };
}

async function run([file, ...args]: readonly [string, ...string[]], environment: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (signal !== null) {
        process.stderr.write(`record: the command was ended by ${signal}\n`);
      }
      resolve(code ?? 1);
    });
  });
}

/** Waits for what the daemon still has to say when its clients have ended; clients that live on are cut off. */
async function drain(conversations: readonly Conversation[]): Promise<void> {
  const impatience = setTimeout(() => {
    for (const conversation of conversations) {
      conversation.end();
    }
  }, 1_000);
  await Promise.all(conversations.map(({ ended }) => ended));
  clearTimeout(impatience);
}

function relay(client: Socket, daemon: Socket): Conversation {
  const frames: RecordedFrame[] = [];
  const end = () => {
    client.destroy();
    daemon.destroy();
  };
  const ended = Promise.all([
    forward('to-server', client, daemon, frames),
    forward('to-client', daemon, client, frames),
  ]).then(() => {});
  return { frames, ended, end };
}

async function forward(direction: Direction, from: Socket, to: Socket, frames: RecordedFrame[]): Promise<void> {
  const splitter = new FrameSplitter((frame) => frames.push({ direction, frame }));
  let broken = false;
  from.on('data', (chunk: Buffer) => {
    try {
      if (!broken) {
        splitter.push(chunk);
      }
    } catch (error) {
      // the connection goes on as it would without us; only the rest of it cannot be recorded
      broken = true;
      complain(direction, error);
    }
  });
  from.pipe(to);
  from.on('error', (error) => complain(direction, error));
  await new Promise<void>((resolve) => from.once('close', () => resolve()));
  to.end();
  if (!broken && splitter.incomplete > 0) {
    complain(direction, `the connection ended ${splitter.incomplete} bytes into a frame`);
  }
}

function complain(direction: Direction, error: unknown): void {
  process.stderr.write(`record: ${direction}: ${error instanceof Error ? error.message : error}\n`);
}
