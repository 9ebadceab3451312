/** How a thread that does input and output waits for more of it. */
export interface ThreadPolling {
  /** The number of the thread. */
  readonly thread: number;
  /** For how long it looks for more before it sleeps, in nanoseconds. */
  readonly maximum: bigint;
  /** How that time grows and shrinks; 0 leaves it to the host. */
  readonly grow: number;
  readonly shrink: number;
}

export function freshPolling(thread: number): ThreadPolling {
  return { thread, maximum: 32_768n, grow: 0, shrink: 0 };
}
