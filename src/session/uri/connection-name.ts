import { formatUri } from './format-uri.ts';
import { type LibvirtUri, uriParam } from './uri.ts';

/** The parameters that say how to reach the daemon, and mean nothing to it. */
const consumed = new Set([
  'name',
  'command',
  'socket',
  'auth',
  'sshauth',
  'netcat',
  'keyfile',
  'pkipath',
  'known_hosts',
  'known_hosts_verify',
  'tls_priority',
  'mode',
  'proxy',
  'no_sanity',
  'no_verify',
  'no_tty',
  'authfile',
]);

/** What the daemon is asked to open: `?name=` as it stands, or the URI without the way to the daemon. */
export function connectionName(uri: LibvirtUri): string {
  const given = uriParam(uri, 'name');
  if (given !== undefined) return given;
  if (uri.driver === 'remote') return '';
  const params = uri.params.filter(({ name }) => !consumed.has(name.toLowerCase()));
  return formatUri({ ...uri, transport: undefined, user: undefined, host: '', port: undefined, params });
}
