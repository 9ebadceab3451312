import type { ClientConfig } from '../config/client-config.ts';
import type { OpeningSteps } from '../opening-step.ts';
import { connectionName } from './connection-name.ts';
import { type LibvirtUri, uriParam } from './uri.ts';

/** Something that the URI or libvirt.conf says about the way to a daemon. */
export interface UriSetting {
  /** Its name in URIs, as `proxy`. */
  readonly name: string;
  readonly value: string;
  /** `URI`, or the setting of libvirt.conf. */
  readonly from: string;
}

/** What a URI that has been checked says to whoever takes that transport, and what libvirt.conf says where it is silent. */
export function uriFacts(uri: LibvirtUri, transport: string, config: ClientConfig): OpeningSteps['uri'] {
  const { user, host, port } = uri;
  const said = uri.params.map(({ name, value }) => ({ name, value, from: 'URI' }));
  const settings = [...said, ...configured(uri, transport, config)];
  return { transport, user, host, port, name: connectionName(uri), settings };
}

/** A setting that nobody goes by, as the URI says it itself, may be as wrong as it likes, and is not read. */
function configured(uri: LibvirtUri, transport: string, config: ClientConfig): UriSetting[] {
  const setting = (name: string, property: 'remoteMode' | 'remoteProxy' | 'tlsPriority', key: string): UriSetting[] => {
    const value = uriParam(uri, name) === undefined ? config[property] : undefined;
    return value === undefined ? [] : [{ name, value, from: `${key} of ${config.file}` }];
  };
  return [
    ...setting('mode', 'remoteMode', 'remote_mode'),
    ...setting('proxy', 'remoteProxy', 'remote_proxy'),
    ...(transport === 'tls' ? setting('tls_priority', 'tlsPriority', 'tls_priority') : []),
  ];
}
