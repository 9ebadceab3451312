import type { SecureVersion } from 'node:tls';
import type { RevocationList } from './tls-revocation.ts';

/** How a TLS connection is made, and whom it trusts. */
export interface TlsSettings {
  /** The certificates of the authorities that are trusted, in PEM. */
  readonly authorities: string;
  /** Where they come from, for messages. */
  readonly authoritiesSource: string;
  readonly revocations: readonly RevocationList[];
  /** Our own certificate; without one we remain anonymous. */
  readonly identity: TlsIdentity | undefined;
  /** What we show of ourselves, for messages: `no certificate, as … does not exist`. */
  readonly shown: string;
  /** The name that the server must have, and that it is told first; by default it must have its host's, and is told nothing. */
  readonly serverName: string | undefined;
  /** Whether the server must prove who it is. */
  readonly verify: boolean;
  readonly limits: TlsLimits;
}

/** A certificate and its private key, in PEM. */
export interface TlsIdentity {
  readonly certificate: string;
  readonly key: string;
  readonly passphrase: string | undefined;
}

/** What a connection may agree on, by the names that Node and OpenSSL have for it; `undefined` is what Node allows. */
export interface TlsLimits {
  readonly minVersion?: SecureVersion | undefined;
  readonly maxVersion?: SecureVersion | undefined;
  readonly ciphers?: string | undefined;
  readonly groups?: string | undefined;
  readonly signatures?: string | undefined;
}
