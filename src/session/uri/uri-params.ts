import { UsageError } from '../../errors/usage-error.ts';
import type { ClientConfig } from '../config/client-config.ts';
import { type LibvirtUri, type UriParam, uriParam } from './uri.ts';

const modes = ['auto', 'direct', 'legacy'] as const;
const proxies = ['auto', 'netcat', 'native'] as const;
const switches: ReadonlySet<string> = new Set(['no_sanity', 'no_verify', 'no_tty']);

/** Which of the daemons is meant: the driver's own (`direct`), the one for all (`legacy`), or what there is (`auto`). */
export type RemoteMode = (typeof modes)[number];
/** What carries bytes at the other end of an SSH connection. */
export type RemoteProxy = (typeof proxies)[number];

/**
 * Checks the parameters that say how to reach a daemon, on whichever way they matter: libvirt refuses bad ones on every
 * way, too. Throws a UsageError.
 */
export function checkUriParams(uri: LibvirtUri, config: ClientConfig): void {
  for (const param of uri.params) if (switches.has(param.name.toLowerCase())) readSwitch(param);
  remoteMode(uri, config);
  remoteProxy(uri, config);
  const auth = uriParam(uri, 'auth');
  if (auth !== undefined && !/^(sasl(\..*)?|polkit)$/is.test(auth)) {
    throw new UsageError(`auth=${auth}: it is sasl, sasl.MECHANISM or polkit`);
  }
  if (uriParam(uri, 'socket') === '') throw new UsageError('socket= is empty: it takes the path of a unix socket');
  if (uri.transport === 'ext' && !uriParam(uri, 'command')) {
    throw new UsageError(`${uri.driver}+ext needs command=, the program that leads to the daemon`);
  }
}

/** Whether one of the parameters `no_verify`, `no_sanity` and `no_tty` is given as other than 0. */
export function uriSwitch(uri: LibvirtUri, name: 'no_sanity' | 'no_verify' | 'no_tty'): boolean {
  const param = uri.params.findLast((candidate) => candidate.name.toLowerCase() === name);
  return param !== undefined && readSwitch(param);
}

function readSwitch({ name, value }: UriParam): boolean {
  const number = Number(value);
  if (!/^[ \t\n\v\f\r]*[-+]?\d+$/.test(value) || number > 0x7fff_ffff || number < -0x8000_0000) {
    throw new UsageError(`${name}=${value}: it is a whole number, 0 for no and any other for yes`);
  }
  return number !== 0;
}

/** The daemon that `mode=` or, where the URI has none, libvirt.conf asks for. */
export function remoteMode(uri: LibvirtUri | undefined, config: ClientConfig): RemoteMode {
  const given = uri === undefined ? undefined : uriParam(uri, 'mode');
  if (given !== undefined) return oneOf(modes, given, `mode=${given}`);
  return config.remoteMode === undefined ? 'auto' : oneOf(modes, config.remoteMode, `remote_mode in ${config.file}`);
}

/** What `proxy=` or, where the URI has none, libvirt.conf asks for; `undefined` where neither does. */
export function remoteProxy(uri: LibvirtUri, config: ClientConfig): RemoteProxy | undefined {
  const given = uriParam(uri, 'proxy');
  if (given !== undefined) return oneOf(proxies, given, `proxy=${given}`);
  return config.remoteProxy === undefined
    ? undefined
    : oneOf(proxies, config.remoteProxy, `remote_proxy in ${config.file}`);
}

function oneOf<Word extends string>(words: readonly Word[], text: string, where: string): Word {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) {
    throw new UsageError(
      `${where}: it is ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, not ${JSON.stringify(text)}`,
    );
  }
  return word;
}
