import { UsageError } from '../errors/usage-error.ts';

/** A 64-bit input as the wire has it. Throws a UsageError for a number that is not a whole one or no longer exact. */
export function toBigInt(value: number | bigint): bigint {
  if (typeof value === 'bigint') return value;
  if (!Number.isSafeInteger(value)) throw new UsageError(`${String(value)} is no whole number that is exact`);
  return BigInt(value);
}
