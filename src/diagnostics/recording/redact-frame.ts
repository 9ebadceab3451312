import { XdrError, XdrWriter } from '@xdr-ts/runtime';
import { NetMessageType } from '../../generated/net-types.ts';
import { procedureByNumber } from '../../protocol/registry.ts';
import { beginFrame, endFrame, type FrameHeader } from '../../rpc/frame.ts';
import { decodePayload } from '../inspect/frame-description.ts';

/** A packet without its secrets. */
export interface RedactedFrame {
  readonly bytes: Uint8Array;
  /** How many bytes of payload are left out. */
  readonly dropped: number;
}

/**
 * A packet without the secrets that it may hold: decoded, redacted and encoded anew, so that nothing stays that has not
 * been looked at. What is on a stream, and what cannot be decoded, is left out.
 */
export function redactFrame(header: FrameHeader, bytes: Uint8Array): RedactedFrame {
  const { program, procedure, type, status } = header;
  const writer = new XdrWriter(bytes.length);
  const start = beginFrame(writer, header);
  // Such a packet begins with the number of its descriptors, which are not to be had again.
  if (type === NetMessageType.CALL_WITH_FDS || type === NetMessageType.REPLY_WITH_FDS) writer.uint(0);
  const payloadAt = writer.offset;
  let dropped = 0;
  try {
    const payload = decodePayload(bytes, type, status, procedureByNumber(program, procedure));
    if (payload === undefined) dropped = bytes.length - payloadAt;
    else payload.codec.write(writer, payload.value);
  } catch (error) {
    if (!(error instanceof XdrError)) throw error;
    dropped = Math.max(0, bytes.length - payloadAt);
    writer.reset(payloadAt);
  }
  endFrame(writer, start);
  return { bytes: writer.finish(), dropped };
}
