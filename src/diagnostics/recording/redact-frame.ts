import { XdrError, XdrWriter } from '@xdr-ts/runtime';
import { NetMessageType } from '../../generated/net-types.ts';
import { procedureByNumber } from '../../protocol/registry.ts';
import { beginFrame, endFrame, type FrameHeader, frameHeadBytes } from '../../rpc/frame.ts';
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
  let dropped = 0;
  try {
    const payload = decodePayload(bytes, type, status, procedureByNumber(program, procedure));
    if (payload === undefined) dropped = bytes.length - frameHeadBytes;
    else {
      // The descriptors themselves are not to be had again.
      if (type === NetMessageType.CALL_WITH_FDS || type === NetMessageType.REPLY_WITH_FDS) writer.uint(0);
      payload.codec.write(writer, payload.value);
    }
  } catch (error) {
    if (!(error instanceof XdrError)) throw error;
    dropped = bytes.length - frameHeadBytes;
    writer.reset(frameHeadBytes);
  }
  endFrame(writer, start);
  return { bytes: writer.finish(), dropped };
}
