import { UsageError } from '../errors/usage-error.ts';

/** A libvirt URI in its parts: `driver[+transport]://[user@][host][:port]/path?params#fragment`. */
export interface LibvirtUri {
  /** As `qemu`; empty in `+tcp://host/`. */
  readonly driver: string;
  /** What stands behind the `+`, in small letters; `undefined` where nothing does. */
  readonly transport: string | undefined;
  readonly user: string | undefined;
  /** Without the brackets of an IPv6 address; empty where no host is named. */
  readonly host: string;
  readonly port: number | undefined;
  readonly path: string;
  /** Decoded, in order, with their names as they were written. */
  readonly params: readonly UriParam[];
  readonly fragment: string | undefined;
}

/** A parameter of a URI, as `socket=/run/libvirt/libvirt-sock`. */
export interface UriParam {
  readonly name: string;
  readonly value: string;
}

const uriPattern = /^([^:/?#]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;
const schemePattern = /^([A-Za-z][A-Za-z0-9.-]*)?(?:\+([A-Za-z0-9]+))?$/;
const authorityPattern = /^(?:([^@]*)@)?(\[[^\]]*\]|[^:@[\]]*)(?::(\d*))?$/;

/** Takes a URI apart as libvirt does. Throws a UsageError that says what is wrong with it. */
export function parseUri(text: string): LibvirtUri {
  const [, scheme, authority = '', path = '', query, fragment] = uriPattern.exec(text) ?? [];
  const wrong = (reason: string): UsageError => new UsageError(`the URI ${JSON.stringify(text)} ${reason}`);
  if (scheme === undefined) throw wrong('has no driver, as in qemu:///system');
  const schemeParts = schemePattern.exec(scheme);
  if (schemeParts === null || scheme === '')
    throw wrong(`has ${JSON.stringify(scheme)} where the driver belongs, as in qemu:///system`);
  const authorityParts = authorityPattern.exec(authority);
  if (authorityParts === null) throw wrong(`has ${JSON.stringify(authority)} where the host belongs`);
  const [, user, bracketed = '', portText = ''] = authorityParts;
  const port = Number(portText);
  if (port > 65535) throw wrong(`has the port ${portText}, which is over 65535`);
  if ((bracketed === 'system' || bracketed === 'session') && (path === '' || path === '/')) {
    throw wrong(`names the host ${bracketed}; with a third slash, ${scheme}:///${bracketed}, it would be the path`);
  }
  const decode = (part: string): string => {
    try {
      return decodeURIComponent(part);
    } catch (cause) {
      throw new UsageError(`the URI ${JSON.stringify(text)} has a bad percent escape in ${JSON.stringify(part)}`, {
        cause,
      });
    }
  };
  const [, driver = '', transport] = schemeParts;
  return {
    driver: driver.toLowerCase(),
    transport: transport?.toLowerCase(),
    user: user === undefined ? undefined : decode(user),
    host: decode(bracketed.replace(/^\[|\]$/g, '')),
    port: port === 0 ? undefined : port,
    path: decode(path),
    params: query === undefined ? [] : parseQuery(query, decode),
    fragment: fragment === undefined ? undefined : decode(fragment),
  };
}

/** Fields are parted by `&`, or by `;` where no `&` is left; `+` means itself. */
function parseQuery(query: string, decode: (part: string) => string): UriParam[] {
  const params: UriParam[] = [];
  for (let rest = query; rest !== ''; ) {
    const ampersand = rest.indexOf('&');
    const separator = ampersand >= 0 ? ampersand : rest.indexOf(';');
    const field = separator < 0 ? rest : rest.slice(0, separator);
    rest = separator < 0 ? '' : rest.slice(separator + 1);
    const equals = field.indexOf('=');
    const name = equals < 0 ? field : field.slice(0, equals);
    if (name === '') continue;
    params.push({ name: decode(name), value: equals < 0 ? '' : decode(field.slice(equals + 1)) });
  }
  return params;
}

/** The value of a parameter: names do not mind case, and the last of several wins. */
export function uriParam({ params }: LibvirtUri, name: string): string | undefined {
  return params.findLast((param) => param.name.toLowerCase() === name)?.value;
}

/** Puts a URI together; {@link parseUri} takes it apart into the same parts. */
export function formatUri({ driver, transport, user, host, port, path, params, fragment }: LibvirtUri): string {
  const scheme = transport === undefined ? driver : `${driver}+${transport}`;
  const userPart = user === undefined ? '' : `${percentEncode(user)}@`;
  const hostPart = host.includes(':') ? `[${host.replaceAll('%', '%25')}]` : percentEncode(host);
  const portPart = port === undefined ? '' : `:${port}`;
  const query = params.map(({ name, value }) => `${percentEncode(name)}=${percentEncode(value)}`).join('&');
  const queryPart = query === '' ? '' : `?${query}`;
  const fragmentPart = fragment === undefined ? '' : `#${percentEncode(fragment)}`;
  return `${scheme}://${userPart}${hostPart}${portPart}${path.split('/').map(percentEncode).join('/')}${queryPart}${fragmentPart}`;
}

/** Percent-encodes all that RFC 3986 does not list as unreserved. */
function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
