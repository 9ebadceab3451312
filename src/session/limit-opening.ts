import { withoutPassword } from '../diagnostics/redact-uri.ts';
import { AbortError } from '../errors/abort-error.ts';
import { type CallInFlight, TimeoutError } from '../errors/timeout-error.ts';
import type { CallOptions } from '../rpc/call-options.ts';
import { checkTimeout } from '../rpc/check-timeout.ts';
import { limitWait } from '../rpc/limit-wait.ts';
import { nodeClock } from './node-clock.ts';

/** What an opening was waiting for when it failed, once there was somebody to wait for. */
export interface OpeningProgress {
  inFlight: readonly CallInFlight[];
}

/** Opens a connection within the caller's limits. Rejects with a TimeoutError or an AbortError that names the step. */
export async function limitOpening<Opened>(
  uri: string | undefined,
  { timeout, signal }: CallOptions,
  open: (signal: AbortSignal, progress: OpeningProgress) => Promise<Opened>,
): Promise<Opened> {
  if (timeout !== undefined) checkTimeout(timeout, 'opening: a timeout');
  const controller = new AbortController();
  const startedAt = nodeClock.now();
  const progress: OpeningProgress = { inFlight: [] };
  let expired = false;
  const onTimeout = (): void => {
    expired = true;
    controller.abort();
  };
  const onAbort = (): void => controller.abort(signal?.reason);
  // A timer of no time would let whatever is quick enough through.
  if (timeout === 0) onTimeout();
  if (signal?.aborted) onAbort();
  const stopWaiting = limitWait(nodeClock, { timeout, signal }, onTimeout, onAbort);
  try {
    return await open(controller.signal, progress);
  } catch (error) {
    if (!(error instanceof AbortError)) throw error;
    const { inFlight } = progress;
    const step = `opening ${withoutPassword(uri ?? '') || 'the connection'} (${inFlight.at(-1)?.procedure ?? 'connecting'})`;
    if (expired) throw new TimeoutError(step, nodeClock.now() - startedAt, inFlight);
    throw new AbortError(step, controller.signal);
  } finally {
    stopWaiting();
  }
}
