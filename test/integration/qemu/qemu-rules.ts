import { isDeepStrictEqual } from 'node:util';
import type { Rule } from '../oracle/rules.ts';

const number = /^-?\d+n$/;

/** Counters and gauges of a guest that runs: the same names and kinds, whatever they count by now. */
export const sameShape: Rule = (ours, theirs) => {
  if (typeof ours === 'string' && typeof theirs === 'string') {
    return ours === theirs || (number.test(ours) && number.test(theirs));
  }
  if (typeof ours !== 'object' || typeof theirs !== 'object' || ours === null || theirs === null) {
    return isDeepStrictEqual(ours, theirs);
  }
  const fields = Object.entries(ours);
  return (
    fields.length === Object.keys(theirs).length &&
    fields.every(([name, value]) => name in theirs && sameShape(value, Reflect.get(theirs, name)))
  );
};

/** XML of a domain in which only what each start numbers anew may differ, and how far the balloon is. */
export const sameDomain: Rule = (ours, theirs) => {
  const steady = (xml: unknown): string =>
    String(xml)
      .replace(/ id='\d+'/g, '')
      .replace(/\/dev\/pts\/\d+/g, 'pts')
      .replace(/domain-\d+-/g, 'domain-')
      .replace(/<currentMemory unit='KiB'>\d+</g, '<currentMemory>')
      .replace(/<creationTime>\d+<\/creationTime>/g, '');
  return String(ours).length > 100 && steady(ours) === steady(theirs);
};
