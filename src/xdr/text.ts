/*
 * Text on the wire is UTF-8 by custom, not by law. Bytes that are not UTF-8 become U+DC80 to U+DCFF, one for one, and
 * turn back into the same bytes when written, so that a name from a host with another encoding survives the round trip.
 */

interface Slices {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

// Node's own decoders work on a plain Uint8Array and are twice as fast as TextDecoder on the short names that fill
// libvirt's replies; elsewhere there is no Buffer and TextDecoder serves.
const { latin1Slice, utf8Slice } = (globalThis as { Buffer?: { prototype: Partial<Slices> } }).Buffer?.prototype ?? {};
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Up to about so many bytes or characters, a plain loop beats a call out of JavaScript. */
const shortText = 32;

/**
 * Decodes bytes[start, end) when they are few and ASCII without NUL, as most names are: this much is quickly seen, and
 * spares a look at each character by the decoder and another for what may not be there.
 */
export function decodePlainText(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end - start > shortText || latin1Slice === undefined) return undefined;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0 || byte >= 0x80) return undefined;
  }
  return latin1Slice.call(bytes as Uint8Array & Slices, start, end);
}

/** Decodes bytes[start, end) as UTF-8, each byte that does not belong as a lone surrogate U+DC80 to U+DCFF. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  const text =
    utf8Slice === undefined
      ? decoder.decode(bytes.subarray(start, end))
      : utf8Slice.call(bytes as Uint8Array & Slices, start, end);
  // Both decoders put U+FFFD for what they cannot read; only then is it worth a second, slower look.
  return text.includes('\ufffd') ? decodeEscaped(bytes, start, end) : text;
}

function decodeEscaped(bytes: Uint8Array, start: number, end: number): string {
  const parts: string[] = [];
  let clean = start;
  let at = start;
  while (at < end) {
    const length = sequenceLength(bytes, at, end);
    if (length === 0) {
      parts.push(decoder.decode(bytes.subarray(clean, at)), String.fromCharCode(0xdc00 | (bytes[at] ?? 0)));
      clean = at + 1;
    }
    at += length || 1;
  }
  parts.push(decoder.decode(bytes.subarray(clean, end)));
  return parts.join('');
}

/** The length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), or 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  const second = bytes[at + 1] ?? 0;
  const low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let i = at + 2; i < at + length; i++) if (((bytes[i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/**
 * Writes `text` as UTF-8 at `offset` of `target`, which must have room for three bytes a character.
 * Returns the end offset, or -1 when the text holds NUL or a lone surrogate that stands for no byte.
 */
export function encodeText(text: string, target: Uint8Array, offset: number): number {
  const length = text.length;
  if (length <= shortText) {
    let i = 0;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 0 || unit >= 0x80) break;
      target[offset + i] = unit;
    }
    if (i === length) return offset + length;
  }
  if (text.includes('\0')) return -1;
  if (/\p{Surrogate}/u.test(text)) return encodeEscaped(text, target, offset);
  return offset + encoder.encodeInto(text, target.subarray(offset)).written;
}

function encodeEscaped(text: string, target: Uint8Array, offset: number): number {
  let at = offset;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point >= 0xdc80 && point <= 0xdcff) target[at++] = point & 0xff;
    else if (point >= 0xd800 && point <= 0xdfff) return -1;
    else at += encoder.encodeInto(character, target.subarray(at)).written;
  }
  return at;
}
