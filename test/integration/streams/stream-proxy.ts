import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer, connect as dial, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How what the daemon says reaches the client. */
export type Delivery =
  /** Byte by byte, each in a turn of its own. */
  | 'byte by byte'
  /** The reply to a call that opens a stream, and the first packet of the stream, in one piece. */
  | 'reply and data at once'
  /** The same two the other way round. */
  | 'data before its reply';

export interface StreamProxy extends AsyncDisposable {
  readonly path: string;
  /** How often two packets were brought together. */
  readonly meetings: number;
}

const [replyType, streamType] = [1, 3];

/** A proxy before a daemon's socket. */
export async function startStreamProxy(daemon: string, procedure: number, delivery: Delivery): Promise<StreamProxy> {
  const path = join(tmpdir(), `libvirt-rpc-${randomUUID()}`);
  const sockets = new Set<Socket>();
  let meetings = 0;
  const server = createServer((client) => {
    const behind = dial(daemon);
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('close', () => behind.destroy());
    behind.on('close', () => client.end());
    client.pipe(behind);
    const onMeeting = (): void => {
      meetings++;
    };
    const delivering =
      delivery === 'byte by byte' ? dribble(behind, client) : meet(behind, client, procedure, delivery, onMeeting);
    // The client may go before the daemon has said all.
    delivering.catch(() => undefined);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    get meetings() {
      return meetings;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(path, { force: true });
    },
  };
}

async function dribble(from: Socket, to: Socket): Promise<void> {
  for await (const chunk of from) {
    for (let at = 0; at < chunk.length; at++) {
      to.write(chunk.subarray(at, at + 1));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** Holds the reply of each call of the procedure until the first packet of its stream has come. */
async function meet(
  from: Socket,
  to: Socket,
  procedure: number,
  delivery: Delivery,
  onMeeting: () => void,
): Promise<void> {
  const held = new Map<number, Buffer>();
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of from) {
    bytes = Buffer.concat([bytes, chunk]);
    while (bytes.length >= 4 && bytes.length >= bytes.readUInt32BE(0)) {
      const frame = bytes.subarray(0, bytes.readUInt32BE(0));
      bytes = bytes.subarray(frame.length);
      const [number, type, serial, status] = [12, 16, 20, 24].map((at) => frame.readUInt32BE(at));
      if (number !== procedure || serial === undefined) to.write(frame);
      else if (type === replyType && status === 0) held.set(serial, frame);
      else {
        const reply = held.get(serial);
        held.delete(serial);
        if (reply === undefined || type !== streamType) to.write(frame);
        else {
          to.write(Buffer.concat(delivery === 'data before its reply' ? [frame, reply] : [reply, frame]));
          onMeeting();
        }
      }
    }
  }
}
