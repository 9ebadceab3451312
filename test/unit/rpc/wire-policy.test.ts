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
    for (let place = 0; place < 15; place++) policy.take('high');
    policy.release('high');
    expect(policy.take('low')).toBe(false);
    expect(policy.take('high')).toBe(true);
    policy.release('low');
    expect(placesOf(policy, 'low')).toBe(1);
    expect(placesOf(policy, 'high')).toBe(1);
  });

  test('gives none for a call that does not block, once all are taken, until half are back', () => {
    const policy = new WirePolicy();
    placesOf(policy, 'high');
    for (let place = 0; place < 7; place++) policy.release('high');
    expect(placesOf(policy, 'high')).toBe(0);
    expect(placesOf(policy, 'low')).toBe(4);
    policy.release('high');
    expect(placesOf(policy, 'high')).toBe(8);
    expect(placesOf(policy, 'high')).toBe(0);
  });

  test.each([1, 3, 100])('takes %d for the limit of calls that may block', (limit) => {
    expect(placesOf(new WirePolicy(limit), 'low')).toBe(limit);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d for the limit', (limit) => {
    expect(() => new WirePolicy(limit)).toThrow(UsageError);
  });
});
