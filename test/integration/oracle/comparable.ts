import type { TypedParam } from '../../../src/generated/remote-types.ts';
import { formatUuid } from '../../../src/protocol/uuid.ts';

/**
 * A result in the form that both sides can take: integers of any width as decimal text with an `n`, UUIDs as text,
 * other bytes as hexadecimal digits, nothing as `null`.
 */
export function comparable(value: unknown, name = ''): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return `${value}n`;
  if (value instanceof Uint8Array) return name === 'uuid' ? formatUuid(value) : Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map((item) => comparable(item));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, comparable(item, field)]));
  }
  return value ?? null;
}

/** Typed parameters as Python has them. */
export function dictionary(params: readonly TypedParam[]): Record<string, unknown> {
  return Object.fromEntries(
    params.map(({ field, value }) => [field, value.type === 6 ? value.value !== 0 : value.value]),
  );
}

/** A map of CPUs as Python has it. */
export function cpuFlags(map: Uint8Array, cpus: number): boolean[] {
  return Array.from({ length: cpus }, (_, cpu) => ((map[cpu >> 3] ?? 0) & (1 << (cpu & 7))) !== 0);
}

/** Text in an array of fixed size. */
export function textIn(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(bytes.subarray(0, end < 0 ? bytes.length : end)).toString();
}
