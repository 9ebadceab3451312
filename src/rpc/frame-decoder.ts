import { XdrReader } from '@xdr-ts/runtime';
import { ProtocolError } from '../errors/protocol-error.ts';
import {
  type NetMessageStatus,
  NetMessageType,
  VIR_NET_MESSAGE_LEN_MAX,
  VIR_NET_MESSAGE_NUM_FDS_MAX,
} from '../generated/net-types.ts';
import { type Frame, frameHeadBytes, longestFrame } from './frame.ts';

const lastType = NetMessageType.STREAM_HOLE;
const lastStatus = 2;

/** As much memory as a length word gets on its word alone; the rest is had when that much has come. */
const trustedBytes = 512 * 1024;

/**
 * Cuts a byte stream into frames. A frame that lies whole in a chunk is read in place; one that does not is gathered,
 * and up to {@link trustedBytes} no byte is copied more than once however the stream was cut.
 *
 * The first bad frame is the last: from then on the decoder takes nothing more, since nothing says where the next frame
 * would begin.
 */
export class FrameDecoder {
  readonly #onFrame: (frame: Frame) => void;
  readonly #lengthWord = new Uint8Array(VIR_NET_MESSAGE_LEN_MAX);
  /** The frame being gathered; before its length is known, the length word. */
  #gathered: Uint8Array = this.#lengthWord;
  #wanted: number = VIR_NET_MESSAGE_LEN_MAX;
  #filled = 0;
  /** Memory of the last frame for the next: to get it anew takes longer than to fill it. */
  #spare: Uint8Array | undefined;
  /** Bytes that came with file descriptors behind the last frame and mean nothing. */
  #toSkip = 0;
  #stopped = false;
  /** What came behind the frame at which reading was to stop. */
  #held: Uint8Array[] | undefined;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  /** Takes nothing more from now on. */
  stop(): void {
    this.#stopped = true;
  }

  /**
   * Reads no frame behind this one: to be called while a frame is handled. What comes is kept until {@link release}.
   */
  hold(): void {
    this.#held ??= [];
  }

  /** Reads frames again, and gives back what came meanwhile, unread. */
  release(): readonly Uint8Array[] {
    const held = this.#held ?? [];
    this.#held = undefined;
    return held;
  }

  /** Takes the next bytes and hands on every frame that they complete. Throws a ProtocolError at a bad frame. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.#stopped) {
      if (this.#held !== undefined) return this.#keep(this.#held, chunk.subarray(at));
      if (this.#toSkip > 0) {
        const skipped = Math.min(this.#toSkip, chunk.length - at);
        this.#toSkip -= skipped;
        at += skipped;
      } else if (this.#filled === 0 && chunk.length - at >= VIR_NET_MESSAGE_LEN_MAX) {
        const length = this.#length(chunk, at);
        if (chunk.length - at < length) {
          this.#begin(length);
          at = this.#gather(chunk, at);
        } else {
          this.#deliver(chunk.subarray(at, at + length));
          at += length;
        }
      } else {
        at = this.#gather(chunk, at);
        if (this.#filled === this.#wanted) this.#gatheredAll();
      }
    }
  }

  #keep(held: Uint8Array[], bytes: Uint8Array): void {
    const length = held.reduce((sum, piece) => sum + piece.length, bytes.length);
    if (length > longestFrame) throw this.#fail(`${length} bytes that nobody was to send yet`, 0);
    held.push(bytes.slice());
  }

  /** Makes room for a frame that begins with what has been gathered. */
  #begin(length: number): void {
    this.#wanted = length;
    this.#grow(Math.min(length, trustedBytes));
  }

  #grow(size: number): void {
    const grown = this.#spare !== undefined && this.#spare.length >= size ? this.#spare : new Uint8Array(size);
    this.#spare = undefined;
    grown.set(this.#gathered.subarray(0, this.#filled));
    this.#gathered = grown;
  }

  #gather(chunk: Uint8Array, at: number): number {
    const end = Math.min(chunk.length, at + this.#wanted - this.#filled);
    const filled = this.#filled + end - at;
    if (filled > this.#gathered.length) this.#grow(Math.min(this.#wanted, Math.max(filled, 2 * this.#gathered.length)));
    this.#gathered.set(chunk.subarray(at, end), this.#filled);
    this.#filled = filled;
    return end;
  }

  #gatheredAll(): void {
    const gathered = this.#gathered;
    if (gathered === this.#lengthWord) {
      this.#begin(this.#length(gathered, 0));
    } else {
      const frame = gathered.subarray(0, this.#wanted);
      this.#gathered = this.#lengthWord;
      this.#wanted = VIR_NET_MESSAGE_LEN_MAX;
      this.#filled = 0;
      this.#deliver(frame);
      if (gathered.length <= trustedBytes) this.#spare = gathered;
    }
  }

  #length(bytes: Uint8Array, at: number): number {
    const length = new DataView(bytes.buffer, bytes.byteOffset + at, VIR_NET_MESSAGE_LEN_MAX).getUint32(0);
    if (length < frameHeadBytes) throw this.#fail(`packet of ${length} bytes is shorter than its header`, 0);
    if (length > longestFrame) throw this.#fail(`packet of ${length} bytes is over the limit of ${longestFrame}`, 0);
    return length;
  }

  #deliver(bytes: Uint8Array): void {
    const body = new XdrReader(bytes, VIR_NET_MESSAGE_LEN_MAX);
    const program = body.uint();
    const version = body.uint();
    const procedure = body.int();
    const type = body.int();
    const serial = body.uint();
    const status = body.int();
    if (type < 0 || type > lastType) throw this.#fail(`${type} is no message type`, 16);
    if (status < 0 || status > lastStatus) throw this.#fail(`${status} is no message status`, 24);
    if (type === NetMessageType.CALL_WITH_FDS || type === NetMessageType.REPLY_WITH_FDS) this.#skipDescriptors(body);
    this.#onFrame({
      program,
      version,
      procedure,
      type: type as NetMessageType,
      serial,
      status: status as NetMessageStatus,
      bytes,
      body,
    });
  }

  /**
   * The payload begins with the number of descriptors, and behind the packet comes one byte for each that its length
   * does not count. The descriptors themselves went to the kernel's bin: Node cannot take them.
   */
  #skipDescriptors(body: XdrReader): void {
    if (body.remaining < 4) throw this.#fail('no number of file descriptors', body.offset);
    const descriptors = body.uint();
    if (descriptors > VIR_NET_MESSAGE_NUM_FDS_MAX) {
      const limit = VIR_NET_MESSAGE_NUM_FDS_MAX;
      throw this.#fail(`${descriptors} file descriptors are over the limit of ${limit}`, body.offset - 4);
    }
    this.#toSkip = descriptors;
  }

  #fail(reason: string, offset: number): ProtocolError {
    this.#stopped = true;
    return new ProtocolError(`${reason} (byte ${offset} of the packet)`, offset);
  }
}
