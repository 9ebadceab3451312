/**
 * What may be asked for, by the names of libvirt's auth.conf: `authname` is who we are, `username` whom we act as where
 * that is another, and `realm` where the name is known. In C: VIR_CRED_AUTHNAME, VIR_CRED_USERNAME,
 * VIR_CRED_PASSPHRASE and VIR_CRED_REALM.
 */
export type CredentialKind = 'authname' | 'password' | 'realm' | 'username';

/** A question for a credential. */
export interface CredentialRequest {
  readonly kind: CredentialKind;
  /** What to ask a human, as `Password`. */
  readonly prompt: string;
  /** What the daemon says about it, as the realms that there are. */
  readonly challenge: string | undefined;
  /** What is taken when nothing is given. */
  readonly defaultValue: string | undefined;
  /** The host as the URI names it; `localhost` where it names none. */
  readonly host: string;
  /** The SASL mechanism that asks, as `SCRAM-SHA-256`. */
  readonly mechanism: string;
  /** Aborted when the opening of the connection is given up: the answer is then of no use any more. */
  readonly signal: AbortSignal;
}

/** Answers questions for credentials; `undefined` is no answer. */
export type CredentialsCallback = (request: CredentialRequest) => string | undefined | Promise<string | undefined>;

/** Credentials that are known beforehand, by the names of libvirt's auth.conf. */
export interface KnownCredentials {
  /** Who we are; without it, `username` is. */
  readonly authname?: string | undefined;
  readonly password?: string | undefined;
  readonly realm?: string | undefined;
  /** Whom we act as where there is an `authname` too, and else who we are. */
  readonly username?: string | undefined;
}

/** Who we are, or a function that is asked. */
export type Credentials = KnownCredentials | CredentialsCallback;
