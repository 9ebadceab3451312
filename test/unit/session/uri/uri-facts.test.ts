import { expect, test } from '@jest/globals';
import { type ClientConfig, emptyClientConfig } from '../../../../src/session/config/client-config.ts';
import { parseUri } from '../../../../src/session/uri/uri.ts';
import { uriFacts } from '../../../../src/session/uri/uri-facts.ts';

const file = '/etc/libvirt/libvirt.conf';

/** A configuration whose reading of anything but what is given is a failure. */
function configOf(values: Partial<ClientConfig>): ClientConfig {
  const wrong = (name: string): never => {
    throw new TypeError(`${name} is read`);
  };
  return {
    ...emptyClientConfig,
    file,
    get remoteMode() {
      return 'remoteMode' in values ? values.remoteMode : wrong('remote_mode');
    },
    get remoteProxy() {
      return 'remoteProxy' in values ? values.remoteProxy : wrong('remote_proxy');
    },
    get tlsPriority() {
      return 'tlsPriority' in values ? values.tlsPriority : wrong('tls_priority');
    },
  };
}

test('what the URI says goes before libvirt.conf, which is not read then', () => {
  const uri = parseUri('qemu+ssh://fred@kvm1:2222/system?mode=legacy&proxy=native&x=%41');
  expect(uriFacts(uri, 'ssh', configOf({}))).toEqual({
    transport: 'ssh',
    user: 'fred',
    host: 'kvm1',
    port: 2222,
    name: 'qemu:///system?x=A',
    settings: [
      { name: 'mode', value: 'legacy', from: 'URI' },
      { name: 'proxy', value: 'native', from: 'URI' },
      { name: 'x', value: 'A', from: 'URI' },
    ],
  });
});

test('libvirt.conf says what the URI does not, and of TLS only where that is the way', () => {
  const uri = parseUri('qemu://kvm1/system');
  const config = configOf({ remoteMode: 'direct', remoteProxy: undefined, tlsPriority: 'NORMAL' });
  expect(uriFacts(uri, 'tls', config).settings).toEqual([
    { name: 'mode', value: 'direct', from: `remote_mode of ${file}` },
    { name: 'tls_priority', value: 'NORMAL', from: `tls_priority of ${file}` },
  ]);
  expect(uriFacts(uri, 'tcp', configOf({ remoteMode: undefined, remoteProxy: 'auto' })).settings).toEqual([
    { name: 'proxy', value: 'auto', from: `remote_proxy of ${file}` },
  ]);
});
