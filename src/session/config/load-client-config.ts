import { access } from 'node:fs/promises';
import type { Environment } from '../environment.ts';
import { clientConfigDirectory, joinPath } from '../platform.ts';
import { type ClientConfig, emptyClientConfig } from './client-config.ts';

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
