/** What SSH asks its user. */
export interface SshQuestion {
  /** The `passphrase` of a key file, a `password`, or an `answer` to a question of the host. */
  readonly kind: 'passphrase' | 'password' | 'answer';
  /** What to ask a human. */
  readonly prompt: string;
  /** Whether the answer may be seen. */
  readonly echo: boolean;
}

/** Asks the user; `undefined` is no answer. */
export type AskSsh = (question: SshQuestion) => Promise<string | undefined>;
