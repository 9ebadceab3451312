import type { Clock } from '../rpc/clock.ts';

/** Node's timers. */
export const nodeClock: Clock = {
  now: () => performance.now(),
  after(delay, callback, where) {
    const timer = setTimeout(callback, delay);
    if (where === 'background') timer.unref();
    return () => clearTimeout(timer);
  },
};
