import type { TypedParam } from '../../../src/generated/remote-types.ts';

/*
 * Typed parameters of each kind that a row sends.
 */
export const uint = (field: string, value: number): TypedParam => ({ field, value: { type: 2, value } });
export const ullong = (field: string, value: bigint): TypedParam => ({ field, value: { type: 4, value } });
export const bool = (field: string, value: boolean): TypedParam => ({
  field,
  value: { type: 6, value: value ? 1 : 0 },
});
export const text = (field: string, value: string): TypedParam => ({ field, value: { type: 7, value } });
