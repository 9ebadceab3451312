import { XdrReader } from './reader.ts';
import { XdrWriter } from './writer.ts';

/** How one type of a protocol is written and read. */
export class XdrCodec<T> {
  /** The type's name in the protocol file. */
  readonly name: string;
  readonly read: (reader: XdrReader) => T;
  readonly write: (writer: XdrWriter, value: T) => void;

  constructor(name: string, read: (reader: XdrReader) => T, write: (writer: XdrWriter, value: T) => void) {
    this.name = name;
    this.read = read;
    this.write = write;
  }

  /** The bytes of `value`. Throws an XdrError that names the field when the value does not fit its type. */
  encode(value: T): Uint8Array {
    const writer = new XdrWriter(256);
    this.write(writer, value);
    return writer.finish();
  }

  /** The value that `bytes` hold, all of them. Throws an XdrError that names the field and the byte. */
  decode(bytes: Uint8Array): T {
    const reader = new XdrReader(bytes);
    const value = this.read(reader);
    reader.done();
    return value;
  }
}

/** The codec of nothing at all: procedures without arguments or without a result. */
export const xdrVoid: XdrCodec<void> = /*@__PURE__*/ new XdrCodec<void>(
  'void',
  () => undefined,
  () => undefined,
);
