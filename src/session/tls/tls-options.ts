/** PEM as text or bytes, or the path of a file with it. */
export type TlsMaterial = string | Uint8Array;

/** TLS connections, where they are not to be as libvirt's files and the URI say. */
export interface TlsOptions {
  /** The certificates of the authorities that are trusted, instead of `cacert.pem`. */
  readonly ca?: TlsMaterial | undefined;
  /** Lists of certificates that these authorities have revoked (CRL), instead of `cacrl.pem`. */
  readonly crl?: TlsMaterial | undefined;
  /** Our own certificate, with those of issuers behind it that the server does not have; goes with `key`. */
  readonly cert?: TlsMaterial | undefined;
  /** The private key of our certificate. */
  readonly key?: TlsMaterial | undefined;
  /** What the private key is encrypted with. */
  readonly passphrase?: string | undefined;
  /** The name that the server's certificate must have instead of the URI's host; the server is told it, too (SNI). */
  readonly serverName?: string | undefined;
  /** The directory of all four files, as `pkipath=` in a URI. */
  readonly pkiPath?: string | undefined;
  /** What may be agreed on, in GnuTLS's language, as `tls_priority=` in a URI. */
  readonly priority?: string | undefined;
  /** Whether to trust whatever server is there, as `no_verify=1` in a URI. */
  readonly noVerify?: boolean | undefined;
  /** Whether to use certificates that look wrong already here, as `no_sanity=1` in a URI. */
  readonly noSanity?: boolean | undefined;
}
