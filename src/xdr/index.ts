export {
  decodeXdr,
  encodeXdr,
  enumValues,
  type XdrCodec,
  type XdrDecoder,
  type XdrEncoder,
  xdrVoid,
} from './codec.ts';
export { inField, XdrError } from './error.ts';
export { XdrReader } from './reader.ts';
export { decodeText } from './text.ts';
export { XdrWriter } from './writer.ts';
