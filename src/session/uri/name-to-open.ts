import type { LibvirtUri } from './uri.ts';

/** Paths that are written as they are read. */
const plainPath = /^(?:\/[\w/.-]*)?$/;

/**
 * The {@link connectionName} of a URI. Most say no more than a driver and a path besides the way to the daemon; only for
 * others is the code loaded that puts URIs together.
 */
export async function nameToOpen(uri: LibvirtUri): Promise<string> {
  const { driver, path, params, fragment } = uri;
  if (driver !== 'remote' && params.length === 0 && fragment === undefined && plainPath.test(path)) {
    return `${driver}://${path}`;
  }
  const { connectionName } = await import('./connection-name.ts');
  return connectionName(uri);
}
