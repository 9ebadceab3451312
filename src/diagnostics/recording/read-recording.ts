import { readFile } from 'node:fs/promises';
import { UsageError } from '../../errors/usage-error.ts';
import { type Frame, longestFrame } from '../../rpc/frame.ts';
import { FrameDecoder } from '../../rpc/frame-decoder.ts';
import { recordingFormat } from './recorded-frame.ts';

/** A packet as it is read from a recording. */
export interface ReadFrame {
  readonly from: 'client' | 'daemon';
  /** Its bytes are its own. */
  readonly frame: Frame;
  /** How many bytes of payload were left out behind it. */
  readonly dropped: number;
}

/** One connection of a recording. */
export interface ReadConnection {
  readonly driver: string;
  readonly frames: ReadFrame[];
  /** Why it ended, as `client` or `eof`; `undefined` where the recording stops before. */
  ended: string | undefined;
}

/** Reads a recording. Rejects with a UsageError that names the line. */
export async function readRecording(path: string): Promise<readonly ReadConnection[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`the recording ${path} cannot be read`, { cause });
  }
  const connections = new Map<number, ReadConnection>();
  const lines = text.split('\n');
  // A process that was killed may have left the last line unfinished.
  lines.pop();
  for (const [at, line] of lines.entries()) {
    try {
      take(JSON.parse(line), at, connections);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new UsageError(`${path}:${at + 1}: ${reason}`, { cause });
    }
  }
  if (connections.size === 0) throw new UsageError(`${path} is a recording of no connection`);
  return [...connections.values()];
}

function take(line: unknown, at: number, connections: Map<number, ReadConnection>): void {
  if (typeof line !== 'object' || line === null) throw new Error('not an object');
  if (at === 0) {
    if (!('format' in line) || line.format !== recordingFormat) throw new Error(`not "${recordingFormat}"`);
    return;
  }
  if (!('connection' in line) || typeof line.connection !== 'number') throw new Error('no connection');
  if ('opened' in line) {
    const driver = 'driver' in line && typeof line.driver === 'string' ? line.driver : '';
    connections.set(line.connection, { driver, frames: [], ended: undefined });
    return;
  }
  const connection = connections.get(line.connection);
  if (connection === undefined) throw new Error(`connection ${line.connection} has not been opened`);
  if ('ended' in line) connection.ended = String(line.ended);
  else connection.frames.push(readFrame(line));
}

function readFrame(line: object): ReadFrame {
  const from = 'from' in line ? line.from : undefined;
  if (from !== 'client' && from !== 'daemon') throw new Error('from neither client nor daemon');
  if (!('frame' in line) || typeof line.frame !== 'string') throw new Error('no frame');
  const frames: Frame[] = [];
  const bytes = new Uint8Array(Buffer.from(line.frame, 'base64'));
  new FrameDecoder((frame) => frames.push(frame)).push(bytes);
  const [frame] = frames;
  if (frame === undefined || frames.length > 1 || frame.bytes.length !== bytes.length) {
    throw new Error('not one whole packet');
  }
  const dropped = 'dropped' in line ? line.dropped : 0;
  if (!(Number.isInteger(dropped) && Number(dropped) >= 0 && bytes.length + Number(dropped) <= longestFrame)) {
    throw new Error('dropped is no number of bytes that a packet can have');
  }
  return { from, frame, dropped: Number(dropped) };
}
