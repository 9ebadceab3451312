import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { type CertificateFacts, concatenated } from '../../support/certificates.ts';
import { describeWithLab } from '../../support/lab.ts';
import type { TestDaemon } from '../../support/test-daemon.ts';
import { only12, only13, startTlsDaemons, type TlsDaemons } from './tls-daemons.ts';
import { lenient, serverNames, tlsUri } from './tls-lab.ts';
import { refused, travel, travelAlone } from './travel.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

describeWithLab('TLS', () => {
  let daemons: TlsDaemons;
  beforeAll(async () => {
    daemons = await startTlsDaemons();
  });
  afterAll(async () => {
    await daemons?.[Symbol.asyncDispose]();
  });

  describe('is refused by a daemon', () => {
    test('that wants a certificate, and gets none', async () => {
      const pkipath = await daemons.lab.clientDirectory({ cert: daemons.lab.client.certificate });
      for (const tls_priority of [only13, only12]) {
        const error = await refused(tlsUri(daemons.strict, { pkipath: daemons.anonymous, tls_priority }));
        expect(error).toBeInstanceOf(AuthenticationError);
        expect(error.message).toMatch(
          new RegExp(
            `^tls:127.0.0.1:${daemons.strict.tlsPort} refused us: .*no certificate .*there is no ${daemons.anonymous}/clientcert.pem`,
          ),
        );
        const half = await refused(tlsUri(daemons.strict, { pkipath, tls_priority }));
        expect(half.message).toMatch(/no certificate \(.*clientcert.pem is there, but not its key .*clientkey.pem/);
      }
    });

    test('that does not know who certified us', async () => {
      const strange = await daemons.lab.stranger.issue({ subject: '/C=NO/O=libvirt-rpc/CN=client 1' });
      const pkipath = await daemons.lab.clientWith(strange);
      const here = await refused(tlsUri(daemons.strict, { pkipath }));
      expect(here).toBeInstanceOf(UsageError);
      expect(here.message).toMatch(
        /C=NO,O=libvirt-rpc,CN=client 1 in .*clientcert.pem was issued by O=libvirt-rpc,CN=Strange authority.*not among .*cacert.pem/,
      );
      for (const tls_priority of [only13, only12]) {
        const there = await refused(tlsUri(daemons.strict, { pkipath, no_sanity: '1', tls_priority }));
        expect(there).toBeInstanceOf(AuthenticationError);
        expect(there.message).toMatch(
          /refused us: .*certificate of C=NO,O=libvirt-rpc,CN=client 1, issued by O=libvirt-rpc,CN=Strange authority/,
        );
      }
    });

    test('to which our certificate has expired', async () => {
      const pkipath = await daemons.client({ valid: 'past' });
      const here = await refused(tlsUri(daemons.strict, { pkipath }));
      expect(here).toBeInstanceOf(UsageError);
      expect(here.message).toMatch(/client 3.* expired on 20\d\d-/);
      const there = await refused(tlsUri(daemons.strict, { pkipath, no_sanity: '1' }));
      expect(there).toBeInstanceOf(AuthenticationError);
      expect(there.message).toMatch(/refused us: .*expired on 20\d\d-/);
    });

    test('that has not our name on its list', async () => {
      const pkipath = await daemons.client({ subject: '/C=NO/O=libvirt-rpc/CN=intruder' });
      for (const tls_priority of [only13, only12]) {
        const error = await refused(tlsUri(daemons.strict, { pkipath, tls_priority }));
        expect(error).toBeInstanceOf(AuthenticationError);
        expect(error.message).toMatch(/refused us: .*C=NO,O=libvirt-rpc,CN=intruder/);
      }
    });

    test('that has revoked our certificate', async () => {
      const error = await refused(
        tlsUri(daemons.strict, { pkipath: await daemons.lab.clientWith(daemons.revokedClient) }),
      );
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error.message).toMatch(/refused us: .*CN=client 2/);
    });
  });

  describe('refuses a daemon', () => {
    async function server(facts: CertificateFacts, issuer = daemons.lab.authority): Promise<TestDaemon> {
      const certificate = await issuer.issue({ subject: '/O=libvirt-rpc/CN=odd server', names: serverNames, ...facts });
      return daemons.lab.startDaemon(certificate, lenient);
    }

    async function distrust(
      daemon: TestDaemon,
      code: string,
      reason: RegExp,
      pkipath = daemons.anonymous,
      host = '127.0.0.1',
    ): Promise<void> {
      const error = await refused(tlsUri(daemon, { pkipath }, host));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error.message).toMatch(/is not trusted: /);
      expect(error.message).toMatch(reason);
      expect(error).toMatchObject({ cause: { code } });
      await travel(tlsUri(daemon, { pkipath, no_verify: '1' }, host));
    }

    test('whose certificate has expired', async () => {
      await using daemon = await server({ valid: 'past' });
      await distrust(daemon, 'CERT_HAS_EXPIRED', /its certificate \(O=libvirt-rpc,CN=odd server\) expired on 20\d\d-/);
      await travelAlone(tlsUri(daemon, { pkipath: daemons.anonymous }), { tls: { noVerify: true } });
    });

    test('whose certificate is for later', async () => {
      await using daemon = await server({ valid: 'future' });
      await distrust(daemon, 'CERT_NOT_YET_VALID', /is not valid before 20\d\d-/);
    });

    test('that a stranger has certified', async () => {
      await using daemon = await server({}, daemons.lab.stranger);
      await distrust(
        daemon,
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
        /issued by O=libvirt-rpc,CN=Strange authority, which is not among the authorities in .*cacert.pem/,
      );
      const both = await daemons.lab.file(
        await concatenated(daemons.lab.authority.certificate, daemons.lab.stranger.certificate),
      );
      await travel(tlsUri(daemon, { pkipath: await daemons.lab.clientDirectory({ ca: both }) }));
    });

    test('whose certificate is revoked, by a list however old', async () => {
      for (const valid of ['now', 'past', 'future'] as const) {
        const crl = await daemons.lab.authority.revoke([daemons.lab.client, daemons.lab.server], valid);
        await distrust(
          daemons.open,
          'CERT_REVOKED',
          /CN=server.*serial number [0-9A-F]+\) is revoked/,
          await daemons.lab.clientDirectory({ crl }),
        );
      }
    });

    test('of another name', async () => {
      await using daemon = await server({
        names: ['DNS:kvm1.example', 'DNS:*.example', 'IP:192.0.2.1', 'IP:2001:db8::1'],
      });
      const names = /DNS:kvm1.example, DNS:\*.example, IP:192.0.2.1, IP:2001:DB8:0:0:0:0:0:1/;
      await distrust(daemon, 'ERR_TLS_CERT_ALTNAME_INVALID', new RegExp(`not for 127.0.0.1 but for ${names.source}`));
      await distrust(
        daemon,
        'ERR_TLS_CERT_ALTNAME_INVALID',
        new RegExp(`not for localhost but for ${names.source}`),
        daemons.anonymous,
        'localhost',
      );
    });

    test('by its common name only where it has no other, and never by an address in it', async () => {
      await using named = await server({ subject: '/CN=localhost', names: [] });
      await travel(tlsUri(named, { pkipath: daemons.anonymous }, 'localhost'));
      await distrust(named, 'ERR_TLS_CERT_ALTNAME_INVALID', /not for 127.0.0.1 but for CN=localhost/);
      await using address = await server({ subject: '/CN=127.0.0.1', names: ['DNS:127.0.0.1'] });
      await distrust(address, 'ERR_TLS_CERT_ALTNAME_INVALID', /not for 127.0.0.1/);
      await using other = await server({ subject: '/CN=localhost', names: ['IP:127.0.0.1'] });
      await distrust(other, 'ERR_TLS_CERT_ALTNAME_INVALID', /not for localhost/, daemons.anonymous, 'localhost');
    });

    test('whose key is weaker than the priority wants', async () => {
      await using daemon = await server({ key: 'rsa' });
      for (const tls_priority of ['SECURE192', 'NORMAL:%PROFILE_HIGH']) {
        const error = await refused(tlsUri(daemon, { pkipath: daemons.anonymous, tls_priority }));
        expect(error.message).toMatch(/is not trusted: a key or a signature of its certificate .* is too weak/);
      }
      await travel(tlsUri(daemon, { pkipath: daemons.anonymous, tls_priority: 'SECURE128:%PROFILE_MEDIUM' }));
    });

    test('for all that is wrong with it', async () => {
      await using daemon = await server({ valid: 'past', names: ['DNS:kvm1.example'] });
      await distrust(daemon, 'CERT_HAS_EXPIRED', /expired on .*; its certificate is not for 127.0.0.1/);
    });

    test('that shows the certificate of an authority, or one that is only for clients', async () => {
      await using daemon = await server({ basicConstraints: 'CA:TRUE' });
      await distrust(daemon, 'INVALID_PURPOSE', /that of an authority and not of a server/);
      await using other = await server({ extendedKeyUsage: 'critical,clientAuth' });
      await distrust(other, 'INVALID_PURPOSE', /not for TLS servers/);
    });

    test('whose authority has expired, when no_sanity lets it come so far', async () => {
      const ca = await daemons.lab.authority.issue({
        subject: '/CN=Old authority',
        valid: 'past',
        basicConstraints: 'critical,CA:TRUE',
        keyUsage: 'critical,keyCertSign',
      });
      const pkipath = await daemons.lab.clientDirectory({
        ca: await daemons.lab.file(await concatenated(daemons.lab.authority.certificate, ca.certificate)),
      });
      const error = await refused(tlsUri(daemons.open, { pkipath }));
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toMatch(/CN=Old authority in .*cacert.pem expired on/);
      await travel(tlsUri(daemons.open, { pkipath, no_sanity: '1' }));
    });
  });
});
