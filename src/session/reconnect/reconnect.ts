import { AbortError } from '../../errors/abort-error.ts';
import { AuthenticationError } from '../../errors/authentication-error.ts';
import type { ConnectionError } from '../../errors/connection-error.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { watchAbort } from '../../rpc/abort-watch.ts';
import { checkTimeout } from '../../rpc/check-timeout.ts';
import type { Clock } from '../../rpc/clock.ts';
import type { Session } from '../session.ts';

/** How a connection that is lost is followed by another. */
export interface ReconnectOptions {
  /**
   * The longest pause before the first attempt, in milliseconds; 100 unless told. Before each that follows it is twice as
   * long. The pauses themselves are random, up to that, so that many clients of one daemon do not come all at once. They
   * begin anew behind a connection that has lasted for `maxDelay`: a daemon that lets us in and dies is not run down.
   */
  readonly minDelay?: number | undefined;
  /** The longest pause before any attempt, in milliseconds; 30,000 unless told. */
  readonly maxDelay?: number | undefined;
  /** How many attempts in a row may fail before the connection is closed for good; without end unless told. */
  readonly attempts?: number | undefined;
  /** How long one attempt may take, in milliseconds; 10,000 unless told. */
  readonly attemptTimeout?: number | undefined;
  /** Other URIs of the same hypervisor, which are tried in turns with the first. */
  readonly uris?: readonly string[] | undefined;
  /**
   * Whether calls that only read are made again when the connection is lost before their reply, and wait for one when
   * there is none. All other calls reject in either case, and are never repeated.
   */
  readonly retryReads?: boolean | undefined;
}

/** From here on any pause has long been the longest. */
const mostDoublings = 31;

/** Opens a session by a URI, `undefined` for the one of the first connection. */
type OpenBy = (
  uri: string | undefined,
  limits: { readonly signal: AbortSignal; readonly timeout: number },
) => Promise<Session>;

/**
 * Opens the next connection after a lost one: attempt after attempt, with pauses. Gives up when there have been as many
 * as allowed, and at once when it is not let in or the URI cannot be. Throws a UsageError for options that cannot be.
 */
export function reopenBy(
  open: OpenBy,
  options: ReconnectOptions,
  clock: Clock,
  random: () => number = Math.random,
): (lost: ConnectionError, signal: AbortSignal) => Promise<Session> {
  const { minDelay = 100, maxDelay = 30_000, attempts = Infinity, attemptTimeout = 10_000, uris = [] } = options;
  for (const [name, value] of Object.entries({ minDelay, maxDelay, attemptTimeout })) {
    checkTimeout(value, `reconnect: ${name}`);
  }
  if (!(attempts >= 1)) throw new UsageError(`reconnect: attempts is a number from 1, not ${String(attempts)}`);
  const choices = [undefined, ...uris];
  let doublings = 0;
  let openedAt = Number.NEGATIVE_INFINITY;
  return async (lost: ConnectionError, signal: AbortSignal): Promise<Session> => {
    let failure: unknown = lost;
    if (clock.now() - openedAt >= maxDelay) doublings = 0;
    for (let attempt = 0; attempt < attempts; attempt++) {
      await pause(clock, random() * Math.min(maxDelay, minDelay * 2 ** doublings), signal);
      doublings = Math.min(doublings + 1, mostDoublings);
      try {
        const session = await open(choices[attempt % choices.length], { signal, timeout: attemptTimeout });
        openedAt = clock.now();
        return session;
      } catch (error) {
        if (signal.aborted || error instanceof UsageError || error instanceof AuthenticationError) throw error;
        failure = error;
      }
    }
    throw failure;
  };
}

function pause(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      stopTimer();
      reject(new AbortError('reconnecting', signal));
    };
    const stopTimer = clock.after(delay, () => {
      stopWatch();
      resolve();
    });
    const stopWatch = watchAbort(signal, abort);
    if (signal.aborted) abort();
  });
}
