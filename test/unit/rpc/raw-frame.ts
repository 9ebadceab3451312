/*
 * Packets written and read word by word, apart from the code under test, so that the two cannot be wrong together.
 */

export const remoteProgram = 0x20008086;
export const keepaliveProgram = 0x6b656570;

export const typeOf = {
  call: 0,
  reply: 1,
  message: 2,
  stream: 3,
  callWithDescriptors: 4,
  replyWithDescriptors: 5,
  hole: 6,
} as const;
export const statusOf = { ok: 0, error: 1, more: 2 } as const;

export interface RawFrame {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
  readonly payload: Uint8Array;
}

const ordinary: RawFrame = {
  program: remoteProgram,
  version: 1,
  procedure: 1,
  type: typeOf.reply,
  serial: 0,
  status: statusOf.ok,
  payload: new Uint8Array(),
};

/** The bytes of a packet; what is left out is that of an empty reply to REMOTE procedure 1, serial 0. */
export function rawFrame(parts: Partial<RawFrame> = {}): Uint8Array {
  const { program, version, procedure, type, serial, status, payload } = { ...ordinary, ...parts };
  const head = words(28 + payload.length, program, version, procedure, type, serial, status);
  return joined(head, payload);
}

/** 32-bit words, signed or not. */
export function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(index * 4, value);
  return bytes;
}

export function joined(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** Cuts bytes that hold whole packets only. */
export function parseFrames(bytes: Uint8Array): RawFrame[] {
  const frames: RawFrame[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at);
    if (length < 28 || at + length > bytes.length) throw new Error(`packet of ${length} bytes at byte ${at}`);
    frames.push({
      program: view.getUint32(at + 4),
      version: view.getUint32(at + 8),
      procedure: view.getInt32(at + 12),
      type: view.getInt32(at + 16),
      serial: view.getUint32(at + 20),
      status: view.getInt32(at + 24),
      payload: bytes.slice(at + 28, at + length),
    });
    at += length;
  }
  return frames;
}
