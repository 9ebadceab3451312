import { expect, test } from '@jest/globals';
import { sharedDeadline } from '../../../src/client/shared-deadline.ts';

test('calls without a timeout have none', () => {
  const { signal } = new AbortController();
  expect(sharedDeadline({ signal })()).toEqual({ signal });
});

test('calls share one timeout', async () => {
  const next = sharedDeadline({ timeout: 50 });
  const first = next().timeout ?? 0;
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThanOrEqual(50);
  await new Promise((resolve) => setImmediate(resolve));
  expect(next().timeout).toBeLessThan(first);
});

test('a call behind the end has no time, rather than less than none', async () => {
  const next = sharedDeadline({ timeout: 0 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(next().timeout).toBe(0);
});
