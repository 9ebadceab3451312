/** How a promise that is not to resolve ended, and after how many milliseconds. */
export interface Failure {
  readonly error: unknown;
  readonly elapsed: number;
}

/** Waits for what a promise rejects with; an error that says so where it resolved. */
export async function failure(promise: Promise<unknown>): Promise<Failure> {
  const startedAt = performance.now();
  const error = await promise.then(
    (value) => new Error(`it resolved with ${String(value)}`),
    (reason: unknown) => reason,
  );
  return { error, elapsed: performance.now() - startedAt };
}
