import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { TimeoutError } from '../../../src/errors/timeout-error.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { UsageError } from '../../../src/errors/usage-error.ts';
import { freePort } from '../../support/free-port.ts';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { startTlsDaemons, type TlsDaemons } from './tls-daemons.ts';
import { tlsUri } from './tls-lab.ts';
import { refused, refusedAlone } from './travel.ts';

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

  describe('is not tried', () => {
    async function wrong(params: Readonly<Record<string, string>>, reason: RegExp): Promise<void> {
      const error = await refused(tlsUri(daemons.open, params));
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toMatch(reason);
    }

    test('without an authority', async () => {
      const pkipath = await daemons.lab.clientDirectory();
      await rm(join(pkipath, 'cacert.pem'));
      await wrong({ pkipath }, /cacert.pem, which TLS needs, cannot be read: ENOENT/);
      await wrong({ pkipath, no_verify: '1', no_sanity: '1' }, /cacert.pem/);
    });

    test('when a file never comes, for longer than the caller likes', async () => {
      const pkipath = await daemons.lab.clientDirectory();
      const pipe = join(pkipath, 'cacert.pem');
      await rm(pipe);
      await runProgram('mkfifo', [pipe]);
      const error = await refusedAlone(tlsUri(daemons.open, { pkipath }), { timeout: 100 });
      expect(error).toBeInstanceOf(TimeoutError);
      // Whoever waits for the pipe to be written waits in the system, and is let go.
      await writeFile(pipe, '');
    });

    test('with files that are not what they should be', async () => {
      const bad = await daemons.lab.file('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
      await wrong(
        { pkipath: await daemons.lab.clientDirectory({ ca: bad }) },
        /cacert.pem has a certificate that cannot be read/,
      );
      await wrong(
        { pkipath: await daemons.lab.clientDirectory({ ca: daemons.lab.client.key }) },
        /cacert.pem has no certificate/,
      );
      await wrong(
        { pkipath: await daemons.lab.clientDirectory({ crl: daemons.lab.client.certificate }) },
        /cacrl.pem has no list of revoked/,
      );
      await wrong(
        { pkipath: await daemons.lab.clientWith(daemons.lab.client, { key: daemons.lab.server.key }) },
        /clientkey.pem is not the key of .*clientcert.pem/,
      );
      await wrong(
        { pkipath: await daemons.lab.clientWith(daemons.lab.client, { key: daemons.lab.client.certificate }) },
        /clientkey.pem has no private key/,
      );
    });

    test('with certificates that are for something else', async () => {
      await wrong(
        { pkipath: await daemons.lab.clientDirectory({ ca: daemons.lab.client }) },
        /cacert.pem is not that of an authority/,
      );
      await wrong(
        { pkipath: await daemons.client({ basicConstraints: 'CA:TRUE' }) },
        /clientcert.pem is that of an authority and not of a client/,
      );
      await wrong(
        { pkipath: await daemons.client({ keyUsage: 'critical,keyAgreement' }) },
        /may not be used for digitalSignature/,
      );
      await wrong(
        { pkipath: await daemons.client({ key: 'rsa', keyUsage: 'critical,digitalSignature' }) },
        /may not be used for keyEncipherment/,
      );
      await wrong(
        { pkipath: await daemons.client({ extendedKeyUsage: 'critical,serverAuth' }) },
        /may not be used by a TLS client/,
      );
      await wrong({ pkipath: await daemons.client({ valid: 'future' }) }, /is not valid before/);
    });

    test('with parameters that cannot be', async () => {
      await wrong({ pkipath: daemons.good, tls_priority: 'NORMAL:+FOO' }, /NORMAL:\+FOO.* has \+FOO/);
      await wrong({ pkipath: daemons.good, tls_priority: 'FOO' }, /begins with FOO/);
      await wrong({ pkipath: daemons.good, no_verify: 'yes' }, /no_verify=yes/);
      await wrong({ pkipath: daemons.good, no_sanity: '' }, /no_sanity=/);
    });

    test('with half a pair of options', async () => {
      const error = await refusedAlone(tlsUri(daemons.open, { pkipath: daemons.good }), {
        tls: { cert: daemons.lab.client.certificate },
      });
      expect(error).toBeInstanceOf(UsageError);
      expect(error.message).toMatch(/tls.cert is given without tls.key/);
    });
  });

  test('finds nobody there, or somebody who speaks no TLS', async () => {
    const port = await freePort();
    const nobody = await refused(tlsUri({ ...daemons.open, tlsPort: port }, { pkipath: daemons.anonymous }));
    expect(nobody).toBeInstanceOf(TransportError);
    expect(nobody).toMatchObject({ tried: [`tls:127.0.0.1:${port}`], cause: { code: 'ECONNREFUSED' } });
    const plain = await refused(
      tlsUri({ ...daemons.open, tlsPort: daemons.open.tcpPort }, { pkipath: daemons.anonymous }),
    );
    expect(plain).toBeInstanceOf(TransportError);
    expect(plain.message).toMatch(/no TLS with tls:127.0.0.1:\d+: it closed the connection/);
  });
});
