/*
 * Between a client and a daemon: brings everything as it comes, and when its parent says so, many events more, of the
 * registration that has come by, at a steady rate. Prints nothing; tells its parent when it listens and when it is done.
 */
import { createConnection, createServer, type Socket } from 'node:net';
import { FrameSplitter } from '../../golden/frame-splitter.ts';

/** What the parent asks for. */
export interface Flood {
  readonly events: number;
  readonly perSecond: number;
}

const [path = '', daemonPath = ''] = process.argv.slice(2);
const registerProcedure = 316;
const lifecycleProcedure = 318;
const tick = 5;

let client: Socket | undefined;
let callbackId = 0;

function lifecycleEvent(number: number): Buffer {
  const name = 'flooded!';
  const frame = Buffer.alloc(28 + 4 + 4 + name.length + 16 + 4 + 8);
  const words = [frame.length, 0x20008086, 1, lifecycleProcedure, 2, 1, 0, callbackId, name.length];
  for (const [at, word] of words.entries()) frame.writeUInt32BE(word, at * 4);
  frame.write(name, 36);
  frame.writeUInt32BE(number, 36 + name.length + 16);
  frame.writeUInt32BE(2, 36 + name.length + 20);
  return frame;
}

function flood({ events, perSecond }: Flood): void {
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(events, Math.round(((performance.now() - startedAt) / 1000) * perSecond));
    const frames: Buffer[] = [];
    for (; sent < due; sent++) frames.push(lifecycleEvent(sent));
    if (frames.length > 0) client?.write(Buffer.concat(frames));
    if (sent < events) return;
    clearInterval(timer);
    process.send?.('done');
  }, tick);
}

const server = createServer((accepted) => {
  client = accepted;
  const daemon = createConnection(daemonPath);
  const splitter = new FrameSplitter((frame) => {
    const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.length);
    if (bytes.readUInt32BE(12) === registerProcedure && bytes.readUInt32BE(16) === 1)
      callbackId = bytes.readUInt32BE(28);
    accepted.write(bytes);
  });
  daemon.on('data', (chunk) => splitter.push(chunk));
  accepted.pipe(daemon);
  for (const socket of [accepted, daemon]) socket.on('error', () => process.exit(1));
  accepted.on('close', () => process.exit(0));
});
server.listen(path, () => process.send?.('listening'));
process.on('message', (message) => flood(message as Flood));
process.on('disconnect', () => process.exit(0));
