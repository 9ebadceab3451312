import { access } from 'node:fs/promises';
import type { Environment } from '../environment.ts';
import { clientConfigDirectory, joinPath } from '../platform.ts';

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

/**
 * Reads the client's configuration: `libvirt.conf`, or `libvirt-admin.conf` for admin connections. A file that is not
 * there says nothing. Rejects with a ConfigFileError, or with an AbortError.
 */
export async function loadClientConfig(
  name: 'libvirt.conf' | 'libvirt-admin.conf',
  { environment, signal }: { readonly environment: Environment; readonly signal: AbortSignal },
): Promise<ClientConfig> {
  const file = joinPath(environment, clientConfigDirectory(environment), name);
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return emptyClientConfig;
  // Who has no such file does not carry what reads it.
  const { readClientConfig } = await import('./read-client-config.ts');
  return readClientConfig(file, signal);
}
