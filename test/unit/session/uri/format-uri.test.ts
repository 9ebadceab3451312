import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { formatUri } from '../../../../src/session/uri/format-uri.ts';
import { type LibvirtUri, parseUri } from '../../../../src/session/uri/uri.ts';

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

describe('a URI is put together', () => {
  test.each<readonly [Partial<LibvirtUri>, string]>([
    [{}, 'qemu:///system'],
    [{ transport: 'ssh', user: 'a@b', host: 'kvm1', port: 22 }, 'qemu+ssh://a%40b@kvm1:22/system'],
    [{ transport: 'tcp', host: '::1', port: 1 }, 'qemu+tcp://[::1]:1/system'],
    [{ transport: 'tcp', host: 'fe80::1%eth0' }, 'qemu+tcp://[fe80::1%25eth0]/system'],
    [{ path: "/it's (a) b*/é:[" }, "qemu:///it's%20(a)%20b*/%C3%A9%3A%5B"],
    [{ path: '/\udcff' }, 'qemu:///%FF'],
    [{ driver: 'test', path: 'file.xml' }, 'test:file.xml'],
    [{ user: 'a:b', host: 'k vm' }, 'qemu://a:b@k%20vm/system'],
    [
      {
        params: [
          { name: 'a&=;/?:@', value: "b=;+/!'" },
          { name: 'c', value: '' },
        ],
      },
      'qemu:///system?a%26%3D%3B/?:@=b%3D%3B%2B%2F%21%27&c=',
    ],
    [{ fragment: '' }, 'qemu:///system#'],
    [{ fragment: 'a/?[b]#' }, 'qemu:///system#a/?[b]%23'],
  ])('%j', (parts, text) => {
    expect(formatUri({ ...plain, ...parts })).toBe(text);
  });

  test.each([
    [{ host: 'kvm1', path: 'file.xml' }, /begins with \//],
    [{ path: '/\ud800' }, /lone surrogate U\+D800/],
  ])('unless it cannot be: %j', (parts, message) => {
    expect(() => formatUri({ ...plain, ...parts })).toThrow(UsageError);
    expect(() => formatUri({ ...plain, ...parts })).toThrow(message);
  });

  // Bytes that are no UTF-8 are among it, each as the surrogate that stands for it.
  const text = fc
    .array(
      fc.oneof(
        { weight: 9, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
        fc.constantFrom('\udc80', '\udcff', '%', '+'),
      ),
    )
    .map((parts) => parts.join(''))
    .filter((whole) => !whole.includes('\0'));
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
    .map((uri) => ({ ...uri, port: uri.host === '' ? undefined : uri.port }))
    .chain((uri) =>
      uri.host === '' && uri.user === undefined
        ? fc.constantFrom(uri, { ...uri, path: uri.path.replace(/^\/+/, '') })
        : fc.constant(uri),
    );

  test('and taken apart again it is the same', () => {
    fc.assert(
      fc.property(uris, (uri) => {
        expect(parseUri(formatUri(uri))).toEqual(uri);
      }),
    );
  });
});
