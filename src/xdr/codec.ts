import { XdrReader } from './reader.ts';
import { XdrWriter } from './writer.ts';

/** How one type of a protocol is read. */
export interface XdrDecoder<T> {
  /** Reads a value; what follows it is left in the reader. */
  read(reader: XdrReader): T;
}

/** How one type of a protocol is written. */
export interface XdrEncoder<T> {
  write(writer: XdrWriter, value: T): void;
}

/** How one type of a protocol is written and read. Plain data, so that a program carries no more than it uses. */
export interface XdrCodec<T> extends XdrDecoder<T>, XdrEncoder<T> {
  /** The type's name in the protocol file. */
  readonly name: string;
}

/** The writer of the encoding before, if it has not grown too large to keep. */
let spare: XdrWriter | undefined;
const spareBytes = 65_536;

/** The bytes of a value. Throws an XdrError that names the field when the value does not fit its type. */
export function encodeXdr<T>(codec: XdrEncoder<T>, value: T): Uint8Array {
  const writer = spare ?? new XdrWriter(256);
  // Nobody else gets it meanwhile, not even a getter of the value that encodes something itself.
  spare = undefined;
  codec.write(writer, value);
  const bytes = writer.finish();
  writer.reset();
  if (bytes.length <= spareBytes) spare = writer;
  return bytes;
}

/** The value that `bytes` hold, all of them. Throws an XdrError that names the field and the byte. */
export function decodeXdr<T>(codec: XdrDecoder<T>, bytes: Uint8Array): T {
  const reader = new XdrReader(bytes);
  const value = codec.read(reader);
  reader.done();
  return value;
}

/** The codec of nothing at all: procedures without arguments or without a result. */
export const xdrVoid: XdrCodec<void> = {
  name: 'void',
  read: () => undefined,
  write: () => undefined,
};
