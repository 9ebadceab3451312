import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { processEnvironment } from '../../../src/session/environment.ts';
import { describeWithPrograms } from '../../support/describe-with-programs.ts';
import { type KerberosRealm, startKerberosRealm } from '../../support/kerberos-realm.ts';
import { type SaslDaemon, startSaslDaemon } from '../../support/sasl-daemon.ts';
import { TlsLab, tlsUri } from './tls-lab.ts';
import { refused, travel } from './travel.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

describeWithPrograms(['saslpasswd2', 'krb5kdc', 'kadmin.local', 'kinit'], 'GSSAPI', () => {
  describe.each([
    'aes256-cts-hmac-sha1-96',
    'aes128-cts-hmac-sha1-96',
    'aes256-cts-hmac-sha384-192',
    'aes128-cts-hmac-sha256-128',
  ])('in a realm of %s', (encryption) => {
    let realm: KerberosRealm;
    let daemon: SaslDaemon;
    const tcpUri = () => daemon.tcpUri.replace('127.0.0.1', 'localhost');
    const ours = () => ({ environment: { ...processEnvironment(), variables: realm.environment } });
    beforeAll(async () => {
      realm = await startKerberosRealm({ encryption });
      daemon = await startSaslDaemon({
        mechanisms: 'GSSAPI',
        settings: { keytab: realm.keytab },
        environment: realm.environment,
      });
    });
    afterAll(async () => {
      await daemon.stop();
      await realm[Symbol.asyncDispose]();
    });

    test('a ticket from the realm opens the unix socket, and TCP under a seal', async () => {
      await realm.login();
      expect(await realm.tickets()).not.toContain('libvirt/localhost');
      await using connection = await connect(tcpUri(), ours());
      expect(connection.session).toMatchObject({ isSecure: true, isEncrypted: true });
      await travel(tcpUri(), ours(), realm.environment);
      await travel(daemon.unixUri, ours(), realm.environment);
      // virsh has put its ticket into the cache, where we find it, too.
      expect(await realm.tickets()).toContain('libvirt/localhost');
      await travel(tcpUri(), ours(), realm.environment);
    });

    test('calls of all sizes go both ways under the seal', async () => {
      await realm.login();
      await using connection = await connect(tcpUri(), ours());
      for (const size of [0, 1, 1000, 65_400, 65_480, 65_536, 131_072, 300_001, 3_000_000]) {
        const description = 'x'.repeat(size);
        const xml = `<domain type='test'><name>sized</name><memory>1024</memory><os><type>hvm</type></os><description>${description}</description></domain>`;
        const domain = await connection.domainDefineXML(xml);
        expect(await domain.getXMLDesc()).toContain(size === 0 ? '<domain' : `>${description}<`);
        await domain.undefine();
      }
    });

    test('without a ticket it cannot be used', async () => {
      await realm.login();
      await realm.logout();
      const error = await refused(tcpUri(), ours(), realm.environment);
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error).toMatchObject({
        offered: ['sasl.GSSAPI'],
        message: expect.stringContaining('GSSAPI (there is no Kerberos ticket; kinit gets one)'),
      });
    });

    test('a service that the realm does not know is told', async () => {
      await realm.login();
      const error = await refused(daemon.tcpUri, ours(), realm.environment);
      expect(error).toMatchObject({ message: expect.stringContaining('the realm does not know the service') });
    });
  });

  test('goes over TLS, with no layer of its own', async () => {
    const tls = await TlsLab.create();
    try {
      await using realm = await startKerberosRealm();
      await using daemon = await startSaslDaemon({
        mechanisms: 'GSSAPI',
        settings: { keytab: realm.keytab },
        environment: realm.environment,
        config: {
          listen_tls: 1,
          auth_tls: 'sasl',
          ca_file: tls.authority.certificate,
          cert_file: tls.server.certificate,
          key_file: tls.server.key,
        },
      });
      await realm.login();
      const uri = tlsUri(daemon, { pkipath: await tls.clientWith(tls.client) }, 'localhost');
      const environment = { ...processEnvironment(), variables: realm.environment };
      await travel(uri, { environment }, realm.environment);
    } finally {
      await tls.remove();
    }
  });
});
