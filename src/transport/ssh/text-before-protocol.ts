/** The most of it that an error tells. */
const mostCharacters = 300;

/**
 * The text that a login shell printed where the daemon's first packet belongs; `undefined` where the bytes may begin a
 * packet. Packets begin with their length, whose first byte is at most 2; text has no such bytes.
 */
export function textBeforeProtocol(chunk: Uint8Array): string | undefined {
  const [first] = chunk;
  if (first === undefined || first <= 2) return undefined;
  const text = new TextDecoder().decode(chunk.subarray(0, mostCharacters * 4)).trim();
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
