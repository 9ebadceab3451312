import { UsageError } from '../errors/usage-error.ts';
import { longestTimeout } from './call-options.ts';

/** Throws a UsageError for a time, in milliseconds, that no timer can wait for: `what` begins its message. */
export function checkTimeout(timeout: number, what: string): void {
  if (timeout >= 0 && timeout <= longestTimeout) return;
  throw new UsageError(`${what} is 0 to ${longestTimeout} ms, not ${String(timeout)}`);
}
