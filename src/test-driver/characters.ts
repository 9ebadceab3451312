/** A text as C keeps it, with the zero that ends it: what the protocol sends as an array of characters. */
export function characters(text: string): Uint8Array {
  return new TextEncoder().encode(`${text}\0`);
}

/** A text as C keeps it in a field of a fixed size. */
export function characterField(text: string, size: number): Uint8Array {
  const field = new Uint8Array(size);
  field.set(new TextEncoder().encode(text).subarray(0, size - 1));
  return field;
}
