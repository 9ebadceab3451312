import { expect, test } from '@jest/globals';
import { Waiters } from '../../../src/rpc/waiters.ts';

test('whoever waits is called back once, in order', () => {
  const waiters = new Waiters();
  const called: string[] = [];
  waiters.wake();
  waiters.add(() => called.push('first'));
  waiters.add(() => called.push('second'));
  waiters.wake();
  waiters.wake();
  expect(called).toEqual(['first', 'second']);
});

test('whoever comes to wait while others are called back waits for the next time', () => {
  const waiters = new Waiters();
  let called = 0;
  const again = (): void => {
    called++;
    waiters.add(again);
  };
  waiters.add(again);
  waiters.wake();
  expect(called).toBe(1);
  waiters.wake();
  expect(called).toBe(2);
});
