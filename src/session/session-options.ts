/** What holds for every call of a session. */
export interface SessionOptions {
  /**
   * The longest wait for each call that names none itself, in milliseconds; without it calls wait for ever. Opening is
   * not limited by it: somebody may be asked there for a password.
   */
  readonly callTimeout?: number | undefined;
  /** How many calls that may block are on the wire at once; 4, as daemons by default take 5 requests. */
  readonly maxInFlight?: number | undefined;
}
