import { decodeText } from '@xdr-ts/runtime';
import { UsageError } from '../../errors/usage-error.ts';

/**
 * Percent-encodes every character that `kept` does not match. U+DC80 to U+DCFF, which stand for bytes that are not
 * UTF-8, become those bytes.
 */
export function percentEncode(text: string, kept: RegExp): string {
  let encoded = '';
  for (const character of text) encoded += kept.test(character) ? character : encodeCharacter(character);
  return encoded;
}

function encodeCharacter(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point >= 0xdc80 && point <= 0xdcff) return hex(point & 0xff);
  if (point >= 0xd800 && point <= 0xdfff) {
    throw new UsageError(`a URI cannot hold the lone surrogate U+${point.toString(16).toUpperCase()}`);
  }
  return Array.from(new TextEncoder().encode(character), hex).join('');
}

function hex(byte: number): string {
  return `%${byte.toString(16).padStart(2, '0').toUpperCase()}`;
}

/** Decodes the percent escapes of ASCII text; what is none, stays. Bytes that are not UTF-8 become U+DC80 to U+DCFF. */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (const [piece] of text.matchAll(/%[0-9A-Fa-f]{2}|./gs)) {
    bytes[length++] = piece.length === 3 ? Number.parseInt(piece.slice(1), 16) : piece.charCodeAt(0);
  }
  return decodeText(bytes, 0, length);
}
