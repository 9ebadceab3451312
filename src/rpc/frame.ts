import { type XdrReader, XdrWriter } from '@xdr-ts/runtime';
import type { NetMessageStatus, NetMessageType } from '../generated/net-types.ts';
import { VIR_NET_MESSAGE_HEADER_MAX, VIR_NET_MESSAGE_LEN_MAX, VIR_NET_MESSAGE_MAX } from '../generated/net-types.ts';

/** The length word and the header: where the payload begins in most frames, and the shortest frame there is. */
export const frameHeadBytes: number = VIR_NET_MESSAGE_LEN_MAX + VIR_NET_MESSAGE_HEADER_MAX;
/** The most that a length word may say; it counts itself. */
export const longestFrame: number = VIR_NET_MESSAGE_LEN_MAX + VIR_NET_MESSAGE_MAX;

export interface FrameHeader {
  readonly program: number;
  readonly version: number;
  readonly procedure: number;
  readonly type: NetMessageType;
  readonly serial: number;
  readonly status: NetMessageStatus;
}

/** One packet as it came in. Its bytes belong to the transport and are valid only until the handler returns. */
export interface Frame extends FrameHeader {
  /** The whole packet with its length word: offsets in errors count from its start. */
  readonly bytes: Uint8Array;
  /** Stands at the payload. */
  readonly body: XdrReader;
}

/** Writes the length word, still empty, and the header; returns where the frame begins. */
export function beginFrame(writer: XdrWriter, header: FrameHeader): number {
  const start = writer.offset;
  writer.uint(0);
  writer.uint(header.program);
  writer.uint(header.version);
  writer.int(header.procedure);
  writer.int(header.type);
  writer.uint(header.serial);
  writer.int(header.status);
  return start;
}

/** Fills in the length of the frame that began at `start`. */
export function endFrame(writer: XdrWriter, start: number): void {
  const length = writer.offset - start;
  if (length > longestFrame) throw writer.error(`packet of ${length} bytes is over the limit of ${longestFrame}`);
  writer.replaceUint(start, length);
}

/** The beginning of a packet whose payload, of `length` bytes, is sent behind it. */
export function frameHead(header: FrameHeader, length: number): Uint8Array {
  const writer = new XdrWriter(frameHeadBytes);
  const start = beginFrame(writer, header);
  const whole = frameHeadBytes + length;
  if (whole > longestFrame) throw writer.error(`packet of ${whole} bytes is over the limit of ${longestFrame}`);
  writer.replaceUint(start, whole);
  return writer.finish();
}
