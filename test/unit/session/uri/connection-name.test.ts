import { expect, test } from '@jest/globals';
import { connectionName } from '../../../../src/session/uri/connection-name.ts';
import { nameToOpen } from '../../../../src/session/uri/name-to-open.ts';
import { parseUri } from '../../../../src/session/uri/uri.ts';

test.each([
  ['qemu:///system', 'qemu:///system'],
  ['QEMU+TCP:///system', 'QEMU:///system'],
  ['qemu+unix:///system', 'qemu:///system'],
  ['qemu+tcp://kvm1:16509/system', 'qemu:///system'],
  ['qemu+ssh://root@kvm1/system?keyfile=x&foo=1', 'qemu:///system?foo=1'],
  ['qemu+ssh://[::1]:22/system', 'qemu:///system'],
  ['test+tcp://kvm1/default', 'test:///default'],
  ['test+unix:///a%20b.xml?socket=/run/x', 'test:///a%20b.xml'],
  ['lxc+tcp://kvm1/', 'lxc:///'],
  ['xen+tcp://kvm1', 'xen://'],
  ['qemu+tcp://kvm1/system#part', 'qemu:///system#part'],
  ['remote+tcp://kvm1/system', ''],
  ['remote:///', ''],
  ['remotely:///', 'remotely:///'],
  ["test+unix:///a'b(c)%3A%5B%ff", "test:///a'b(c)%3A%5B%FF"],
  // What the daemon is to know goes on, in its order and spelling.
  ['qemu+tcp://kvm1/system?Foo=1&bar&foo=b%26c', 'qemu:///system?Foo=1&bar=&foo=b%26c'],
  ['qemu+tcp://kvm1/system?a=b;c=d', 'qemu:///system?a=b&c=d'],
  // name= is taken as it stands, whatever else there is.
  ['qemu+tcp://kvm1/system?name=qemu:///session&foo=1', 'qemu:///session'],
  ['remote+tcp://kvm1/?NAME=xen:///a%26b', 'xen:///a&b'],
  ['qemu+tcp://kvm1/system?name=', ''],
  ['qemu+tcp://kvm1/system?name=one&name=two', 'two'],
  // Paths that are written as they are read, and others.
  ['xen:', 'xen://'],
  ['qemu:////a/../b-c_d.1', 'qemu:////a/../b-c_d.1'],
  ['vbox:///%73ession', 'vbox:///session'],
  ['qemu+tcp://kvm1/a=b~c', 'qemu:///a=b~c'],
  ['qemu+tcp://kvm1/%3F', 'qemu:///%3F'],
  ['qemu+tcp://kvm1/system#', 'qemu:///system#'],
])('%s opens %j', async (uri, name) => {
  expect(connectionName(parseUri(uri))).toBe(name);
  await expect(nameToOpen(parseUri(uri))).resolves.toBe(name);
});

test.each([
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
])('the daemon is not told of %s', (param) => {
  const uri = (name: string): string => connectionName(parseUri(`qemu+ssh://kvm1/system?x=1&${name}=value&y=2`));
  expect(uri(param)).toBe('qemu:///system?x=1&y=2');
  expect(uri(param.toUpperCase())).toBe('qemu:///system?x=1&y=2');
  expect(uri(`${param}s`)).toBe(`qemu:///system?x=1&${param}s=value&y=2`);
});
