import { ConnectionError } from '../errors/connection-error.ts';
import { TransportError } from '../errors/transport-error.ts';

/**
 * What stands behind a failed opening: a program that was to lead to the daemon is known to have failed only when the
 * first call is not answered, and then it is the way that failed, not the connection.
 */
export function roadFailure(error: unknown): unknown {
  for (let cause = error; cause instanceof ConnectionError; cause = cause.cause) {
    if (cause.cause instanceof TransportError) return cause.cause;
  }
  return error;
}
