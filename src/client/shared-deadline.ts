import type { CallOptions } from '../rpc/call-options.ts';

/**
 * The options for each call of a method that makes several: all of them together take no longer than the caller's
 * timeout.
 */
export function sharedDeadline({ signal, timeout }: CallOptions): () => CallOptions {
  if (timeout === undefined) return () => ({ signal });
  const end = performance.now() + timeout;
  return () => ({ signal, timeout: Math.max(0, end - performance.now()) });
}
