import type { XdrReader } from './reader.ts';
import { refusal } from './refusal.ts';
import type { XdrWriter } from './writer.ts';

/** The values of an enum object, to hold what is read or written against. */
export function enumValues(members: Readonly<Record<string, number>>): ReadonlySet<number> {
  return new Set(Object.values(members));
}

/** Reads the value of an enum, which must be one of `values`. */
export function readEnum(reader: XdrReader, values: ReadonlySet<number>): number {
  const value = reader.int();
  if (!values.has(value)) throw reader.error(`${value} is no value of the enum`, reader.offset - 4);
  return value;
}

/** Writes the value of an enum, which must be one of `values`. */
export function writeEnum(writer: XdrWriter, value: number, values: ReadonlySet<number>): void {
  if (!values.has(value)) throw refusal(writer, value, 'value of the enum');
  writer.int(value);
}
