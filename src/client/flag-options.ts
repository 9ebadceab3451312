import { UsageError } from '../errors/usage-error.ts';

/** The flags of a call: one, several, or none at all. */
export interface FlagOptions<Flags extends number> {
  readonly flags?: Flags | readonly Flags[] | undefined;
  /** Bits that this release has no name for, added to `flags`. */
  readonly rawFlags?: number | undefined;
}

/** The bits of the options, or `undefined` where no flags are given: plain and flagged calls are not the same. */
export function givenFlags({ flags, rawFlags }: FlagOptions<number>): number | undefined {
  if (flags === undefined && rawFlags === undefined) return undefined;
  const list: readonly number[] = flags === undefined ? [] : typeof flags === 'number' ? [flags] : flags;
  let bits = 0;
  for (const flag of rawFlags === undefined ? list : [...list, rawFlags]) {
    if (flag >>> 0 !== flag) throw new UsageError(`${String(flag)} is no set of 32 bits`);
    bits = (bits | flag) >>> 0;
  }
  return bits;
}

/** The bits of the options, 0 where no flags are given. */
export function flagBits(options: FlagOptions<number>): number {
  return givenFlags(options) ?? 0;
}
