import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { formatUri, type LibvirtUri, parseUri, uriParam } from '../../../src/session/uri.ts';

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
    ['QEMU:///system', {}],
    ['qemu+tcp:///system', { transport: 'tcp' }],
    ['qemu+TCP:///system', { transport: 'tcp' }],
    ['qemu://kvm1/system', { host: 'kvm1' }],
    ['qemu+ssh://root@kvm1:2222/system', { transport: 'ssh', user: 'root', host: 'kvm1', port: 2222 }],
    ['qemu+ssh://a%40b@kvm1/system', { transport: 'ssh', user: 'a@b', host: 'kvm1' }],
    ['qemu+tcp://kvm1:0/system', { transport: 'tcp', host: 'kvm1', port: undefined }],
    ['qemu+tcp://kvm1:/system', { transport: 'tcp', host: 'kvm1', port: undefined }],
    ['qemu+tcp://kvm1:65535/system', { transport: 'tcp', host: 'kvm1', port: 65535 }],
    ['qemu+tcp://[::1]/system', { transport: 'tcp', host: '::1' }],
    [
      'qemu+tcp://root@[fe80::1%25eth0]:16509/system',
      { transport: 'tcp', user: 'root', host: 'fe80::1%eth0', port: 16509 },
    ],
    ['qemu+tcp://@kvm1/system', { transport: 'tcp', user: '', host: 'kvm1' }],
    ['lxc:///', { driver: 'lxc', path: '/' }],
    ['xen://', { driver: 'xen', path: '' }],
    ['vbox:/session', { driver: 'vbox', path: '/session' }],
    ['+tcp://kvm1/', { driver: '', transport: 'tcp', host: 'kvm1', path: '/' }],
    ['test:///a%20b/%C3%A9.xml', { driver: 'test', path: '/a b/é.xml' }],
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
    [':///system', 'where the driver belongs'],
    ['1qemu:///system', 'where the driver belongs'],
    ['qemu+:///system', 'where the driver belongs'],
    ['qemu+tcp+tls:///system', 'where the driver belongs'],
    ['qemu tcp:///system', 'where the driver belongs'],
    ['qemu+tcp://[::1/system', 'where the host belongs'],
    ['qemu+tcp://::1/system', 'where the host belongs'],
    ['qemu+tcp://kvm1:port/system', 'where the host belongs'],
    ['qemu+tcp://a@b@c/system', 'where the host belongs'],
    ['qemu+tcp://kvm1:65536/system', 'port 65536'],
    ['qemu://system', 'qemu:///system'],
    ['qemu://session/', 'qemu:///session'],
    ['qemu+tcp://system', 'qemu+tcp:///system'],
    ['qemu:///system?foo=%', 'bad percent escape'],
    ['qemu:///%C3', 'bad percent escape'],
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

describe('a URI is put together', () => {
  test.each<readonly [Partial<LibvirtUri>, string]>([
    [{}, 'qemu:///system'],
    [{ transport: 'ssh', user: 'a@b', host: 'kvm1', port: 22 }, 'qemu+ssh://a%40b@kvm1:22/system'],
    [{ transport: 'tcp', host: '::1', port: 1 }, 'qemu+tcp://[::1]:1/system'],
    [{ transport: 'tcp', host: 'fe80::1%eth0' }, 'qemu+tcp://[fe80::1%25eth0]/system'],
    [{ path: "/it's (a) b*/é" }, 'qemu:///it%27s%20%28a%29%20b%2A/%C3%A9'],
    [
      {
        params: [
          { name: 'a&', value: 'b=;+' },
          { name: 'c', value: '' },
        ],
      },
      'qemu:///system?a%26=b%3D%3B%2B&c=',
    ],
    [{ fragment: '' }, 'qemu:///system#'],
  ])('%j', (parts, text) => {
    expect(formatUri({ ...plain, ...parts })).toBe(text);
  });

  const text = fc.string({ unit: 'grapheme' });
  const oneOf = (letters: string): fc.Arbitrary<string> => fc.constantFrom(...letters);
  const ipv6 = fc.tuple(fc.ipV6(), fc.constantFrom('', '%eth0')).map((parts) => parts.join(''));
  const uris: fc.Arbitrary<LibvirtUri> = fc
    .record({
      driver: fc
        .tuple(oneOf('abcxyz'), fc.string({ unit: oneOf('az09.-'), maxLength: 6 }))
        .map((parts) => parts.join('')),
      transport: fc.option(fc.string({ unit: oneOf('abtls0129'), minLength: 1, maxLength: 7 }), { nil: undefined }),
      user: fc.option(text, { nil: undefined }),
      host: fc.oneof(
        fc.constant(''),
        fc.domain(),
        text.filter((host) => !host.includes(':')),
        ipv6,
      ),
      port: fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined }),
      path: fc.oneof(
        fc.constant(''),
        text.map((path) => `/${path}`),
      ),
      params: fc.array(fc.record({ name: text.filter((name) => name !== ''), value: text }), { maxLength: 4 }),
      fragment: fc.option(text, { nil: undefined }),
    })
    .filter(({ host, path }) => !/^(system|session)$/.test(host) || path.length > 1);

  test('and taken apart again it is the same', () => {
    fc.assert(
      fc.property(uris, (uri) => {
        expect(parseUri(formatUri(uri))).toEqual(uri);
      }),
    );
  });
});
