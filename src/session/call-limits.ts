import type { CallOptions } from '../rpc/call-options.ts';
import { nodeClock } from './node-clock.ts';

/** How long somebody waits for a call, whatever it takes: it may be made again, and need others. */
export interface CallLimits extends CallOptions {
  readonly startedAt: number;
}

/** What is left of them. */
export function restOf({ signal, timeout, startedAt }: CallLimits): CallOptions {
  return { signal, timeout: timeout === undefined ? undefined : Math.max(0, startedAt + timeout - nodeClock.now()) };
}
