import type { XdrReader } from './reader.ts';
import { refusal } from './refusal.ts';
import type { XdrWriter } from './writer.ts';

/** Reads a `float`. */
export function readFloat(reader: XdrReader): number {
  return new DataView(reader.fixedOpaque(4).buffer).getFloat32(0);
}

/** Writes a `float`; what it cannot hold of the number's precision is lost. */
export function writeFloat(writer: XdrWriter, value: number): void {
  if (typeof value !== 'number') throw refusal(writer, value, 'float');
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value);
  writer.raw(bytes);
}

/** Reads a `double`. */
export function readDouble(reader: XdrReader): number {
  return new DataView(reader.fixedOpaque(8).buffer).getFloat64(0);
}

/** Writes a `double`. */
export function writeDouble(writer: XdrWriter, value: number): void {
  if (typeof value !== 'number') throw refusal(writer, value, 'double');
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  writer.raw(bytes);
}
