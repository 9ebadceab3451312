import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { AuthenticationError } from '../../../src/errors/authentication-error.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { type Environment, processEnvironment } from '../../../src/session/environment.ts';
import { type CertificateFacts, concatenated, type IssuedCertificate } from '../../support/certificates.ts';
import { freePort } from '../../support/free-port.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import type { TestDaemon } from '../../support/test-daemon.ts';
import { lenient, serverNames, TlsLab, tlsUri } from './tls-lab.ts';
import { refused, refusedAlone, travel, travelAlone } from './travel.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

const only12 = 'NORMAL:-VERS-ALL:+VERS-TLS1.2';
const only13 = 'NORMAL:-VERS-ALL:+VERS-TLS1.3';

describeWithLab('TLS', () => {
  let lab: TlsLab;
  /** Wants a certificate whose name is on its list, and that is not revoked. */
  let strict: TestDaemon;
  /** Takes everybody. */
  let open: TestDaemon;
  let revokedClient: IssuedCertificate;
  let good: string;
  let anonymous: string;

  beforeAll(async () => {
    lab = await TlsLab.create();
    revokedClient = await lab.authority.issue({ subject: '/C=NO/O=libvirt-rpc/CN=client 2' });
    const crl_file = await lab.authority.revoke([revokedClient]);
    [strict, open, good, anonymous] = await Promise.all([
      lab.startDaemon(lab.server, {
        crl_file,
        tls_allowed_dn_list: ['C=NO,O=libvirt-rpc,CN=client *'],
      }),
      lab.startDaemon(lab.server, lenient),
      lab.clientWith(lab.client),
      lab.clientDirectory(),
    ]);
  });

  afterAll(async () => {
    await Promise.all([strict?.stop(), open?.stop()]);
    await lab?.remove();
  });

  const client = async (facts: CertificateFacts): Promise<string> =>
    lab.clientWith(await lab.authority.issue({ subject: '/C=NO/O=libvirt-rpc/CN=client 3', ...facts }));

  describe('leads to a daemon', () => {
    test('that wants a certificate, and gets one', async () => {
      await travel(tlsUri(strict, { pkipath: good }));
      await travel(tlsUri(strict, { PkiPath: good, no_verify: '0', no_sanity: '0' }));
    });

    test('that takes whoever comes, without a certificate', async () => {
      await travel(tlsUri(open, { pkipath: anonymous }));
    });

    test('by the name of its host, and without the word tls', async () => {
      await travel(tlsUri(open, { pkipath: anonymous }, 'localhost'));
      await travel(tlsUri(open, { pkipath: anonymous }, 'localhost').replace('test+tls', 'test'));
    });

    test('by IPv6', async () => {
      await using daemon = await lab.startDaemon(lab.server, { ...lenient, listen_addr: '::1' });
      await travel(tlsUri(daemon, { pkipath: anonymous }, '[::1]'));
    });

    test('and says what it is', async () => {
      await using connection = await connect(tlsUri(strict, { pkipath: good }));
      const { session } = connection;
      expect([session.isSecure, session.isEncrypted]).toEqual([true, true]);
      expect(session.peer).toBe(`tls:127.0.0.1:${strict.tlsPort}`);
      expect(await Promise.all([connection.isSecure(), connection.isEncrypted()])).toEqual([true, true]);
    });

    test('with more than one connection takes at a time, in both directions', async () => {
      await using connection = await connect(tlsUri(strict, { pkipath: good }));
      const description = `é${'x'.repeat(1_000_000)}`;
      const xml = `<domain type='test'><name>tls-big</name><description>${description}</description><memory>1024</memory><os><type>hvm</type></os></domain>`;
      const domain = await connection.domainDefineXML(xml);
      const texts = await Promise.all(Array.from({ length: 8 }, () => domain.getXMLDesc()));
      for (const text of texts) expect(text).toContain(description);
      await domain.undefine();
    });

    test('that only TLS 1.2 or TLS 1.3 reaches', async () => {
      await using daemon = await lab.startDaemon(lab.server, { ...lenient, tls_priority: only12 });
      await travel(tlsUri(daemon, { pkipath: anonymous, tls_priority: only12 }));
      await travel(tlsUri(strict, { pkipath: good, tls_priority: only12 }));
      await travel(tlsUri(strict, { pkipath: good, tls_priority: only13 }));
      const error = await refused(tlsUri(daemon, { pkipath: anonymous, tls_priority: only13 }));
      expect(error).toBeInstanceOf(TransportError);
      expect(error.message).toMatch(/no version, cipher or group in common/);
    });

    test.each([
      'SECURE128',
      'NONE:+VERS-TLS1.3:+AES-128-GCM:+AEAD:+ECDHE-ECDSA:+GROUP-SECP384R1:+SIGN-ALL:+COMP-NULL:+CTYPE-X509',
      'PFS:-CIPHER-ALL:+CHACHA20-POLY1305:%SERVER_PRECEDENCE:%PROFILE_MEDIUM',
      'NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+AES-256-CBC:-3DES-CBC',
    ])('with the priority %s', async (priority) => {
      await travel(tlsUri(strict, { pkipath: good, tls_priority: priority }));
    });

    test('with a certificate whose uses are restricted, but not critically', async () => {
      const pkipath = await client({ key: 'rsa', keyUsage: 'digitalSignature', extendedKeyUsage: 'serverAuth' });
      await travel(tlsUri(strict, { pkipath }));
    });

    test('with a certificate that says nothing of its uses, and an RSA key', async () => {
      const pkipath = await client({ basicConstraints: null, keyUsage: null, extendedKeyUsage: null, key: 'rsa' });
      await travel(tlsUri(strict, { pkipath }));
    });

    test('with half a pair as with none at all', async () => {
      await travel(tlsUri(open, { pkipath: await lab.clientDirectory({ cert: lab.client.certificate }) }));
      await travel(tlsUri(open, { pkipath: await lab.clientDirectory({ key: lab.client.key }) }));
    });

    test('with a certificate that looks wrong here, by no_sanity, where the daemon does not mind', async () => {
      const pkipath = await client({ valid: 'past' });
      await travel(tlsUri(open, { pkipath, no_sanity: '1' }));
      await travelAlone(tlsUri(open, { pkipath }), { tls: { noSanity: true } });
    });

    test('that an authority below the known one has certified', async () => {
      const below = await lab.authority.intermediate('/O=libvirt-rpc/CN=Authority below');
      const leaf = await below.issue({ subject: '/CN=deep', names: serverNames });
      const chain = await lab.file(await concatenated(leaf.certificate, below.certificate));
      await using daemon = await lab.startDaemon({ certificate: chain, key: leaf.key }, lenient);
      await travel(tlsUri(daemon, { pkipath: anonymous }));
      await travel(tlsUri(daemon, { pkipath: await lab.clientDirectory({ ca: below }) }));
      const crl = await lab.authority.revoke([below]);
      const error = await refused(tlsUri(daemon, { pkipath: await lab.clientDirectory({ crl }) }));
      expect(error.message).toMatch(/certificate of O=libvirt-rpc,CN=Authority below .*is revoked/);
    });

    test('whatever the lists of revoked certificates of others say, and the age of its own', async () => {
      const strange = await lab.stranger.issue({});
      for (const crl of [
        await lab.authority.revoke([]),
        await lab.authority.revoke([lab.client], 'past'),
        await lab.stranger.revoke([strange]),
      ]) {
        await travel(tlsUri(open, { pkipath: await lab.clientDirectory({ crl }) }));
      }
    });

    test('with the files in a home', async () => {
      const user = await homeOf(lab, await lab.clientWith(lab.client));
      await asUser(user, `test+tls://127.0.0.1:${strict.tlsPort}/default`, 0);
      await travelAlone(`test+tls://127.0.0.1:${strict.tlsPort}/default`, { environment: user });
    });

    test('with a priority in libvirt.conf, which one in the URI replaces', async () => {
      await using daemon = await lab.startDaemon(lab.server, { ...lenient, tls_priority: only12 });
      const user = await homeOf(lab, anonymous, `tls_priority = "${only13}"\n`);
      const uri = `test+tls://127.0.0.1:${daemon.tlsPort}/default`;
      await asUser(user, uri, 1);
      expect((await refusedAlone(uri, { environment: user })).message).toMatch(/in common/);
      const better = tlsUri(daemon, { tls_priority: only12 });
      await asUser(user, better, 0);
      await travelAlone(better, { environment: user });
    });

    test('with PEM, bytes and paths by options instead of files', async () => {
      const uri = `test+tls://127.0.0.1:${strict.tlsPort}/default?pkipath=/nonexistent`;
      const { authority, client: own } = lab;
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
      await travelAlone(uri, { tls: { pkiPath: good } });
      const error = await refusedAlone(uri, { tls: { ca, cert, key: stdout, passphrase: 'wrong' } });
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toMatch(/tls.key .*encrypted, and tls.passphrase does not open it/);
    });

    test('under the name that options say it has', async () => {
      const server = await lab.authority.issue({ subject: '/CN=x', names: ['DNS:kvm1.example'] });
      await using daemon = await lab.startDaemon(server, lenient);
      const uri = tlsUri(daemon, { pkipath: anonymous });
      await travelAlone(uri, { tls: { serverName: 'kvm1.example' } });
      const error = await refusedAlone(uri, { tls: { serverName: 'kvm2.example' } });
      expect(error.message).toMatch(/not for kvm2.example but for DNS:kvm1.example/);
    });
  });

  describe('is refused by a daemon', () => {
    test('that wants a certificate, and gets none', async () => {
      const pkipath = await lab.clientDirectory({ cert: lab.client.certificate });
      for (const tls_priority of [only13, only12]) {
        const error = await refused(tlsUri(strict, { pkipath: anonymous, tls_priority }));
        expect(error).toBeInstanceOf(AuthenticationError);
        expect(error.message).toMatch(
          new RegExp(
            `^tls:127.0.0.1:${strict.tlsPort} refused us: .*no certificate .*there is no ${anonymous}/clientcert.pem`,
          ),
        );
        const half = await refused(tlsUri(strict, { pkipath, tls_priority }));
        expect(half.message).toMatch(/no certificate \(.*clientcert.pem is there, but not its key .*clientkey.pem/);
      }
    });

    test('that does not know who certified us', async () => {
      const strange = await lab.stranger.issue({ subject: '/C=NO/O=libvirt-rpc/CN=client 1' });
      const pkipath = await lab.clientWith(strange);
      const here = await refused(tlsUri(strict, { pkipath }));
      expect(here).toBeInstanceOf(UsageError);
      expect(here.message).toMatch(
        /C=NO,O=libvirt-rpc,CN=client 1 in .*clientcert.pem was issued by O=libvirt-rpc,CN=Strange authority.*not among .*cacert.pem/,
      );
      for (const tls_priority of [only13, only12]) {
        const there = await refused(tlsUri(strict, { pkipath, no_sanity: '1', tls_priority }));
        expect(there).toBeInstanceOf(AuthenticationError);
        expect(there.message).toMatch(/refused us: .*certificate of C=NO,O=libvirt-rpc,CN=client 1, issued by O=libvirt-rpc,CN=Strange authority/);
      }
    });

    test('to which our certificate has expired', async () => {
      const pkipath = await client({ valid: 'past' });
      const here = await refused(tlsUri(strict, { pkipath }));
      expect(here).toBeInstanceOf(UsageError);
      expect(here.message).toMatch(/client 3.* expired on 20\d\d-/);
      const there = await refused(tlsUri(strict, { pkipath, no_sanity: '1' }));
      expect(there).toBeInstanceOf(AuthenticationError);
      expect(there.message).toMatch(/refused us: .*expired on 20\d\d-/);
    });

    test('that has not our name on its list', async () => {
      const pkipath = await client({ subject: '/C=NO/O=libvirt-rpc/CN=intruder' });
      for (const tls_priority of [only13, only12]) {
        const error = await refused(tlsUri(strict, { pkipath, tls_priority }));
        expect(error).toBeInstanceOf(AuthenticationError);
        expect(error.message).toMatch(/refused us: .*C=NO,O=libvirt-rpc,CN=intruder/);
      }
    });

    test('that has revoked our certificate', async () => {
      const error = await refused(tlsUri(strict, { pkipath: await lab.clientWith(revokedClient) }));
      expect(error).toBeInstanceOf(AuthenticationError);
      expect(error.message).toMatch(/refused us: .*CN=client 2/);
    });
  });

  describe('refuses a daemon', () => {
    async function server(facts: CertificateFacts, issuer = lab.authority): Promise<TestDaemon> {
      const certificate = await issuer.issue({ subject: '/O=libvirt-rpc/CN=odd server', names: serverNames, ...facts });
      return lab.startDaemon(certificate, lenient);
    }

    async function distrust(
      daemon: TestDaemon,
      code: string,
      reason: RegExp,
      pkipath = anonymous,
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
      await travelAlone(tlsUri(daemon, { pkipath: anonymous }), { tls: { noVerify: true } });
    });

    test('whose certificate is for later', async () => {
      await using daemon = await server({ valid: 'future' });
      await distrust(daemon, 'CERT_NOT_YET_VALID', /is not valid before 20\d\d-/);
    });

    test('that a stranger has certified', async () => {
      await using daemon = await server({}, lab.stranger);
      await distrust(
        daemon,
        'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
        /issued by O=libvirt-rpc,CN=Strange authority, which is not among the authorities in .*cacert.pem/,
      );
      const both = await lab.file(await concatenated(lab.authority.certificate, lab.stranger.certificate));
      await travel(tlsUri(daemon, { pkipath: await lab.clientDirectory({ ca: both }) }));
    });

    test('whose certificate is revoked, by a list however old', async () => {
      for (const valid of ['now', 'past', 'future'] as const) {
        const crl = await lab.authority.revoke([lab.client, lab.server], valid);
        await distrust(
          open,
          'CERT_REVOKED',
          /CN=server.*serial number [0-9A-F]+\) is revoked/,
          await lab.clientDirectory({ crl }),
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
        anonymous,
        'localhost',
      );
    });

    test('by its common name only where it has no other, and never by an address in it', async () => {
      await using named = await server({ subject: '/CN=localhost', names: [] });
      await travel(tlsUri(named, { pkipath: anonymous }, 'localhost'));
      await distrust(named, 'ERR_TLS_CERT_ALTNAME_INVALID', /not for 127.0.0.1 but for CN=localhost/);
      await using address = await server({ subject: '/CN=127.0.0.1', names: ['DNS:127.0.0.1'] });
      await distrust(address, 'ERR_TLS_CERT_ALTNAME_INVALID', /not for 127.0.0.1/);
      await using other = await server({ subject: '/CN=localhost', names: ['IP:127.0.0.1'] });
      await distrust(other, 'ERR_TLS_CERT_ALTNAME_INVALID', /not for localhost/, anonymous, 'localhost');
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
      const ca = await lab.authority.issue({
        subject: '/CN=Old authority',
        valid: 'past',
        basicConstraints: 'critical,CA:TRUE',
        keyUsage: 'critical,keyCertSign',
      });
      const pkipath = await lab.clientDirectory({
        ca: await lab.file(await concatenated(lab.authority.certificate, ca.certificate)),
      });
      const error = await refused(tlsUri(open, { pkipath }));
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toMatch(/CN=Old authority in .*cacert.pem expired on/);
      await travel(tlsUri(open, { pkipath, no_sanity: '1' }));
    });
  });

  describe('is not tried', () => {
    async function wrong(params: Readonly<Record<string, string>>, reason: RegExp): Promise<void> {
      const error = await refused(tlsUri(open, params));
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toMatch(reason);
    }

    test('without an authority', async () => {
      const pkipath = await lab.clientDirectory();
      await rm(join(pkipath, 'cacert.pem'));
      await wrong({ pkipath }, /cacert.pem, which TLS needs, cannot be read: ENOENT/);
      await wrong({ pkipath, no_verify: '1', no_sanity: '1' }, /cacert.pem/);
    });

    test('with files that are not what they should be', async () => {
      const bad = await lab.file('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
      await wrong(
        { pkipath: await lab.clientDirectory({ ca: bad }) },
        /cacert.pem has a certificate that cannot be read/,
      );
      await wrong({ pkipath: await lab.clientDirectory({ ca: lab.client.key }) }, /cacert.pem has no certificate/);
      await wrong(
        { pkipath: await lab.clientDirectory({ crl: lab.client.certificate }) },
        /cacrl.pem has no list of revoked/,
      );
      await wrong(
        { pkipath: await lab.clientWith(lab.client, { key: lab.server.key }) },
        /clientkey.pem is not the key of .*clientcert.pem/,
      );
      await wrong(
        { pkipath: await lab.clientWith(lab.client, { key: lab.client.certificate }) },
        /clientkey.pem has no private key/,
      );
    });

    test('with certificates that are for something else', async () => {
      await wrong({ pkipath: await lab.clientDirectory({ ca: lab.client }) }, /cacert.pem is not that of an authority/);
      await wrong(
        { pkipath: await client({ basicConstraints: 'CA:TRUE' }) },
        /clientcert.pem is that of an authority and not of a client/,
      );
      await wrong(
        { pkipath: await client({ keyUsage: 'critical,keyAgreement' }) },
        /may not be used for digitalSignature/,
      );
      await wrong(
        { pkipath: await client({ key: 'rsa', keyUsage: 'critical,digitalSignature' }) },
        /may not be used for keyEncipherment/,
      );
      await wrong(
        { pkipath: await client({ extendedKeyUsage: 'critical,serverAuth' }) },
        /may not be used by a TLS client/,
      );
      await wrong({ pkipath: await client({ valid: 'future' }) }, /is not valid before/);
    });

    test('with parameters that cannot be', async () => {
      await wrong({ pkipath: good, tls_priority: 'NORMAL:+FOO' }, /NORMAL:\+FOO.* has \+FOO/);
      await wrong({ pkipath: good, tls_priority: 'FOO' }, /begins with FOO/);
      await wrong({ pkipath: good, no_verify: 'yes' }, /no_verify=yes/);
      await wrong({ pkipath: good, no_sanity: '' }, /no_sanity=/);
    });

    test('with half a pair of options', async () => {
      const error = await refusedAlone(tlsUri(open, { pkipath: good }), { tls: { cert: lab.client.certificate } });
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toMatch(/tls.cert is given without tls.key/);
    });
  });

  test('finds nobody there, or somebody who speaks no TLS', async () => {
    const port = await freePort();
    const nobody = await refused(tlsUri({ ...open, tlsPort: port }, { pkipath: anonymous }));
    expect(nobody).toBeInstanceOf(TransportError);
    expect(nobody).toMatchObject({ tried: [`tls:127.0.0.1:${port}`], cause: { code: 'ECONNREFUSED' } });
    const plain = await refused(tlsUri({ ...open, tlsPort: open.tcpPort }, { pkipath: anonymous }));
    expect(plain).toBeInstanceOf(TransportError);
    expect(plain.message).toMatch(/no TLS with tls:127.0.0.1:\d+: it closed the connection/);
  });
});

/** A user whose home has libvirt's files for TLS. */
async function homeOf(lab: TlsLab, pki: string, conf = ''): Promise<Environment> {
  const home = await lab.clientDirectory();
  const [target, config] = [join(home, '.pki', 'libvirt'), join(home, '.config', 'libvirt')];
  await Promise.all([mkdir(target, { recursive: true }), mkdir(config, { recursive: true })]);
  for (const name of ['cacert.pem', 'clientcert.pem', 'clientkey.pem']) {
    await copyFile(join(pki, name), join(target, name)).then(
      () => chmod(join(target, name), 0o644),
      () => undefined,
    );
  }
  await writeFile(join(config, 'libvirt.conf'), conf);
  for (const directory of [lab.directory, home]) await chmod(directory, 0o755);
  return { ...processEnvironment(), uid: 65_534, home, variables: { HOME: home } };
}

/** virsh, as the judge, as a user. */
async function asUser({ uid, home }: Environment, uri: string, status: number): Promise<void> {
  const virsh = ['virsh', '--connect', uri, 'version', '--daemon'];
  const judge = await runProgram('setpriv', ['--reuid', String(uid), '--clear-groups', ...virsh], {
    environment: { HOME: home, XDG_CONFIG_HOME: join(home, '.config') },
  });
  expect({ uri, ...judge }).toMatchObject({ uri, status });
}
