import { decodeText } from '@xdr-ts/runtime';

/** The text in an array of characters that C ends with a NUL, or fills to the brim. */
export function textOf(characters: Uint8Array): string {
  const end = characters.indexOf(0);
  return decodeText(characters, 0, end < 0 ? characters.length : end);
}
