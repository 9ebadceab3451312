import { decodeXdr, type XdrCodec, XdrError } from '@xdr-ts/runtime';

/** How many of the first bytes of `bytes` make a value; with all other numbers there must be an XdrError. */
export function lengthsTaken(codec: XdrCodec<unknown>, bytes: Uint8Array): number[] {
  const taken: number[] = [];
  for (let length = 0; length <= bytes.length; length++) {
    try {
      decodeXdr(codec, bytes.subarray(0, length));
      taken.push(length);
    } catch (error) {
      if (!(error instanceof XdrError)) throw error;
    }
  }
  return taken;
}
