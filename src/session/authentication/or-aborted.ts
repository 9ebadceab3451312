import { AbortError } from '../../errors/abort-error.ts';

/** The value, unless the signal comes first: whoever is to give it may never do so, and giving up does not wait for it. */
export function orAborted<Value>(value: Promise<Value>, what: string, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new AbortError(what, signal));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    const stop = (): void => signal.removeEventListener('abort', onAbort);
    value.then(
      (result) => {
        stop();
        resolve(result);
      },
      (cause: unknown) => {
        stop();
        reject(cause);
      },
    );
  });
}
