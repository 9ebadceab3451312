import { LibvirtRpcError } from '../../errors/libvirt-rpc-error.ts';
import { NetMessageType } from '../../generated/net-types.ts';
import { FrameDecoder } from '../../rpc/frame-decoder.ts';
import { describeFrame, type FrameDescription } from './frame-description.ts';

/**
 * Describes one direction of a connection, packet for packet, as its bytes come in chunks cut anywhere. Bytes that are no
 * packet are the last that is told of, in a description that has nothing but problems, as are those of a packet that
 * does not end. Rejects with what `chunks` throws, and with nothing else.
 *
 * @example
 * for await (const frame of describeFrames(createReadStream('captured'))) console.log(formatFrame(frame));
 */
export async function* describeFrames(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<FrameDescription, void, undefined> {
  let found: FrameDescription[] = [];
  let read = 0;
  let told = 0;
  const decoder = new FrameDecoder(({ bytes }) => {
    told += bytes.length + descriptorBytes(bytes);
    found.push(describeFrame(bytes));
  });
  for await (const chunk of chunks) {
    read += chunk.length;
    let problem: string | undefined;
    try {
      decoder.push(chunk);
    } catch (error) {
      if (!(error instanceof LibvirtRpcError)) throw error;
      problem = error.message;
    }
    const frames = found;
    found = [];
    yield* frames;
    if (problem !== undefined) return yield noFrame(`byte ${told} of the stream begins no packet: ${problem}`);
  }
  if (read > told) yield noFrame(`the stream ends within the packet that begins at ${told}`);
}

function noFrame(problem: string): FrameDescription {
  return { ...describeFrame(new Uint8Array()), problems: [problem] };
}

/** Each file descriptor travels with a byte behind the packet, which the packet's length does not count. */
function descriptorBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = view.getInt32(16);
  const passes = type === NetMessageType.CALL_WITH_FDS || type === NetMessageType.REPLY_WITH_FDS;
  return passes && bytes.length >= 32 ? view.getUint32(28) : 0;
}
