/** How long, and on whose word, a caller waits. */
export interface CallOptions {
  /** Ends the wait when it is aborted. The daemon may still do what was asked. */
  readonly signal?: AbortSignal | undefined;
  /** The longest wait in milliseconds, up to {@link longestTimeout}. The daemon may still do what was asked. */
  readonly timeout?: number | undefined;
}

/** Timers of Node and browsers count milliseconds in 31 bits, and fire at once beyond. */
export const longestTimeout: number = 2 ** 31 - 1;
