import { isDeepStrictEqual } from 'node:util';

/** How results are compared that differ by nature. Both are as `comparable` makes them; Python asked first. */
export type Rule = (ours: unknown, theirs: unknown) => boolean;

const secondsBetween = 60n * 10n ** 9n;

/** Counters that grow with the clock, by no more than a nanosecond in each: ours, read later, are at most a minute on. */
export const clock: Rule = (ours, theirs) => {
  if (typeof ours === 'string' && typeof theirs === 'string' && /^\d+n$/.test(ours) && /^\d+n$/.test(theirs)) {
    const difference = BigInt(ours.slice(0, -1)) - BigInt(theirs.slice(0, -1));
    return difference >= 0n && difference < secondsBetween;
  }
  if (typeof ours !== 'object' || typeof theirs !== 'object' || ours === null || theirs === null) {
    return isDeepStrictEqual(ours, theirs);
  }
  const fields = Object.entries(ours);
  return (
    fields.length === Object.keys(theirs).length &&
    fields.every(([name, value]) => name in theirs && clock(value, Reflect.get(theirs, name)))
  );
};

/** XML that tells when something was made. */
export const creationTime: Rule = (ours, theirs) => {
  const without = (xml: unknown): string => String(xml).replace(/<creationTime>\d+<\/creationTime>/g, '');
  return String(ours).includes('<creationTime>') && without(ours) === without(theirs);
};

/** Lists that have no order of their own. */
export const anyOrder: Rule = (ours, theirs) => {
  const sorted = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((item) => JSON.stringify(item)).sort() : list;
  return isDeepStrictEqual(sorted(ours), sorted(theirs));
};
