import { formatUuid, uuidBytes } from '../protocol/uuid.ts';

/** The canonical form of a uuid as it may stand in a document; `undefined` for other text. */
export function canonicalUuid(text: string): string | undefined {
  const bytes = uuidBytes(text);
  return bytes === undefined ? undefined : formatUuid(bytes);
}

/** The bytes of a uuid that is in its canonical form. */
export function canonicalUuidBytes(canonical: string): Uint8Array {
  const bytes = uuidBytes(canonical);
  if (bytes === undefined) throw new TypeError(`${canonical} is no uuid`);
  return bytes;
}
