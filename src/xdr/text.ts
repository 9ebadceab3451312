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
 * spares a look at each character by the decoder and another for what may not be there. `view` shows the same bytes.
 */
export function decodePlainText(bytes: Uint8Array, view: DataView, start: number, end: number): string | undefined {
  if (end - start > shortText || latin1Slice === undefined) return undefined;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at);
    // The highest bit of a byte is set in `word` from 0x80 on, and one less sets it for 0 as well.
    if ((((word - 0x01010101) | word) & 0x80808080) !== 0) return undefined;
  }
  for (; at < end; at++) {
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

/** How many characters are made at a time: each is an argument, of which a call may not have too many. */
const atATime = 4096;

function decodeEscaped(bytes: Uint8Array, start: number, end: number): string {
  const input = bytes.subarray(start, end);
  let text = '';
  let points: number[] = [];
  for (let at = 0; at < input.length; at++) {
    const lead = input[at] ?? 0;
    const more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    let point = lead & (0x7f >> more);
    for (let i = 1; i <= more; i++) {
      const next = input[at + i] ?? 0;
      // Once below zero it stays there.
      point = (next & 0xc0) === 0x80 ? (point << 6) | (next & 0x3f) : -1;
    }
    // Well-formed (Unicode 15, table 3-7): no character in more bytes than it takes, no surrogate, none past the last.
    const wellFormed =
      more === 0 ? lead < 0x80 : point >> (more * 5 + 1) > 0 && point >> 11 !== 0x1b && point <= 0x10ffff;
    if (wellFormed) at += more;
    if (points.push(wellFormed ? point : 0xdc00 | lead) === atATime) {
      text += String.fromCodePoint(...points);
      points = [];
    }
  }
  return text + String.fromCodePoint(...points);
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
    const byte = point - 0xdc00;
    if (byte >= 0x80 && byte <= 0xff) target[at++] = byte;
    else if (point >> 11 === 0x1b) return -1;
    else at += encoder.encodeInto(character, target.subarray(at)).written;
  }
  return at;
}
