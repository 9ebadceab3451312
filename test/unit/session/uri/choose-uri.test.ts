import { expect, test } from '@jest/globals';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { type ClientConfig, emptyClientConfig } from '../../../../src/session/config/client-config.ts';
import { processEnvironment } from '../../../../src/session/environment.ts';
import { chooseUri, type UriSources } from '../../../../src/session/uri/choose-uri.ts';
import { parseUri } from '../../../../src/session/uri/uri.ts';

const aliases: ReadonlyMap<string, string> = new Map([
  ['short', 'xen:///system'],
  ['qemu:///system', 'ch:///system'],
  ['twice', 'short'],
  ['bad', 'no uri'],
]);

function sources(variables: Record<string, string> = {}, uriDefault?: string): UriSources {
  const config: ClientConfig = {
    ...emptyClientConfig,
    file: '/conf',
    uriDefault,
    findAlias: (name) => aliases.get(name),
  };
  const environment = { ...processEnvironment(), variables };
  return { environment, config, variable: 'LIBVIRT_DEFAULT_URI', aliases: true };
}

test.each<readonly [given: string | undefined, sources: UriSources, text: string | undefined]>([
  [undefined, sources(), undefined],
  ['', sources(), undefined],
  ['lxc:///', sources({ LIBVIRT_DEFAULT_URI: 'vz:///system' }, 'xen:///system'), 'lxc:///'],
  [undefined, sources({ LIBVIRT_DEFAULT_URI: 'vz:///system' }, 'xen:///system'), 'vz:///system'],
  ['', sources({ LIBVIRT_DEFAULT_URI: 'vz:///system' }), 'vz:///system'],
  [undefined, sources({ LIBVIRT_DEFAULT_URI: '' }, 'bhyve:///system'), 'bhyve:///system'],
  [undefined, sources({ LIBVIRT_ADMIN_DEFAULT_URI: 'libvirtd:///system' }), undefined],
  [undefined, { ...sources({ LIBVIRT_ADMIN_DEFAULT_URI: 'x:///' }), variable: 'LIBVIRT_ADMIN_DEFAULT_URI' }, 'x:///'],
  ['short', sources(), 'xen:///system'],
  [undefined, sources({ LIBVIRT_DEFAULT_URI: 'short' }), 'xen:///system'],
  [undefined, sources({}, 'short'), 'xen:///system'],
  // A whole URI may be an alias, too; to libvirt's manual that is a mistake, to its code it is not.
  ['qemu:///system', sources(), 'ch:///system'],
  ['qemu:///system', { ...sources(), aliases: false }, 'qemu:///system'],
])('given %j', (given, from, text) => {
  expect(chooseUri(given, from)).toEqual(text === undefined ? undefined : { text, uri: parseUri(text) });
});

test.each<readonly [given: string | undefined, sources: UriSources, message: string]>([
  ['nothing', sources(), 'the URI "nothing" has no driver'],
  ['short', { ...sources(), aliases: false }, 'the URI "short" has no driver'],
  ['twice', sources(), 'the alias twice of /conf: the URI "short" has no driver'],
  ['bad', sources(), 'the alias bad of /conf: the URI "no uri" has no driver'],
  [undefined, sources({ LIBVIRT_DEFAULT_URI: 'nothing' }), 'LIBVIRT_DEFAULT_URI: the URI "nothing" has no driver'],
  [undefined, sources({}, 'nothing'), 'uri_default of /conf: the URI "nothing" has no driver'],
  [undefined, sources({}, ''), 'uri_default of /conf: the URI "" has no driver'],
  [undefined, sources({}, 'bad'), 'the alias bad of /conf: the URI "no uri" has no driver'],
])('given %j is refused', (given, from, message) => {
  expect(() => chooseUri(given, from)).toThrow(UsageError);
  expect(() => chooseUri(given, from)).toThrow(message);
});
