import { AbortError } from '../../errors/abort-error.ts';
import { domainAbortJob } from '../../generated/remote-procedures.ts';
import { watchAbort } from '../../rpc/abort-watch.ts';
import { type MigrationSource, unhurried } from './migration-ends.ts';

/**
 * Lets an abort of the signal end the job at the source, whose answer tells whether it still could: what fails after an
 * abort rejects with an AbortError. The signal is not aborted before.
 */
export async function abortableJob<T>(
  { source, dom }: MigrationSource,
  signal: AbortSignal | undefined,
  job: () => Promise<T>,
): Promise<T> {
  const abort = (): void => {
    // Refused when the job is over.
    source.call(domainAbortJob, { dom }, unhurried).catch(() => undefined);
  };
  const unwatch = signal === undefined ? undefined : watchAbort(signal, abort);
  try {
    return await job();
  } catch (error) {
    throw signal?.aborted ? new AbortError('the migration', signal) : error;
  } finally {
    unwatch?.();
  }
}

/** Throws an AbortError when the signal is aborted. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortError('the migration', signal);
}
