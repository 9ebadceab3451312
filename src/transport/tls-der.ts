/** One value of DER: its tag, and its contents, which are views of what was read. */
export interface DerValue {
  readonly tag: number;
  /** Tag, length and contents. */
  readonly whole: Uint8Array;
  readonly contents: Uint8Array;
}

/** The tags that certificates and lists of revoked ones have where they are looked into. */
export const derTag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** Takes the first value off the bytes. Throws a RangeError where they end too early. */
export function firstDerValue(bytes: Uint8Array): DerValue {
  const [tag, first] = bytes;
  if (tag === undefined || first === undefined) throw new RangeError('a DER value has no length');
  // Longer tags, and lengths that are told only at the end, are not in certificates.
  if ((tag & 0x1f) === 0x1f || first === 0x80 || first > 0x84) throw new RangeError('a DER value has a strange head');
  let start = 2;
  let length = first;
  if (first > 0x80) {
    start += first - 0x80;
    if (start > bytes.length) throw new RangeError('a DER value has no whole length');
    length = bytes.subarray(2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  }
  if (start + length > bytes.length) {
    throw new RangeError(`a DER value has ${length} bytes, and ${bytes.length - start} are left`);
  }
  return { tag, whole: bytes.subarray(0, start + length), contents: bytes.subarray(start, start + length) };
}

/** The values in a row that the bytes are, as in a sequence. */
export function derValues(bytes: Uint8Array): DerValue[] {
  const values: DerValue[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const value = firstDerValue(rest);
    values.push(value);
    rest = rest.subarray(value.whole.length);
  }
  return values;
}

/** What is inside a value that must be there and have that tag. */
export function contentsOf(value: DerValue | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new RangeError(`a DER value has the tag ${value?.tag ?? 'of none'} instead of ${tag}`);
  return value.contents;
}

/** An object identifier as it is usually written, `2.5.29.15`. */
export function objectIdentifier(contents: Uint8Array): string {
  const parts: number[] = [];
  let part = 0;
  for (const byte of contents) {
    part = part * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    if (parts.length > 0) parts.push(part);
    else {
      const root = Math.min(2, Math.floor(part / 40));
      parts.push(root, part - root * 40);
    }
    part = 0;
  }
  return parts.join('.');
}
