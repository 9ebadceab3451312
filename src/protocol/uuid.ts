const hex: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** 16 bytes as text: 8-4-4-4-12 hexadecimal digits, in small letters. */
export function formatUuid(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += hex[bytes[i] ?? 0];
  }
  return text;
}

/** The 16 bytes of a UUID in text, with hyphens and blanks where its author likes them; `undefined` for other text. */
export function uuidBytes(text: string): Uint8Array | undefined {
  const digits = text.replace(/[-\s]/g, '');
  if (!/^[0-9a-fA-F]{32}$/.test(digits)) return undefined;
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}
