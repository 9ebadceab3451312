export {
  readChar,
  readChars,
  readFixedChars,
  writeChar,
  writeChars,
  writeFixedChars,
  writeUchar,
} from './chars.ts';
export { decodeXdr, encodeXdr, type XdrCodec, type XdrDecoder, type XdrEncoder, xdrVoid } from './codec.ts';
export { enumValues, readEnum, writeEnum } from './enumeration.ts';
export { inField, XdrError } from './error.ts';
export { readDouble, readFloat, writeDouble, writeFloat } from './floats.ts';
export { readOpaque, writeOpaque } from './opaque.ts';
export { XdrReader } from './reader.ts';
export { readShort, readUshort, writeShort, writeUshort } from './shorts.ts';
export { decodeText } from './text.ts';
export { XdrWriter } from './writer.ts';
