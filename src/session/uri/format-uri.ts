import { UsageError } from '../../errors/usage-error.ts';
import { percentEncode } from './percent-coding.ts';
import type { LibvirtUri } from './uri.ts';

const keptInUser = /[A-Za-z0-9\-._~!*'();:&=+$,]/;
const keptInHost = /[A-Za-z0-9\-._~!$&'()*+,;=]/;
const keptInPath = /[A-Za-z0-9\-._~!*'();/@&=+$,]/;
const keptInName = /[A-Za-z0-9\-._~!$'()*+,:@/?]/;
const keptInValue = /[A-Za-z0-9\-._~]/;
const keptInFragment = /[A-Za-z0-9\-._~!*'();/?:@&=+$,[\]]/;

/** Puts a URI together as libvirt does; `parseUri` takes it apart into the same parts. */
export function formatUri({ driver, transport, user, host, port, path, params, fragment }: LibvirtUri): string {
  const scheme = transport === undefined ? driver : `${driver}+${transport}`;
  const userPart = user === undefined ? '' : `${percentEncode(user, keptInUser)}@`;
  const hostPart = host.includes(':') ? `[${host.replaceAll('%', '%25')}]` : percentEncode(host, keptInHost);
  const portPart = port === undefined ? '' : `:${port}`;
  const authority = `${userPart}${hostPart}${portPart}`;
  const relative = path !== '' && !path.startsWith('/');
  if (relative && authority !== '')
    throw new UsageError(`a URI with a host has a path that begins with /, not ${path}`);
  const query = params
    .map(({ name, value }) => `${percentEncode(name, keptInName)}=${percentEncode(value, keptInValue)}`)
    .join('&');
  const queryPart = query === '' ? '' : `?${query}`;
  const fragmentPart = fragment === undefined ? '' : `#${percentEncode(fragment, keptInFragment)}`;
  return `${scheme}:${relative ? '' : '//'}${authority}${percentEncode(path, keptInPath)}${queryPart}${fragmentPart}`;
}
