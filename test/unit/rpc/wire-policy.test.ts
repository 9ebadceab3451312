import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { WirePolicy } from '../../../src/rpc/wire-policy.ts';

function placesOf(policy: WirePolicy, priority: 'high' | 'low'): number {
  let places = 0;
  while (places < 1000 && policy.take(priority)) places++;
  return places;
}

describe('WirePolicy', () => {
  test('has four places for calls that may block and sixteen for those that do not', () => {
    const policy = new WirePolicy();
    expect(placesOf(policy, 'low')).toBe(4);
    expect(placesOf(policy, 'high')).toBe(16);
  });

  test('gives a place that came back to a call of the same priority', () => {
    const policy = new WirePolicy(1);
    placesOf(policy, 'low');
    placesOf(policy, 'high');
    policy.release('high');
    expect(policy.take('low')).toBe(false);
    expect(policy.take('high')).toBe(true);
  });

  test.each([1, 3, 100])('takes %d for the limit of calls that may block', (limit) => {
    expect(placesOf(new WirePolicy(limit), 'low')).toBe(limit);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d for the limit', (limit) => {
    expect(() => new WirePolicy(limit)).toThrow(UsageError);
  });
});
