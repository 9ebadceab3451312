import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { type LibvirtUri, parseUri, uriParam } from '../../../../src/session/uri/uri.ts';

const plain: LibvirtUri = {
  driver: 'qemu',
  transport: undefined,
  user: undefined,
  host: '',
  port: undefined,
  path: '/system',
  params: [],
  fragment: undefined,
};

describe('a URI is taken apart', () => {
  test.each<readonly [string, Partial<LibvirtUri>]>([
    ['qemu:///system', {}],
    ['QEMU:///system', { driver: 'QEMU' }],
    ['qemu+tcp:///system', { transport: 'tcp' }],
    ['qemu+TCP:///system', { transport: 'tcp' }],
    ['qemu://kvm1/system', { host: 'kvm1' }],
    ['qemu+ssh://root@kvm1:2222/system', { transport: 'ssh', user: 'root', host: 'kvm1', port: 2222 }],
    ['qemu+ssh://a%40b@kvm1/system', { transport: 'ssh', user: 'a@b', host: 'kvm1' }],
    ['qemu+tcp://kvm1:0/system', { transport: 'tcp', host: 'kvm1', port: undefined }],
    ['qemu+tcp://kvm1:007/system', { transport: 'tcp', host: 'kvm1', port: 7 }],
    ['qemu+tcp://:0/system', { transport: 'tcp' }],
    ['qemu+tcp://a:b@kvm1/system', { transport: 'tcp', user: 'a:b', host: 'kvm1' }],
    ['qemu+tcp://system/system', { transport: 'tcp', host: 'system' }],
    ['test://session', { driver: 'test', host: 'session', path: '' }],
    ['qemu+tcp://kvm1:65535/system', { transport: 'tcp', host: 'kvm1', port: 65535 }],
    ['qemu+tcp://[::1]/system', { transport: 'tcp', host: '::1' }],
    ['qemu+tcp://[fe80::1%eth0]/system', { transport: 'tcp', host: 'fe80::1%eth0' }],
    [
      'qemu+tcp://root@[fe80::1%25eth0]:16509/system',
      { transport: 'tcp', user: 'root', host: 'fe80::1%eth0', port: 16509 },
    ],
    ['qemu+tcp://@kvm1/system', { transport: 'tcp', user: '', host: 'kvm1' }],
    ['lxc:///', { driver: 'lxc', path: '/' }],
    ['xen://', { driver: 'xen', path: '' }],
    ['vbox:/session', { driver: 'vbox', path: '/session' }],
    ['test:file.xml', { driver: 'test', path: 'file.xml' }],
    ['qemu:////two', { path: '//two' }],
    ['test:///a%20b%2F%C3%A9.xml', { driver: 'test', path: '/a b/é.xml' }],
    ['test:///%e9%C3%A9', { driver: 'test', path: '/\udce9é' }],
    ['qemu:///system#a/?[b]%20', { fragment: 'a/?[b] ' }],
    [
      'esx://host/?no_verify=1#part',
      { driver: 'esx', host: 'host', path: '/', params: [{ name: 'no_verify', value: '1' }], fragment: 'part' },
    ],
  ])('%s', (text, parts) => {
    expect(parseUri(text)).toEqual({ ...plain, ...parts });
  });

  test.each<readonly [string, readonly (readonly [string, string])[]]>([
    ['', []],
    ['foo', [['foo', '']]],
    ['foo=', [['foo', '']]],
    [
      'foo=one&bar=two',
      [
        ['foo', 'one'],
        ['bar', 'two'],
      ],
    ],
    [
      'foo=one;bar=two',
      [
        ['foo', 'one'],
        ['bar', 'two'],
      ],
    ],
    // A semicolon separates only where no ampersand is left.
    [
      'a=b;c=d&e=f',
      [
        ['a', 'b;c=d'],
        ['e', 'f'],
      ],
    ],
    [
      'e=f&a=b;c=d',
      [
        ['e', 'f'],
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'foo&&bar',
      [
        ['foo', ''],
        ['bar', ''],
      ],
    ],
    ['&foo&', [['foo', '']]],
    [';foo;', [['foo', '']]],
    ['=bogus', []],
    ['=bogus&foo=one', [['foo', 'one']]],
    ['foo=a=b', [['foo', 'a=b']]],
    [
      'foo=one&foo=two',
      [
        ['foo', 'one'],
        ['foo', 'two'],
      ],
    ],
    ['foo=a%26b%3Bc', [['foo', 'a&b;c']]],
    ['f%3Do=one', [['f=o', 'one']]],
    ['foo=a+b', [['foo', 'a+b']]],
    ['foo=%C3%A9', [['foo', 'é']]],
    ['foo=a/b?c', [['foo', 'a/b?c']]],
    ['foo=%ff', [['foo', '\udcff']]],
  ])('with the query %j', (query, params) => {
    expect(parseUri(`qemu:///system?${query}`).params).toEqual(params.map(([name, value]) => ({ name, value })));
  });

  test('and a parameter is found in any case, the last one', () => {
    const uri = parseUri('qemu:///system?socket=one&Socket=two&SOCKET=three&mode');
    expect(uriParam(uri, 'socket')).toBe('three');
    expect(uriParam(uri, 'mode')).toBe('');
    expect(uriParam(uri, 'name')).toBeUndefined();
  });
});

describe('what is no URI is refused by name', () => {
  test.each([
    ['', 'has no driver'],
    ['system', 'has no driver'],
    ['/system', 'has no driver'],
    [':///system', 'has "" where the driver belongs'],
    ['+tcp://kvm1/', 'has "+tcp" where the driver belongs'],
    ['1qemu:///system', 'has "1qemu" where the driver belongs'],
    ['qemu+:///system', 'has "qemu+" where the driver belongs'],
    ['qemu+tcp+tls:///system', 'has "qemu+tcp+tls" where the driver belongs'],
    ['qemu tcp:///system', 'has "qemu tcp" where the driver belongs'],
    ['qemu+tcp://[::1/system', 'has "[::1" where the host belongs'],
    ['qemu+tcp://::1/system', 'has "::1" where the host belongs'],
    ['qemu+tcp://kvm1:port/system', 'has "kvm1:port" where the host belongs'],
    ['qemu+tcp://kvm1:/system', 'has "kvm1:" where the host belongs'],
    ['qemu+tcp://a@b@c/system', 'has "a@b@c" where the host belongs'],
    ['qemu+tcp://[kvm1]/system', 'has [kvm1] where the host belongs: brackets are for IPv6 addresses'],
    ['qemu+tcp://[]/system', 'brackets are for IPv6 addresses'],
    ['qemu+tcp://[::1%00]/system', 'brackets are for IPv6 addresses'],
    ['qemu+tcp://kvm1:65536/system', 'has the port 65536, which is over 65535'],
    ['qemu+tcp://:16509/system', 'has the port 16509 and no host'],
    ['qemu+tcp://k vm1/system', 'has " " in its host, which is written %20'],
    ['qemu+tcp://k%vm1/system', 'has a bad percent escape in its host: "%vm"'],
    ['qemu+tcp://us\u{1f600}er@kvm1/system', 'in its user, which is written %F0%9F%98%80'],
    ['qemu+tcp://us%00er@kvm1/system', 'has NUL (%00) in its user'],
    ['qemu://system', 'qemu:///system'],
    ['qemu://session/', 'qemu:///session'],
    ['qemu://session/x', 'qemu:///session'],
    ['qemu+tcp://system', 'qemu+tcp:///system'],
    ['qemu:///system?foo=%', 'has a bad percent escape in its query: "%"'],
    ['qemu:///system?foo=<x>', 'has "<" in its query, which is written %3C'],
    ['qemu:///system?foo=%00', 'has NUL (%00) in its query'],
    ['qemu:///%C', 'has a bad percent escape in its path: "%C"'],
    ['qemu:///a\nb', 'has "\\n" in its path, which is written %0A'],
    ['qemu:///a\ud800b', 'has "\\ud800" in its path'],
    ['qemu:///system#a#b', 'has "#" in its fragment, which is written %23'],
  ])('%j %s', (text, reason) => {
    expect(() => parseUri(text)).toThrow(UsageError);
    expect(() => parseUri(text)).toThrow(`the URI ${JSON.stringify(text)} `);
    expect(() => parseUri(text)).toThrow(reason);
  });

  test('whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab+:/?#[]@%;&=1 é') }), (text) => {
        try {
          parseUri(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
