/** What SSH asks its user. */
export interface SshQuestion {
  /** `passphrase` of a key file, `password`, an `answer` to a question of the host, or whether to `confirm` a host key. */
  readonly kind: 'passphrase' | 'password' | 'answer' | 'confirm';
  /** What to ask a human. */
  readonly prompt: string;
  /** Whether the answer may be seen. */
  readonly echo: boolean;
}

/** Asks the user; `undefined` is no answer. */
export type AskSsh = (question: SshQuestion) => Promise<string | undefined>;
