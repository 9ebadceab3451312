import { getEventListeners } from 'node:events';
import { expect, test } from '@jest/globals';
import type { CallOptions } from '../../../src/rpc/call-options.ts';
import { limitWait } from '../../../src/rpc/limit-wait.ts';
import { FakeClock } from './fake-clock.ts';

function waiting(options: CallOptions): { clock: FakeClock; ends: unknown[]; stop: () => void } {
  const clock = new FakeClock();
  const ends: unknown[] = [];
  const stop = limitWait(
    clock,
    options,
    () => ends.push('timeout'),
    (signal) => ends.push(signal.reason),
  );
  return { clock, ends, stop };
}

test('a wait comes to its limits, each of them', () => {
  const controller = new AbortController();
  const { clock, ends } = waiting({ signal: controller.signal, timeout: 10 });
  clock.advance(9);
  expect(ends).toEqual([]);
  clock.advance(1);
  controller.abort('enough');
  expect(ends).toEqual(['timeout', 'enough']);
});

test('a wait that is over comes to none, and leaves neither timer nor listener', () => {
  const controller = new AbortController();
  const { clock, ends, stop } = waiting({ signal: controller.signal, timeout: 10 });
  stop();
  expect(clock.timers).toBe(0);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  clock.advance(10);
  controller.abort();
  expect(ends).toEqual([]);
});

test('a wait without limits has no timer', () => {
  const { clock, stop } = waiting({});
  expect(clock.timers).toBe(0);
  stop();
});
