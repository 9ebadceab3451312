/**
 * What libvirt.conf says about connections: the user's or, for root, the machine's. Reading a setting that is not of
 * its type throws a ConfigFileError that says where it stands.
 */
export interface ClientConfig {
  /** The file that was read; `undefined` where there is none. */
  readonly file: string | undefined;
  /** The URI of connections that name none. */
  readonly uriDefault: string | undefined;
  /** `auto`, `direct` or `legacy`: stands in for `mode=` of URIs. */
  readonly remoteMode: string | undefined;
  /** `auto`, `netcat` or `native`: stands in for `proxy=` of URIs. */
  readonly remoteProxy: string | undefined;
  /** Stands in for `tls_priority=` of URIs. */
  readonly tlsPriority: string | undefined;
  /** The URI that a short name stands for; `undefined` where it stands for none. */
  findAlias(name: string): string | undefined;
}

/** That of users who have written none. */
export const emptyClientConfig: ClientConfig = {
  file: undefined,
  uriDefault: undefined,
  remoteMode: undefined,
  remoteProxy: undefined,
  tlsPriority: undefined,
  findAlias: () => undefined,
};
