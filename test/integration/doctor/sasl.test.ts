import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { processEnvironment } from '../../../src/session/environment.ts';
import { describeWithPrograms } from '../../support/describe-with-programs.ts';
import { type SaslDaemon, startSaslDaemon } from '../../support/sasl-daemon.ts';
import { examine, runDoctor, statuses } from './examine.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

/** What would be found in a user's home is of no concern here. */
const environment = { ...processEnvironment(), variables: { XDG_CONFIG_HOME: '/nonexistent' } };

describeWithPrograms(['saslpasswd2'], 'the doctor by SASL', () => {
  let daemon: SaslDaemon;
  beforeAll(async () => {
    daemon = await startSaslDaemon({ mechanisms: 'SCRAM-SHA-256 PLAIN DIGEST-MD5' });
  });
  afterAll(async () => {
    await daemon?.stop();
  });

  test('tells of mechanisms, and of no password', async () => {
    const uri = `${daemon.unixUri}&authfile=${await daemon.authFile()}`;
    const { status, report, json } = await examine(uri);
    expect(status).toBe(0);
    expect(report.steps.authentication).toMatchObject({ status: 'ok', facts: { offered: ['sasl'], chosen: 'sasl' } });
    expect(report.steps.sasl).toMatchObject({ status: 'ok', facts: { mechanism: 'SCRAM-SHA-256', layer: 0 } });
    expect(report.steps.sasl?.facts.offered).toEqual(expect.arrayContaining(['SCRAM-SHA-256', 'PLAIN', 'DIGEST-MD5']));
    expect(json).not.toContain(daemon.password);
  });

  test('tells of the layer that a mechanism puts over TCP', async () => {
    const uri = `${daemon.tcpUri}?authfile=${await daemon.authFile()}`;
    const { status, report } = await examine(uri);
    expect(status).toBe(0);
    expect(report.steps.connect).toMatchObject({ status: 'ok', warnings: [] });
    expect(report.steps.sasl?.facts).toMatchObject({ mechanism: 'DIGEST-MD5' });
    expect(report.steps.sasl?.facts.layer).toBeGreaterThanOrEqual(56);
  });

  test('has a wrong password, or none', async () => {
    const wrong = crypto.randomUUID();
    const uri = `${daemon.unixUri}&authfile=${await daemon.authFile({ authname: daemon.name, password: wrong })}`;
    const { status, report, json } = await examine(uri);
    expect(status).toBe(1);
    expect(statuses(report)).toMatchObject({ connect: 'ok', authentication: 'ok', sasl: 'failed', open: 'skipped' });
    expect(report.steps.sasl).toMatchObject({ code: 'VIR_ERR_AUTH_FAILED', facts: { mechanism: 'SCRAM-SHA-256' } });
    expect(report.steps.sasl?.advice[0]).toContain('auth.conf');
    const { output } = await runDoctor([uri]);
    for (const text of [json, output]) {
      expect(text).not.toContain(wrong);
      expect(text).not.toContain(daemon.password);
    }
    const none = await examine(daemon.unixUri, { environment });
    expect(none.report.steps.sasl).toMatchObject({
      status: 'failed',
      problem: expect.stringMatching(/needs a (name|password)/),
    });
  });

  test('insists on what the daemon does not offer', async () => {
    const { report } = await examine(`${daemon.unixUri}&auth=polkit`);
    expect(report.steps.authentication).toMatchObject({
      status: 'failed',
      facts: { offered: ['sasl'] },
      advice: [expect.stringContaining('take auth= out of the URI')],
    });
    expect(report.steps.sasl).toBeUndefined();
  });
});
