import { AbortError } from '../../errors/abort-error.ts';
import { watchAbort } from '../../rpc/abort-watch.ts';

interface Destroyable {
  readonly closed: boolean;
  destroy(error?: Error): unknown;
  once(event: 'close', listener: () => void): unknown;
  once(event: 'error', listener: () => void): unknown;
}

/** Destroys a stream when the signal is aborted. */
export function destroyOnAbort(stream: Destroyable, what: string, signal: AbortSignal | undefined): void {
  if (signal === undefined) return;
  const abort = (): void => {
    stream.destroy(new AbortError(what, signal));
  };
  if (signal.aborted) return abort();
  const stop = watchAbort(signal, abort);
  stream.once('close', stop);
}

/** Destroys a stream, if it has not ended; resolves when it has closed, whatever it failed with. */
export function closeStream(stream: Destroyable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) return resolve();
    stream.once('close', resolve);
    // Who closes a stream does not wait for its failures any more.
    stream.once('error', () => undefined);
    stream.destroy();
  });
}
