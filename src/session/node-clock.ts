import type { Clock } from '../rpc/clock.ts';

/** Node's timers. */
export const nodeClock: Clock = {
  now: () => performance.now(),
  after(delay, callback, where) {
    // Timers that are due run one after the other, however long each takes, and before what has come meanwhile is read.
    if (delay <= 0) {
      const immediate = setImmediate(callback);
      if (where === 'background') immediate.unref();
      return () => clearImmediate(immediate);
    }
    const timer = setTimeout(callback, delay);
    if (where === 'background') timer.unref();
    return () => clearTimeout(timer);
  },
};
