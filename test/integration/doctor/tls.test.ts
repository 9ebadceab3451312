import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { CertificateFacts } from '../../support/certificates.ts';
import { describeWithLab } from '../../support/lab.ts';
import type { TestDaemon } from '../../support/test-daemon.ts';
import { only12, startTlsDaemons, type TlsDaemons } from '../roads/tls-daemons.ts';
import { lenient, serverNames, tlsUri } from '../roads/tls-lab.ts';
import { examine, runDoctor, statuses } from './examine.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

describeWithLab('the doctor by TLS', () => {
  let daemons: TlsDaemons;
  beforeAll(async () => {
    daemons = await startTlsDaemons();
  });
  afterAll(async () => {
    await daemons?.[Symbol.asyncDispose]();
  });

  /** A daemon with another certificate. */
  const daemonWith = async (facts: CertificateFacts): Promise<TestDaemon> =>
    daemons.lab.startDaemon(
      await daemons.lab.authority.issue({ subject: '/O=libvirt-rpc/CN=server', names: serverNames, ...facts }),
      lenient,
    );

  test('finds all well but that certificates expire soon', async () => {
    const { strict, good } = daemons;
    const { status, report } = await examine(tlsUri(strict, { pkipath: good }, 'localhost'));
    expect(status).toBe(0);
    expect(statuses(report)).toEqual({
      uri: 'ok',
      certificates: 'warning',
      resolve: 'ok',
      connect: 'ok',
      tls: 'warning',
      verdict: 'ok',
      authentication: 'ok',
      open: 'ok',
      call: 'ok',
      daemon: 'ok',
      hypervisor: 'ok',
      features: 'ok',
      keepalive: 'ok',
      limits: 'skipped',
      close: 'ok',
    });
    const { certificates, tls, verdict, connect } = report.steps;
    const authority = 'O=libvirt-rpc,CN=Test authority';
    expect(certificates?.facts).toMatchObject({
      source: `${good}/cacert.pem`,
      authorities: [{ subject: authority, issuer: authority }],
      revocationLists: 0,
      own: { subject: 'C=NO,O=libvirt-rpc,CN=client 1', issuer: authority },
    });
    expect(certificates?.warnings).toEqual([
      expect.stringMatching(/^our certificate \(C=NO,O=libvirt-rpc,CN=client 1\) expires on \d{4}-.*, in \d days?$/),
      expect.stringMatching(/^the authority \(O=libvirt-rpc,CN=Test authority\) expires on /),
    ]);
    expect(tls?.facts).toEqual({
      protocol: 'TLSv1.3',
      cipher: expect.stringMatching(/^TLS_/),
      expects: 'localhost',
      verifies: true,
      server: {
        subject: 'O=libvirt-rpc,CN=server',
        issuer: authority,
        validFrom: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        validTo: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        names: ['DNS:localhost', 'IP:127.0.0.1', 'IP:0:0:0:0:0:0:0:1'],
      },
    });
    expect(tls?.warnings).toEqual([expect.stringMatching(/^the server's certificate .* expires on /)]);
    expect(verdict?.facts).toEqual({ accepted: true });
    expect(connect?.facts.address).toMatch(/:\d+$/);
  });

  test('tells a human of versions, names and lists of revoked certificates', async () => {
    const { lab, strict, revokedClient } = daemons;
    const crl = await lab.authority.revoke([revokedClient]);
    const pkipath = await lab.clientWith(lab.client, { crl });
    const { status, output } = await runDoctor([tlsUri(strict, { pkipath, tls_priority: only12 })]);
    expect(status).toBe(0);
    expect(output).toMatch(/protocol +TLSv1.2/);
    expect(output).toMatch(/names +DNS:localhost, IP:127.0.0.1/);
    expect(output).toMatch(/revoked +1 on 1 list/);
    expect(output).toContain(`tls_priority  ${only12} (URI)`);
    expect(output).toMatch(/^ok +verdict/m);
    expect(output).toMatch(/with 3 warnings; [\d.]+ ms\.\n$/);
  });

  test('shows the certificate of a server that has expired, or has another name, and what to do', async () => {
    for (const [facts, host, code, advice] of [
      [{ valid: 'past' }, '127.0.0.1', 'CERT_HAS_EXPIRED', /^renew the server's certificate/],
      [{ names: ['DNS:elsewhere'] }, 'localhost', 'ERR_TLS_CERT_ALTNAME_INVALID', /one of the names/],
    ] as const) {
      await using daemon = await daemonWith(facts);
      const { status, report } = await examine(tlsUri(daemon, { pkipath: daemons.good }, host));
      expect(status).toBe(1);
      expect(statuses(report)).toMatchObject({ connect: 'ok', tls: 'failed', verdict: 'skipped', open: 'skipped' });
      expect(report.steps.tls).toMatchObject({ code, facts: { server: { subject: 'O=libvirt-rpc,CN=server' } } });
      expect(report.steps.tls?.advice[0]).toMatch(advice);
    }
  });

  test('does not know who has certified the server', async () => {
    const pkipath = await daemons.lab.clientDirectory({ ca: daemons.lab.stranger });
    const { report } = await examine(tlsUri(daemons.open, { pkipath }));
    expect(report.steps.tls).toMatchObject({
      status: 'failed',
      advice: [expect.stringContaining(`put the authority that issued the server's certificate into ${pkipath}`)],
    });
  });

  test('warns where anybody may answer', async () => {
    const { status, report } = await examine(tlsUri(daemons.open, { pkipath: daemons.anonymous, no_verify: '1' }));
    expect(status).toBe(0);
    expect(report.steps.tls?.facts.verifies).toBe(false);
    expect(report.steps.tls?.warnings).toContain('no_verify lets anybody answer in the place of the daemon');
    expect(report.steps.certificates?.facts).toMatchObject({ shown: expect.stringMatching(/^no certificate/) });
  });

  test('is refused for want of a certificate, or for the one that it has', async () => {
    const none = await examine(tlsUri(daemons.strict, { pkipath: daemons.anonymous }));
    expect(none.status).toBe(1);
    expect(statuses(none.report)).toMatchObject({ tls: 'warning', verdict: 'failed', authentication: 'skipped' });
    expect(none.report.steps.verdict?.advice).toEqual([
      expect.stringMatching(/^give this client a certificate: no certificate \(there is no .*clientcert.pem/),
    ]);
    const pkipath = await daemons.lab.clientWith(daemons.revokedClient);
    const revoked = await examine(tlsUri(daemons.strict, { pkipath }));
    expect(revoked.report.steps.verdict).toMatchObject({
      status: 'failed',
      problem: expect.stringContaining('client 2'),
    });
    expect(revoked.report.steps.verdict?.advice[0]).toContain("look at the daemon's log");
  });

  test('cannot use files, and does not connect', async () => {
    const { status, report } = await examine(tlsUri(daemons.open, { pkipath: '/nonexistent' }));
    expect(status).toBe(1);
    expect(statuses(report)).toMatchObject({
      certificates: 'failed',
      connect: 'skipped',
      tls: 'skipped',
      verdict: 'skipped',
    });
    expect(report.steps.certificates).toMatchObject({
      code: 'ENOENT',
      problem: expect.stringContaining('/nonexistent/cacert.pem'),
      advice: [expect.stringContaining('?pkipath=')],
    });
  });
});
