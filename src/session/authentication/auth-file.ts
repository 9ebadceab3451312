import { readFile } from 'node:fs/promises';
import { AuthConfig } from '../../auth/auth-config.ts';
import { UsageError } from '../../errors/usage-error.ts';
import type { Environment } from '../environment.ts';
import { configDirectory, joinPath, systemConfigRoot } from '../platform.ts';
import { type LibvirtUri, uriParam } from '../uri/uri.ts';

/**
 * What auth.conf has for a service of the URI's host: the file of LIBVIRT_AUTH_FILE, else that of the URI's `authfile=`,
 * else the user's, else the machine's. Rejects with a UsageError when the file cannot be read or makes no sense.
 */
export async function readAuthFile(
  uri: LibvirtUri | undefined,
  service: string,
  host: string,
  environment: Environment,
): Promise<AuthConfig | undefined> {
  const file = authFile(uri, environment);
  if (file === undefined) return undefined;
  return new AuthConfig(await readText(file), file, service, host);
}

function authFile(uri: LibvirtUri | undefined, environment: Environment): string | undefined {
  const named = environment.variables.LIBVIRT_AUTH_FILE || (uri === undefined ? undefined : uriParam(uri, 'authfile'));
  if (named) return named;
  return [
    joinPath(environment, configDirectory(environment), 'auth.conf'),
    joinPath(environment, systemConfigRoot(environment), 'libvirt', 'auth.conf'),
  ].find((file) => environment.exists(file));
}

async function readText(file: string): Promise<string> {
  const fault = (reason: string, cause: unknown): UsageError =>
    new UsageError(`the auth file ${file} cannot be read: ${reason}`, { cause });
  const bytes = await readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw fault(cause.message, cause);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw fault('it is not UTF-8', cause);
  }
}
