import { watchAbort } from './abort-watch.ts';
import type { CallOptions } from './call-options.ts';
import type { Clock } from './clock.ts';

/** Calls back when a wait comes to one of its limits, unless the returned function has ended it before. */
export function limitWait(
  clock: Clock,
  { signal, timeout }: CallOptions,
  onTimeout: () => void,
  onAbort: (signal: AbortSignal) => void,
): () => void {
  const stopTimer = timeout === undefined ? undefined : clock.after(timeout, onTimeout);
  const stopWatch = signal === undefined ? undefined : watchAbort(signal, () => onAbort(signal));
  return () => {
    stopTimer?.();
    stopWatch?.();
  };
}
