import { createSecureContext } from 'node:tls';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../../src/errors/usage-error.ts';
import { tlsLimits } from '../../../../src/session/tls/tls-priority.ts';
import type { TlsLimits } from '../../../../src/transport/tls-settings.ts';

const modern: TlsLimits = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.3' };
const nothingElse = { ciphers: undefined, groups: undefined, signatures: undefined };

function accepted({ minVersion, maxVersion, ciphers, groups, signatures }: TlsLimits): void {
  createSecureContext({ minVersion, maxVersion, ciphers, ecdhCurve: groups, sigalgs: signatures });
}

describe('a priority', () => {
  test('is not needed', () => {
    expect(tlsLimits(undefined)).toEqual({});
  });

  test.each([
    'NORMAL',
    'normal',
    ' NORMAL ',
    '@SYSTEM',
    '@LIBVIRT,SYSTEM',
    'NORMAL:%COMPAT',
    'NORMAL:',
    'NORMAL:-ARCFOUR-128:!PSK:+COMP-NULL',
  ])('%j leaves all to Node but the versions', (priority) => {
    expect(tlsLimits(priority)).toEqual({ ...modern, ...nothingElse });
  });

  test.each<[string, TlsLimits]>([
    ['NORMAL:-VERS-ALL:+VERS-TLS1.2', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }],
    ['NORMAL:-VERS-TLS-ALL:+VERS-TLS1.3', { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }],
    ['NORMAL:-VERS-TLS1.3', { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' }],
    ['NORMAL:!VERS-TLS1.2', { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' }],
    ['NORMAL:-VERS-TLS1.0:-VERS-TLS1.1', modern],
    ['NORMAL:+VERS-ALL', modern],
  ])('%s is about versions', (priority, limits) => {
    expect(tlsLimits(priority)).toEqual({ ...limits, ...nothingElse });
  });

  test('names the oldest versions to have them, which OpenSSL does at its lowest level alone', () => {
    const limits = tlsLimits('NORMAL:+VERS-TLS1.1');
    expect(limits).toMatchObject({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.3' });
    expect(limits.ciphers).toMatch(/:@SECLEVEL=0$/);
    expect(tlsLimits('NORMAL:-VERS-ALL:+VERS-TLS1.0')).toMatchObject({ minVersion: 'TLSv1', maxVersion: 'TLSv1' });
    accepted(limits);
  });

  test('is about ciphers', () => {
    expect(tlsLimits('NORMAL:-CIPHER-ALL:+AES-256-GCM').ciphers).toBe(
      [
        'TLS_AES_256_GCM_SHA384',
        'ECDHE-ECDSA-AES256-GCM-SHA384',
        'ECDHE-RSA-AES256-GCM-SHA384',
        'DHE-RSA-AES256-GCM-SHA384',
        'AES256-GCM-SHA384',
      ].join(':'),
    );
    expect(tlsLimits('PFS:-CIPHER-ALL:+AES-128-CBC:+AES-128-GCM:-MAC-ALL:+SHA1:+SHA256:-VERS-TLS1.3').ciphers).toBe(
      ['ECDHE-ECDSA', 'ECDHE-RSA', 'DHE-RSA']
        .map((exchange) => `${exchange}-AES128-SHA`)
        .concat(['ECDHE-ECDSA', 'ECDHE-RSA', 'DHE-RSA'].map((exchange) => `${exchange}-AES128-SHA256`))
        .join(':'),
    );
    const strong = tlsLimits('SECURE256').ciphers?.split(':') ?? [];
    expect(strong).toContain('TLS_CHACHA20_POLY1305_SHA256');
    expect(strong.filter((name) => /128(?!5)/.test(name.replace('POLY1305', '')))).toEqual([]);
    expect(tlsLimits('NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+CHACHA20-POLY1305')).toMatchObject({
      minVersion: 'TLSv1.3',
      ciphers: 'TLS_CHACHA20_POLY1305_SHA256',
    });
    // With nothing left for older versions there is no use in allowing them.
    expect(tlsLimits('NORMAL:-KX-ALL')).toMatchObject({ minVersion: 'TLSv1.3' });
  });

  test('is about groups and signatures', () => {
    expect(tlsLimits('NORMAL:-GROUP-ALL:+GROUP-X25519:+CURVE-SECP384R1:+GROUP-FFDHE2048').groups).toBe(
      'X25519:P-384:ffdhe2048',
    );
    expect(tlsLimits('NORMAL:-GROUP-DH-ALL').groups).toBe('P-256:P-384:P-521:X25519:X448');
    expect(
      tlsLimits('NORMAL:-SIGN-ALL:+SIGN-ECDSA-SHA256:+SIGN-ECDSA-SECP256R1-SHA256:+SIGN-EDDSA-ED25519').signatures,
    ).toBe('ecdsa_secp256r1_sha256:ed25519');
    expect(tlsLimits('SECURE192').groups).toBe('P-384:P-521:ffdhe8192');
    expect(tlsLimits('SUITEB192')).toEqual({
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384',
      groups: 'P-384',
      signatures: 'ecdsa_secp384r1_sha384',
    });
  });

  test('keeps its order, and what is there already keeps its place', () => {
    expect(tlsLimits('NORMAL:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-X25519').groups).toBe('X25519:P-256');
    expect(tlsLimits('NONE:+VERS-TLS1.3:+AES-128-GCM:+AEAD:+CHACHA20-POLY1305:+GROUP-ALL:+SIGN-ALL').ciphers).toBe(
      'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256',
    );
  });

  test.each([
    ['NORMAL:%PROFILE_MEDIUM', 2],
    ['SECURE192', 3],
    ['SECURE256:%PROFILE_LOW', 1],
    ['NORMAL:%PROFILE_HIGH:-VERS-TLS1.2', 3],
    ['NORMAL:-CIPHER-ALL:+AES-256-GCM:%PROFILE_ULTRA', 4],
    ['NORMAL:-VERS-TLS1.2:-CIPHER-ALL:+AES-256-GCM:%PROFILE_LOW', 1],
  ])('%s says how weak is too weak', (priority, level) => {
    const limits = tlsLimits(priority);
    expect(limits.ciphers).toMatch(new RegExp(`:@SECLEVEL=${level}$`));
    accepted(limits);
  });

  test.each([
    'PERFORMANCE',
    'LEGACY',
    'PFS',
    'SECURE',
    'SECURE128',
    'SECURE192',
    'SECURE256',
    'SUITEB128',
    'SUITEB192',
    'NORMAL:+CIPHER-ALL:+MAC-ALL:+GROUP-ALL:+SIGN-ALL:+KX-ALL',
    'NORMAL:+SECURE256:-SECURE192:+VERS-ALL:+AES-256-CCM-8:+AEAD:+AES-128-CBC:+SHA1:+GROUP-ALL:+SIGN-ALL',
  ])('OpenSSL takes what %s becomes', (priority) => {
    accepted(tlsLimits(priority));
  });

  test.each([
    ['', /begins with nothing/],
    ['FOO', /begins with FOO instead of a set/],
    ['+NORMAL', /begins with \+NORMAL/],
    ['NORMAL:+FOO', /has \+FOO, which Node's TLS cannot do/],
    ['NORMAL:-FOO', /has -FOO/],
    ['NORMAL:FOO', /has FOO, where \+, - or ! and a name belong/],
    ['NORMAL:%FOO', /has %FOO, which Node's TLS has no switch for/],
    ['NORMAL:%DISABLE_SAFE_RENEGOTIATION', /no switch/],
    ['NORMAL:+ARCFOUR-128', /has \+ARCFOUR-128/],
    ['NORMAL:+VERS-SSL3.0', /has \+VERS-SSL3.0/],
    ['NORMAL:+ECDHE-PSK', /has \+ECDHE-PSK/],
    ['NORMAL:-CTYPE-X509', /has -CTYPE-X509/],
    ['NONE', /allows no version/],
    ['NORMAL:-VERS-ALL', /allows no version/],
    ['NORMAL:-CIPHER-ALL', /allows no cipher/],
    ['NORMAL:-VERS-TLS1.3:-KX-ALL', /allows no cipher/],
    ['NORMAL:-GROUP-ALL', /allows no group/],
    ['NORMAL:-SIGN-ALL', /allows no signature/],
    ['NORMAL:-VERS-TLS1.2:+VERS-TLS1.1', /leaves out versions between VERS-TLS1.1 and VERS-TLS1.3/],
  ])('%j is refused', (priority, reason) => {
    expect(() => tlsLimits(priority)).toThrow(UsageError);
    expect(() => tlsLimits(priority)).toThrow(reason);
  });
});
