import { posix } from 'node:path';
import { UsageError } from '../../errors/usage-error.ts';
import type { RemoteRoad } from '../../transport/ssh/remote-command.ts';
import type { SshCall } from '../../transport/ssh/ssh-arguments.ts';
import type { ClientConfig } from '../config/client-config.ts';
import type { Environment } from '../environment.ts';
import { runtimeDirectory } from '../platform.ts';
import { isUserMode } from '../unix/unix-socket.ts';
import { connectionName } from '../uri/connection-name.ts';
import { type LibvirtUri, uriParam } from '../uri/uri.ts';
import { remoteMode, remoteProxy, uriSwitch } from '../uri/uri-params.ts';

/** What decides how the other machine's daemon is reached, besides the URI. */
export interface SshCallOptions {
  readonly readOnly: boolean;
  readonly environment: Environment;
  readonly config: ClientConfig;
}

/** What a URI with `+ssh` says about the call of ssh. Throws a UsageError for what cannot be. */
export function sshCall(uri: LibvirtUri, options: SshCallOptions): SshCall {
  return {
    host: uri.host || 'localhost',
    port: uri.port,
    user: uri.user,
    keyFile: filledParam(uri, 'keyfile'),
    noTty: uriSwitch(uri, 'no_tty'),
    noVerify: uriSwitch(uri, 'no_verify'),
    road: remoteRoad(uri, options),
  };
}

/** How the other machine is to lead on to its daemon. */
export function remoteRoad(uri: LibvirtUri, { readOnly, environment, config }: SshCallOptions): RemoteRoad {
  const netcat = filledParam(uri, 'netcat');
  const socket = filledParam(uri, 'socket');
  const mode = remoteMode(uri, config);
  const userMode = isUserMode(uri, environment);
  const asked = remoteProxy(uri, config);
  const proxy = asked ?? (socket !== undefined ? 'netcat' : userMode ? 'native' : 'auto');
  if (proxy === 'native' && netcat !== undefined) {
    throw new UsageError(
      `netcat= names a program that the native proxy does not use${asked === undefined ? ': give proxy=netcat with it' : ''}`,
    );
  }
  const byNetcat = proxy === 'netcat' || netcat !== undefined;
  // Which daemon is for one driver alone, and where, only a program on that machine can tell.
  const direct = socket === undefined && mode === 'direct';
  if (direct && byNetcat) throw new UsageError('mode=direct: netcat needs to know the socket, so give socket= instead');
  // That users have their sockets in the same place on every machine is a guess, and one that libvirt makes, too.
  const found = userMode ? posix.join(runtimeDirectory(environment), 'libvirt-sock') : systemSocket(readOnly);
  return {
    proxy: byNetcat ? 'netcat' : direct ? 'native' : proxy,
    netcat,
    socketPath: direct ? undefined : (socket ?? found),
    helperUri: helperUri(uri),
    readOnly,
  };
}

/** Where daemons of the system have their sockets on other machines, whatever this one is. */
function systemSocket(readOnly: boolean): string {
  return `/var/run/libvirt/libvirt-sock${readOnly ? '-ro' : ''}`;
}

/** What the daemon is asked to open, and how the helper is to find the daemon. */
function helperUri(uri: LibvirtUri): string {
  const name = connectionName(uri);
  const found = ['mode', 'socket'].flatMap((param) => {
    const value = uriParam(uri, param);
    return value === undefined ? [] : [`${param}=${encodeURIComponent(value)}`];
  });
  if (found.length === 0 || name === '') return name;
  const [, beforeFragment = '', fragment = ''] = /^([^#]*)(.*)$/s.exec(name) ?? [];
  return `${beforeFragment}${beforeFragment.includes('?') ? '&' : '?'}${found.join('&')}${fragment}`;
}

/** A parameter that means nothing when it is empty. */
export function filledParam(uri: LibvirtUri, name: string): string | undefined {
  const value = uriParam(uri, name);
  if (value === '') throw new UsageError(`${name}= is empty`);
  return value;
}
