import type { Clock } from '../rpc/clock.ts';

/** Node's timers. */
export const nodeClock: Clock = {
  now: () => performance.now(),
  after(delay, callback) {
    const timer = setTimeout(callback, delay);
    return () => clearTimeout(timer);
  },
};
