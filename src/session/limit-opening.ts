import { withoutPassword } from '../diagnostics/redact-uri.ts';
import { AbortError } from '../errors/abort-error.ts';
import { type CallInFlight, TimeoutError } from '../errors/timeout-error.ts';
import { UsageError } from '../errors/usage-error.ts';
import { longestTimeout } from '../rpc/call-options.ts';
import { nodeClock } from './node-clock.ts';

/** What an opening was waiting for when it failed, once there was somebody to wait for. */
export interface OpeningProgress {
  inFlight: readonly CallInFlight[];
}

/** Opens a connection within the caller's limits. Rejects with a TimeoutError or an AbortError that names the step. */
export async function limitOpening<Opened>(
  uri: string | undefined,
  { timeout, signal }: { readonly timeout?: number | undefined; readonly signal?: AbortSignal | undefined },
  open: (signal: AbortSignal, progress: OpeningProgress) => Promise<Opened>,
): Promise<Opened> {
  if (timeout !== undefined && !(timeout >= 0 && timeout <= longestTimeout)) {
    throw new UsageError(`opening: a timeout is 0 to ${longestTimeout} ms, not ${timeout}`);
  }
  const controller = new AbortController();
  const startedAt = nodeClock.now();
  const progress: OpeningProgress = { inFlight: [] };
  // A timer of no time would let whatever is quick enough through.
  let expired = timeout === 0;
  if (expired) controller.abort();
  const onAbort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  const stopTimer =
    timeout === undefined
      ? undefined
      : nodeClock.after(timeout, () => {
          expired = true;
          controller.abort();
        });
  try {
    return await open(controller.signal, progress);
  } catch (error) {
    if (!(error instanceof AbortError)) throw error;
    const { inFlight } = progress;
    const step = `opening ${withoutPassword(uri ?? '') || 'the connection'} (${inFlight.at(-1)?.procedure ?? 'connecting'})`;
    if (expired) throw new TimeoutError(step, nodeClock.now() - startedAt, inFlight);
    throw new AbortError(step, controller.signal);
  } finally {
    stopTimer?.();
    signal?.removeEventListener('abort', onAbort);
  }
}
