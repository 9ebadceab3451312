import { AbortError } from '../../errors/abort-error.ts';
import { TimeoutError } from '../../errors/timeout-error.ts';
import { watchAbort } from '../../rpc/abort-watch.ts';
import type { CallOptions } from '../../rpc/call-options.ts';
import { checkTimeout } from '../../rpc/check-timeout.ts';

/** Waits for what others may wait for as well, as long as the caller allows; what it is goes on all the same. */
export async function waitFor<T>(shared: Promise<T>, what: string, { signal, timeout }: CallOptions): Promise<T> {
  if (signal === undefined && timeout === undefined) return shared;
  if (timeout !== undefined) checkTimeout(timeout, `${what}: a timeout`);
  const startedAt = performance.now();
  let stop: () => void = () => undefined;
  const limits = new Promise<never>((_, reject) => {
    const onTimeout = (): void => reject(new TimeoutError(what, performance.now() - startedAt, []));
    const timer = timeout === undefined ? undefined : setTimeout(onTimeout, timeout);
    const onAbort = (): void => {
      if (signal !== undefined) reject(new AbortError(what, signal));
    };
    const stopWatch = signal === undefined ? undefined : watchAbort(signal, onAbort);
    if (signal?.aborted) onAbort();
    stop = () => {
      clearTimeout(timer);
      stopWatch?.();
    };
  });
  try {
    return await Promise.race([shared, limits]);
  } finally {
    stop();
  }
}
