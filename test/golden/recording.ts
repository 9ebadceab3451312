import { readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/*
 * A recording is the gzip of records that follow each other: one byte that tells who sent the frame, then the frame,
 * whose first word is its length. The conversations of several connections follow each other whole, in the order in
 * which they began.
 */

export type Direction = 'to-server' | 'to-client';

export type RecordedFrame = {
  readonly direction: Direction;
  /** The whole frame, with its length word and without the bytes that carry file descriptors. */
  readonly frame: Uint8Array;
};

export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}

/** Length word and header of six words. */
export const smallestFrame = 28;
/** What a libvirt daemon accepts, its length word included. */
export const largestFrame = 33_554_432 + 4;

const toServer = 0x3e; // '>'
const toClient = 0x3c; // '<'

export function readRecording(path: string): RecordedFrame[] {
  try {
    return decodeRecording(readFileSync(path));
  } catch (error) {
    throw new RecordingError(`${path}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

export function decodeRecording(compressed: Uint8Array): RecordedFrame[] {
  const bytes = new Uint8Array(gunzipSync(compressed));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: RecordedFrame[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const where = `record ${frames.length} at byte ${offset}`;
    const mark = bytes[offset];
    if (mark !== toServer && mark !== toClient) {
      throw new RecordingError(`${where} starts with ${mark}, which is no direction`);
    }
    if (offset + 5 > bytes.length) {
      throw new RecordingError(`${where} ends within its length word`);
    }
    const length = view.getUint32(offset + 1);
    if (length < smallestFrame || length > largestFrame) {
      throw new RecordingError(`${where} has a frame of ${length} bytes`);
    }
    const end = offset + 1 + length;
    if (end > bytes.length) {
      throw new RecordingError(`${where} has a frame of ${length} bytes, ${end - bytes.length} more than there are`);
    }
    frames.push({
      direction: mark === toServer ? 'to-server' : 'to-client',
      frame: bytes.subarray(offset + 1, end),
    });
    offset = end;
  }
  return frames;
}

export function encodeRecording(frames: readonly RecordedFrame[]): Uint8Array {
  const parts = frames.flatMap(({ direction, frame }) => [
    Uint8Array.of(direction === 'to-server' ? toServer : toClient),
    frame,
  ]);
  return gzipSync(Buffer.concat(parts), { level: 9 });
}
