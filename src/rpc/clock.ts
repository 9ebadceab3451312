/** The timers that the core may use; whoever makes a connection hands them in. */
export interface Clock {
  /** Milliseconds from an arbitrary start; never goes back. */
  now(): number;
  /**
   * Calls `callback` once, after `delay` milliseconds; the result ends the wait. A delay of 0 ends when the bytes that
   * have come by then are read. A program does not stay alive for what happens in the background.
   */
  after(delay: number, callback: () => void, where?: 'background'): () => void;
}
