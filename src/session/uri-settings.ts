import type { ClientConfig } from './client-config.ts';
import { type LibvirtUri, uriParam } from './uri.ts';

/** Something that the URI or libvirt.conf says about the way to a daemon. */
export interface UriSetting {
  /** Its name in URIs, as `proxy`. */
  readonly name: string;
  readonly value: string;
  /** `URI`, or the setting of libvirt.conf. */
  readonly from: string;
}

const configured = [
  ['mode', 'remoteMode', 'remote_mode'],
  ['proxy', 'remoteProxy', 'remote_proxy'],
  ['tls_priority', 'tlsPriority', 'tls_priority'],
] as const;

/** What the URI says behind its question mark, and what libvirt.conf says where that is silent. */
export function uriSettings(uri: LibvirtUri, config: ClientConfig): UriSetting[] {
  const said = uri.params.map(({ name, value }) => ({ name, value, from: 'URI' }));
  const silent = configured.flatMap(([name, property, setting]) => {
    if (uriParam(uri, name) !== undefined) return [];
    const value = config[property];
    return value === undefined ? [] : [{ name, value, from: `${setting} of ${config.file}` }];
  });
  return [...said, ...silent];
}
