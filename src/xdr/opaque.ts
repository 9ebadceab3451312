import type { XdrReader } from './reader.ts';
import { checkBytes } from './refusal.ts';
import type { XdrWriter } from './writer.ts';

/** Reads `opaque name<limit>`. */
export function readOpaque(reader: XdrReader, limit: number): Uint8Array {
  return reader.fixedOpaque(reader.count(limit, 1));
}

/** Writes `opaque name<limit>`. */
export function writeOpaque(writer: XdrWriter, bytes: Uint8Array, limit: number): void {
  checkBytes(writer, bytes);
  writer.count(bytes.length, limit);
  writer.fixedOpaque(bytes, bytes.length);
}
