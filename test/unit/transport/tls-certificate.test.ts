import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  certificateFault,
  certificateTimeFault,
  distinguishedName,
} from '../../../src/transport/tls-certificate-check.ts';
import { certificateFacts } from '../../../src/transport/tls-certificate-facts.ts';
import { derValues, firstDerValue, objectIdentifier } from '../../../src/transport/tls-der.ts';
import { isRevoked, readRevocationList } from '../../../src/transport/tls-revocation.ts';
import { CertificateAuthority, type CertificateFacts } from '../../support/certificates.ts';

let directory: string;
let authority: CertificateAuthority;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'libvirt-rpc-tls-'));
  authority = await CertificateAuthority.create(directory);
});
afterAll(() => rmSync(directory, { recursive: true }));

async function issue(facts: CertificateFacts): Promise<X509Certificate> {
  return new X509Certificate(readFileSync((await authority.issue(facts)).certificate));
}

function derOf(path: string): Uint8Array {
  const base64 = readFileSync(path, 'utf8').replace(/-----[^-]*-----/g, '');
  return new Uint8Array(Buffer.from(base64, 'base64'));
}

describe('what a certificate says', () => {
  test('is read as openssl has written it', async () => {
    const certificate = await issue({
      basicConstraints: 'CA:TRUE,pathlen:3',
      keyUsage: 'critical,digitalSignature,keyAgreement,cRLSign',
      extendedKeyUsage: 'critical,clientAuth,emailProtection,1.3.6.1.4.1.311.20.2.2',
    });
    const facts = certificateFacts(certificate);
    expect(facts).toMatchObject({
      isAuthority: true,
      keyUsage: { critical: true, allowed: ['digitalSignature', 'keyAgreement', 'cRLSign'] },
      purposes: { critical: true, allowed: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4', '1.3.6.1.4.1.311.20.2.2'] },
    });
    expect(facts.name.serial.replace(/^00/, '').toUpperCase()).toBe(certificate.serialNumber);
    expect(facts.name.issuer).toBe(certificateFacts(await issue({ subject: '/CN=another' })).name.issuer);
  });

  test('may be little', async () => {
    const certificate = await issue({ basicConstraints: null, keyUsage: 'encipherOnly', extendedKeyUsage: null });
    expect(certificateFacts(certificate)).toMatchObject({
      isAuthority: undefined,
      keyUsage: { critical: false, allowed: [] },
      purposes: undefined,
    });
    expect(certificateFacts(await issue({ basicConstraints: 'CA:FALSE' })).isAuthority).toBe(false);
  });
});

describe('a role', () => {
  test.each<[string, CertificateFacts, RegExp | undefined]>([
    ['client', {}, undefined],
    ['client', { keyUsage: 'keyCertSign', extendedKeyUsage: 'serverAuth' }, undefined],
    ['client', { extendedKeyUsage: 'critical,serverAuth' }, /by a TLS client/],
    ['client', { extendedKeyUsage: 'critical,anyExtendedKeyUsage' }, undefined],
    ['client', { keyUsage: 'critical,digitalSignature' }, undefined],
    ['client', { keyUsage: 'critical,digitalSignature', key: 'rsa' }, /for keyEncipherment/],
    ['client', { keyUsage: 'critical,keyEncipherment' }, /for digitalSignature/],
    ['server', { extendedKeyUsage: 'critical,clientAuth' }, /by a TLS server/],
    ['server', { basicConstraints: 'CA:TRUE' }, /is that of an authority and not of a server/],
    ['authority', {}, /is not that of an authority/],
    ['authority', { basicConstraints: null }, /has no basic constraints/],
    ['authority', { basicConstraints: 'CA:TRUE' }, /for keyCertSign/],
    ['authority', { basicConstraints: 'CA:TRUE', keyUsage: 'digitalSignature' }, undefined],
    ['authority', { basicConstraints: 'CA:TRUE', keyUsage: null }, undefined],
    ['client', { keyUsage: 'critical,DER:04:01:00' }, /has extensions that cannot be read/],
    ['client', { valid: 'past' }, /expired on 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/],
    ['client', { valid: 'future' }, /is not valid before 20\d\d-/],
  ])('%s with %j', async (role, facts, fault) => {
    if (role !== 'client' && role !== 'server' && role !== 'authority') throw new TypeError(role);
    const found = certificateFault(await issue(facts), role);
    if (fault === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(fault);
  });

  test('is over at the second that the certificate names', async () => {
    const certificate = await issue({});
    const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
    expect(certificateTimeFault(certificate, from)).toBeUndefined();
    expect(certificateTimeFault(certificate, from - 1)).toMatch(/before/);
    expect(certificateTimeFault(certificate, until)).toBeUndefined();
    expect(certificateTimeFault(certificate, until + 1)).toMatch(/expired/);
  });
});

test('names are told in one line', async () => {
  const { subject } = await issue({ subject: '/C=NO/O=Acme/CN=client' });
  expect(distinguishedName(subject)).toBe('C=NO,O=Acme,CN=client');
});

describe('a list of revoked certificates', () => {
  test('names those of its own authority', async () => {
    const [good, bad, stranger] = await Promise.all([
      authority.issue({}),
      authority.issue({}),
      CertificateAuthority.create(directory, { subject: '/CN=stranger' }),
    ]);
    const certificates = [good, bad].map(({ certificate }) => new X509Certificate(readFileSync(certificate)));
    const list = readRevocationList(derOf(await authority.revoke([bad])));
    expect(list.serials.size).toBe(1);
    expect(certificates.map((certificate) => isRevoked(certificate, [list]))).toEqual([false, true]);
    const empty = readRevocationList(derOf(await authority.revoke([])));
    const strange = { ...list, issuer: readRevocationList(derOf(await stranger.revoke([]))).issuer };
    for (const lists of [[], [empty], [strange]]) {
      expect(certificates.map((certificate) => isRevoked(certificate, lists))).toEqual([false, false]);
    }
    expect(certificates.map((certificate) => isRevoked(certificate, [empty, strange, list]))).toEqual([false, true]);
  });

  test('is one, or is refused', async () => {
    const whole = derOf(await authority.revoke([await authority.issue({})]));
    for (let length = 0; length < whole.length; length++) {
      expect(() => readRevocationList(whole.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => readRevocationList(derOf(authority.certificate))).toThrow(RangeError);
  });
});

describe('DER', () => {
  test('is read or refused, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        try {
          const values = derValues(bytes);
          expect(Buffer.concat(values.map(({ whole }) => whole))).toEqual(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  test.each([
    ['nothing', []],
    ['no length', [0x30]],
    ['a length without an end', [0x30, 0x80, 0, 0]],
    ['a length of too many bytes', [0x30, 0x85, 0, 0, 0, 0, 1, 0]],
    ['half a length', [0x30, 0x82, 1]],
    ['less than it says', [0x30, 0x03, 1, 2]],
    ['far less than it says', [0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 1]],
    ['a long tag', [0x1f, 0x81, 0x01, 0x00]],
  ])('is refused where there is %s', (_what, bytes) => {
    expect(() => firstDerValue(new Uint8Array(bytes))).toThrow(RangeError);
  });

  test('of object identifiers is told as they are usually written', () => {
    expect(objectIdentifier(new Uint8Array([0x55, 0x1d, 0x0f]))).toBe('2.5.29.15');
    expect(objectIdentifier(new Uint8Array([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]))).toBe('1.2.840.113549');
    expect(objectIdentifier(new Uint8Array([0x88, 0x37]))).toBe('2.999');
    expect(objectIdentifier(new Uint8Array([0x09]))).toBe('0.9');
  });
});
