import type { XdrReader } from './reader.ts';
import { refusal } from './refusal.ts';
import type { XdrWriter } from './writer.ts';

/** Reads a `short`, which takes four bytes. */
export function readShort(reader: XdrReader): number {
  const value = reader.int();
  if ((value << 16) >> 16 !== value) throw reader.error(`${value} is no short`, reader.offset - 4);
  return value;
}

/** Writes a `short`: -32768 to 32767. */
export function writeShort(writer: XdrWriter, value: number): void {
  if (typeof value !== 'number' || (value << 16) >> 16 !== value) throw refusal(writer, value, 'short');
  writer.int(value);
}

/** Reads an `unsigned short`, which takes four bytes. */
export function readUshort(reader: XdrReader): number {
  const value = reader.uint();
  if (value > 0xffff) throw reader.error(`${value} is no unsigned short`, reader.offset - 4);
  return value;
}

/** Writes an `unsigned short`: 0 to 65535. */
export function writeUshort(writer: XdrWriter, value: number): void {
  if (typeof value !== 'number' || (value & 0xffff) !== value) throw refusal(writer, value, 'unsigned short');
  writer.int(value);
}
