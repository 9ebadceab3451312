import { expect, test } from '@jest/globals';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { checkTimeout } from '../../../src/rpc/check-timeout.ts';

test.each([0, 0.5, 1, 2 ** 31 - 1])('a timer can wait for %d ms', (timeout) => {
  expect(() => checkTimeout(timeout, 'it')).not.toThrow();
});

test.each([-1, 2 ** 31, Number.NaN, Number.POSITIVE_INFINITY])('none can wait for %d ms', (timeout) => {
  expect(() => checkTimeout(timeout, 'opening: a timeout')).toThrow(UsageError);
  expect(() => checkTimeout(timeout, 'opening: a timeout')).toThrow(
    `opening: a timeout is 0 to 2147483647 ms, not ${timeout}`,
  );
});
