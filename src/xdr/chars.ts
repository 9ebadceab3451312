/*
 * `char` and `unsigned char` take four bytes each on the wire. Whether C widens a char with its sign depends on the
 * machine that wrote it, so only the low byte counts: 0 to 255.
 */
import type { XdrReader } from './reader.ts';
import { checkBytes, refusal } from './refusal.ts';
import type { XdrWriter } from './writer.ts';

/** Reads a `char` or an `unsigned char`: 0 to 255. */
export function readChar(reader: XdrReader): number {
  return reader.int() & 0xff;
}

/** Writes a `char`: 0 to 255, widened with its sign as C does on x86. */
export function writeChar(writer: XdrWriter, value: number): void {
  checkByte(writer, value);
  writer.int((value << 24) >> 24);
}

/** Writes an `unsigned char`: 0 to 255. */
export function writeUchar(writer: XdrWriter, value: number): void {
  checkByte(writer, value);
  writer.int(value);
}

/** Reads `char name<limit>`: four bytes on the wire for each byte of the result. */
export function readChars(reader: XdrReader, limit: number): Uint8Array {
  return readFixedChars(reader, reader.count(limit, 4));
}

/** Writes `char name<limit>`. */
export function writeChars(writer: XdrWriter, bytes: Uint8Array, limit: number): void {
  checkBytes(writer, bytes);
  writer.count(bytes.length, limit);
  writeFixedChars(writer, bytes, bytes.length);
}

/** Reads `char name[length]`. */
export function readFixedChars(reader: XdrReader, length: number): Uint8Array {
  const words = reader.fixedOpaque(length * 4);
  const chars = new Uint8Array(length);
  for (let i = 0; i < length; i++) chars[i] = words[i * 4 + 3] ?? 0;
  return chars;
}

/** Writes `char name[length]`. */
export function writeFixedChars(writer: XdrWriter, bytes: Uint8Array, length: number): void {
  checkBytes(writer, bytes, length);
  for (const byte of bytes) writeChar(writer, byte);
}

function checkByte(writer: XdrWriter, value: unknown): void {
  if (typeof value !== 'number' || (value & 0xff) !== value) throw refusal(writer, value, 'byte');
}
