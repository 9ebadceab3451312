import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { concatenated } from '../../support/certificates.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { only12, only13, startTlsDaemons, type TlsDaemons } from './tls-daemons.ts';
import { lenient, serverNames, tlsUri } from './tls-lab.ts';
import { asUser, homeOf } from './tls-user.ts';
import { refused, refusedAlone, travel, travelAlone } from './travel.ts';

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

  describe('leads to a daemon', () => {
    test('that wants a certificate, and gets one', async () => {
      await travel(tlsUri(daemons.strict, { pkipath: daemons.good }));
      await travel(tlsUri(daemons.strict, { PkiPath: daemons.good, no_verify: '0', no_sanity: '0' }));
    });

    test('that takes whoever comes, without a certificate', async () => {
      await travel(tlsUri(daemons.open, { pkipath: daemons.anonymous }));
    });

    test('by the name of its host, and without the word tls', async () => {
      await travel(tlsUri(daemons.open, { pkipath: daemons.anonymous }, 'localhost'));
      await travel(tlsUri(daemons.open, { pkipath: daemons.anonymous }, 'localhost').replace('test+tls', 'test'));
    });

    test('by IPv6', async () => {
      await using daemon = await daemons.lab.startDaemon(daemons.lab.server, { ...lenient, listen_addr: '::1' });
      await travel(tlsUri(daemon, { pkipath: daemons.anonymous }, '[::1]'));
    });

    test('and says what it is', async () => {
      await using connection = await connect(tlsUri(daemons.strict, { pkipath: daemons.good }));
      const { session } = connection;
      expect([session.isSecure, session.isEncrypted]).toEqual([true, true]);
      expect(session.peer).toBe(`tls:127.0.0.1:${daemons.strict.tlsPort}`);
      expect(await Promise.all([connection.isSecure(), connection.isEncrypted()])).toEqual([true, true]);
    });

    test('with more than one connection takes at a time, in both directions', async () => {
      await using connection = await connect(tlsUri(daemons.strict, { pkipath: daemons.good }));
      const description = `é${'x'.repeat(1_000_000)}`;
      const xml = `<domain type='test'><name>tls-big</name><description>${description}</description><memory>1024</memory><os><type>hvm</type></os></domain>`;
      const domain = await connection.domainDefineXML(xml);
      const texts = await Promise.all(Array.from({ length: 8 }, () => domain.getXMLDesc()));
      for (const text of texts) expect(text).toContain(description);
      await domain.undefine();
    });

    test('that only TLS 1.2 or TLS 1.3 reaches', async () => {
      await using daemon = await daemons.lab.startDaemon(daemons.lab.server, { ...lenient, tls_priority: only12 });
      await travel(tlsUri(daemon, { pkipath: daemons.anonymous, tls_priority: only12 }));
      await travel(tlsUri(daemons.strict, { pkipath: daemons.good, tls_priority: only12 }));
      await travel(tlsUri(daemons.strict, { pkipath: daemons.good, tls_priority: only13 }));
      const error = await refused(tlsUri(daemon, { pkipath: daemons.anonymous, tls_priority: only13 }));
      expect(error).toBeInstanceOf(TransportError);
      expect(error.message).toMatch(/no version, cipher or group in common/);
    });

    test.each([
      'SECURE128',
      'NONE:+VERS-TLS1.3:+AES-128-GCM:+AEAD:+ECDHE-ECDSA:+GROUP-SECP384R1:+SIGN-ALL:+COMP-NULL:+CTYPE-X509',
      'PFS:-CIPHER-ALL:+CHACHA20-POLY1305:%SERVER_PRECEDENCE:%PROFILE_MEDIUM',
      'NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+AES-256-CBC:-3DES-CBC',
    ])('with the priority %s', async (priority) => {
      await travel(tlsUri(daemons.strict, { pkipath: daemons.good, tls_priority: priority }));
    });

    test('that has only versions of TLS that must be asked for', async () => {
      const old = 'NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0';
      await using daemon = await daemons.lab.startDaemon(daemons.lab.server, { ...lenient, tls_priority: old });
      await travel(tlsUri(daemon, { pkipath: daemons.anonymous, tls_priority: 'NORMAL:+VERS-TLS1.1' }));
      await travel(tlsUri(daemon, { pkipath: daemons.anonymous, tls_priority: old }));
      // GnuTLS has them by default, as Node and OpenSSL have not.
      const error = await refusedAlone(tlsUri(daemon, { pkipath: daemons.anonymous }));
      expect(error).toBeInstanceOf(TransportError);
      expect(error.message).toMatch(/wants a version of TLS that is not allowed here/);
    });

    test('with a certificate whose uses are restricted, but not critically', async () => {
      const pkipath = await daemons.client({
        key: 'rsa',
        keyUsage: 'digitalSignature',
        extendedKeyUsage: 'serverAuth',
      });
      await travel(tlsUri(daemons.strict, { pkipath }));
    });

    test('with a certificate that says nothing of its uses, and an RSA key', async () => {
      const pkipath = await daemons.client({
        basicConstraints: null,
        keyUsage: null,
        extendedKeyUsage: null,
        key: 'rsa',
      });
      await travel(tlsUri(daemons.strict, { pkipath }));
    });

    test('with half a pair as with none at all', async () => {
      await travel(
        tlsUri(daemons.open, { pkipath: await daemons.lab.clientDirectory({ cert: daemons.lab.client.certificate }) }),
      );
      await travel(
        tlsUri(daemons.open, { pkipath: await daemons.lab.clientDirectory({ key: daemons.lab.client.key }) }),
      );
    });

    test('with a certificate that looks wrong here, by no_sanity, where the daemon does not mind', async () => {
      const pkipath = await daemons.client({ valid: 'past' });
      await travel(tlsUri(daemons.open, { pkipath, no_sanity: '1' }));
      await travelAlone(tlsUri(daemons.open, { pkipath }), { tls: { noSanity: true } });
    });

    test('that an authority below the known one has certified', async () => {
      const below = await daemons.lab.authority.intermediate('/O=libvirt-rpc/CN=Authority below');
      const leaf = await below.issue({ subject: '/CN=deep', names: serverNames });
      const chain = await daemons.lab.file(await concatenated(leaf.certificate, below.certificate));
      await using daemon = await daemons.lab.startDaemon({ certificate: chain, key: leaf.key }, lenient);
      await travel(tlsUri(daemon, { pkipath: daemons.anonymous }));
      await travel(tlsUri(daemon, { pkipath: await daemons.lab.clientDirectory({ ca: below }) }));
      const crl = await daemons.lab.authority.revoke([below]);
      const error = await refused(tlsUri(daemon, { pkipath: await daemons.lab.clientDirectory({ crl }) }));
      expect(error.message).toMatch(/certificate of O=libvirt-rpc,CN=Authority below .*is revoked/);
    });

    test('whatever the lists of revoked certificates of others say, and the age of its own', async () => {
      const strange = await daemons.lab.stranger.issue({});
      for (const crl of [
        await daemons.lab.authority.revoke([]),
        await daemons.lab.authority.revoke([daemons.lab.client], 'past'),
        await daemons.lab.stranger.revoke([strange]),
      ]) {
        await travel(tlsUri(daemons.open, { pkipath: await daemons.lab.clientDirectory({ crl }) }));
      }
    });

    test('with the files in a home', async () => {
      const user = await homeOf(daemons.lab, await daemons.lab.clientWith(daemons.lab.client));
      await asUser(user, `test+tls://127.0.0.1:${daemons.strict.tlsPort}/default`, 0);
      await travelAlone(`test+tls://127.0.0.1:${daemons.strict.tlsPort}/default`, { environment: user });
    });

    test('with a priority in libvirt.conf, which one in the URI replaces', async () => {
      await using daemon = await daemons.lab.startDaemon(daemons.lab.server, { ...lenient, tls_priority: only12 });
      const user = await homeOf(daemons.lab, daemons.anonymous, `tls_priority = "${only13}"\n`);
      const uri = `test+tls://127.0.0.1:${daemon.tlsPort}/default`;
      await asUser(user, uri, 1);
      expect((await refusedAlone(uri, { environment: user })).message).toMatch(/in common/);
      const better = tlsUri(daemon, { tls_priority: only12 });
      await asUser(user, better, 0);
      await travelAlone(better, { environment: user });
    });

    test('with PEM, bytes and paths by options instead of files', async () => {
      const uri = `test+tls://127.0.0.1:${daemons.strict.tlsPort}/default?pkipath=/nonexistent`;
      const { authority, client: own } = daemons.lab;
      const [ca, cert, key] = await Promise.all(
        [authority.certificate, own.certificate, own.key].map((path) => readFile(path)),
      );
      const passphrase = 'four words and more';
      const { stdout } = await runProgram('openssl', ['pkey', '-in', own.key, '-aes256', '-passout', 'stdin'], {
        input: passphrase,
      });
      await travelAlone(uri, { tls: { ca, cert, key: new Uint8Array(key ?? []) } });
      await travelAlone(uri, { tls: { ca: ca?.toString(), cert: cert?.toString(), key: stdout, passphrase } });
      await travelAlone(uri, { tls: { ca: authority.certificate, cert: own.certificate, key: own.key } });
      await travelAlone(uri, { tls: { pkiPath: daemons.good } });
      const error = await refusedAlone(uri, { tls: { ca, cert, key: stdout, passphrase: 'wrong' } });
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toMatch(/tls.key .*encrypted, and tls.passphrase does not open it/);
    });

    test('under the name that options say it has', async () => {
      const server = await daemons.lab.authority.issue({ subject: '/CN=x', names: ['DNS:kvm1.example'] });
      await using daemon = await daemons.lab.startDaemon(server, lenient);
      const uri = tlsUri(daemon, { pkipath: daemons.anonymous });
      await travelAlone(uri, { tls: { serverName: 'kvm1.example' } });
      const error = await refusedAlone(uri, { tls: { serverName: 'kvm2.example' } });
      expect(error.message).toMatch(/not for kvm2.example but for DNS:kvm1.example/);
    });
  });
});
