import type { XdrError } from './error.ts';

/** A writer, as far as what it refuses goes. */
interface Place {
  error(reason: string): XdrError;
}

/** The error for a value that does not fit its type. */
export function refusal(writer: Place, value: unknown, type: string): XdrError {
  return writer.error(`${shown(value)} is no ${type}`);
}

/** Refuses what are no bytes, or not as many as belong there. */
export function checkBytes(writer: Place, bytes: unknown, length?: number): void {
  if (!(bytes instanceof Uint8Array)) throw writer.error('not a Uint8Array');
  if (bytes.length !== (length ?? bytes.length)) throw writer.error(`${bytes.length} bytes where ${length} belong`);
}

/** A value as an error may show it: text and objects may hold secrets. */
export function shown(value: unknown): string {
  const harmless = value === null || ['number', 'bigint', 'boolean'].includes(typeof value);
  return harmless ? String(value) : typeof value;
}
