import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import { processEnvironment } from '../../../src/session/environment.ts';
import { freePort } from '../../support/free-port.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startTestDaemon } from '../../support/test-daemon.ts';
import { nothingMoreThan, openResources } from '../open-resources.ts';
import { examine, runDoctor, statuses } from './examine.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

const behindOpening = { call: 'ok', daemon: 'ok', hypervisor: 'ok', features: 'ok', keepalive: 'ok' };
const notReached = {
  open: 'skipped',
  call: 'skipped',
  daemon: 'skipped',
  hypervisor: 'skipped',
  features: 'skipped',
  keepalive: 'skipped',
  limits: 'skipped',
  close: 'skipped',
};

describeWithLab('the doctor', (lab) => {
  test('finds a unix socket healthy, and tells of everything', async () => {
    const before = openResources();
    const { status, report } = await examine(lab.unixUri);
    expect(status).toBe(0);
    expect(statuses(report)).toEqual({
      uri: 'ok',
      connect: 'ok',
      authentication: 'ok',
      open: 'ok',
      ...behindOpening,
      limits: 'ok',
      close: 'ok',
    });
    expect(report).toMatchObject({ format: 1, uri: lab.unixUri, ok: true });
    const { uri, connect, authentication, open, call, daemon, hypervisor, features, keepalive, limits } = report.steps;
    expect(uri?.facts).toMatchObject({
      given: lab.unixUri,
      from: 'argument',
      uri: lab.unixUri,
      transport: 'unix',
      name: 'test:///default',
      settings: [{ name: 'socket', value: lab.socketPath, from: 'URI' }],
    });
    expect(connect?.facts).toEqual({ tried: [`unix:${lab.socketPath}`], address: `unix:${lab.socketPath}` });
    expect(authentication?.facts).toEqual({ offered: ['none'], chosen: 'none' });
    expect(open?.facts).toEqual({ name: 'test:///default', readOnly: false });
    expect(call?.facts).toEqual({ procedure: 'connectGetHostname', hostname: expect.stringMatching(/./) });
    expect(daemon?.facts.release).toMatch(/^\d+\.\d+\.\d+$/);
    expect(hypervisor?.facts).toEqual({ type: 'TEST', release: expect.stringMatching(/^\d+\.\d+\.\d+$/) });
    const numbers = features?.facts.present?.map(({ number }) => number);
    expect(numbers).toEqual(expect.arrayContaining([9, 10, 14, 15, 16]));
    expect(features?.facts.absent?.map(({ number }) => number)).toContain(1);
    expect(keepalive?.facts.roundTrip).toBeGreaterThan(0);
    expect(keepalive?.facts.gone).toBe(30_000);
    expect(limits?.facts.servers?.map(({ name }) => name)).toContain('libvirtd');
    expect(limits?.facts.servers?.[0]).toMatchObject({ clients: expect.any(Number), maxClients: expect.any(Number) });
    expect(limits?.facts.servers?.[0]?.maxClients).toBeGreaterThan(0);
    // All time is somebody's.
    const times = Object.values(report.steps).map(({ elapsed }) => elapsed ?? Number.NaN);
    expect(times.every((time) => time >= 0)).toBe(true);
    expect(times.reduce((sum, time) => sum + time, 0)).toBeCloseTo(report.elapsed, 3);
    await nothingMoreThan(before);
  });

  test('tells a human the same', async () => {
    const { status, output } = await runDoctor([lab.unixUri, '--read-only']);
    expect(status).toBe(0);
    expect(output).toMatch(/^ok {7}connect +\d/m);
    expect(output).toContain(`connected to  unix:${lab.socketPath}`);
    expect(output).toMatch(/mode +read-only/);
    expect(output).toMatch(/present +.*10 keepalive/);
    expect(output).toMatch(/libvirtd +\d+ of \d+ clients/);
    expect(output).toMatch(/\nThe connection works; [\d.]+ ms\.\n$/);
  });

  test('goes by TCP, and warns that others may listen', async () => {
    const { status, report } = await examine(lab.tcpUri.replace('127.0.0.1', 'localhost'));
    expect(status).toBe(0);
    expect(statuses(report)).toEqual({
      uri: 'ok',
      resolve: 'ok',
      connect: 'warning',
      authentication: 'ok',
      open: 'ok',
      ...behindOpening,
      limits: 'skipped',
      close: 'ok',
    });
    expect(report.steps.resolve?.facts).toEqual({
      host: 'localhost',
      addresses: expect.arrayContaining(['127.0.0.1']),
    });
    expect(report.steps.connect).toMatchObject({
      facts: { tried: [`tcp:localhost:${lab.tcpPort}`], address: `127.0.0.1:${lab.tcpPort}` },
      warnings: ['others on the network can read and change what passes'],
    });
    expect(report.steps.limits?.problem).toMatch(/^unknown: /);
  });

  test('within this process there is no way to go', async () => {
    const { status, report } = await examine('test:///default');
    expect(status).toBe(0);
    expect(report.steps.connect).toBeUndefined();
    expect(report.steps.uri?.facts.transport).toBe('in process');
    expect(statuses(report)).toMatchObject({ ...behindOpening, limits: 'skipped', close: 'ok' });
  });

  test('finds no daemon at a unix socket', async () => {
    const path = `${lab.directory}/no-sock`;
    const { status, report } = await examine(`qemu:///system?socket=${path}`);
    expect(status).toBe(1);
    expect(statuses(report)).toEqual({ uri: 'ok', connect: 'failed', authentication: 'skipped', ...notReached });
    expect(report.steps.connect).toMatchObject({ code: 'ENOENT', facts: { tried: [`unix:${path}`] } });
    expect(report.steps.connect?.problem).toContain(path);
    expect(report.steps.connect?.advice[0]).toMatch(/^start the daemon: systemctl start/);
    expect(report.steps.open).toMatchObject({ elapsed: null, problem: 'not reached', facts: {} });
    const { status: again, output } = await runDoctor([`qemu:///system?socket=${path}`]);
    expect(again).toBe(1);
    expect(output).toMatch(/^failed {3}connect/m);
    expect(output).toMatch(/to change {5}start the daemon/);
    expect(output).toMatch(/^skipped {2}authentication, open, .*: not reached$/m);
    expect(output).toMatch(/\nFailed at connect, after [\d.]+ ms\.\n$/);
  });

  test('finds nobody at a TCP port, or no such host', async () => {
    const port = await freePort();
    const refused = await examine(`qemu+tcp://127.0.0.1:${port}/system`);
    expect(refused.status).toBe(1);
    expect(refused.report.steps.connect).toMatchObject({
      status: 'failed',
      code: 'ECONNREFUSED',
      advice: [expect.stringContaining('systemctl start libvirtd-tcp.socket')],
    });
    const unknown = await examine('qemu+tcp://no-such-host.invalid/system');
    expect(unknown.status).toBe(1);
    expect(statuses(unknown.report)).toMatchObject({ uri: 'ok', resolve: 'failed', connect: 'skipped' });
    expect(unknown.report.steps.resolve?.advice[0]).toContain('no-such-host.invalid');
  });

  test.each([
    ['hangs up', (socket: Socket) => socket.end(), /hangs up at once: .*max_clients.*wants TLS/],
    [
      'speaks HTTP',
      (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      /does not speak libvirt's protocol/,
    ],
  ] as const)('finds somebody who %s', async (_what, answer, advice) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => answer(socket));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const { status, report } = await examine(`qemu+tcp://127.0.0.1:${port}/system`);
      expect(status).toBe(1);
      expect(statuses(report)).toMatchObject({ connect: 'warning', authentication: 'failed', open: 'skipped' });
      expect(report.steps.authentication?.advice[0]).toMatch(advice);
    } finally {
      server.close();
    }
  });

  test('does not understand a URI', async () => {
    const { status, report } = await examine('qemu://system');
    expect(status).toBe(1);
    expect(report.steps.uri).toMatchObject({
      status: 'failed',
      code: 'ERR_LIBVIRT_USAGE',
      facts: { given: 'qemu://system' },
    });
    expect(report.steps.uri?.problem).toContain('with a third slash');
  });

  test('takes the URI from the environment', async () => {
    const variables = { ...process.env, LIBVIRT_DEFAULT_URI: lab.unixUri };
    const { status, output } = await runDoctor(['--json'], { ...processEnvironment(), variables });
    expect(status).toBe(0);
    expect(JSON.parse(output)).toMatchObject({
      uri: null,
      steps: { uri: { facts: { given: lab.unixUri, from: 'LIBVIRT_DEFAULT_URI' } } },
    });
  });

  test('is told by the daemon that it does not open that', async () => {
    const { status, report } = await examine(`test+unix:///nowhere.xml?socket=${lab.socketPath}`);
    expect(status).toBe(1);
    expect(statuses(report)).toMatchObject({ authentication: 'ok', open: 'failed', call: 'skipped' });
    expect(report.steps.open).toMatchObject({
      code: expect.stringMatching(/^VIR_ERR_/),
      facts: { name: 'test:///nowhere.xml' },
    });
    expect(report.steps.open?.advice.length).toBeGreaterThan(0);
  });

  test('gives a frozen daemon up in time, and tells where it stuck', async () => {
    await using daemon = await startTestDaemon();
    const before = openResources();
    daemon.kill('SIGSTOP');
    const { status, report } = await examine(daemon.unixUri, { args: ['--timeout', '0.3'] });
    expect(status).toBe(1);
    expect(statuses(report)).toEqual({ uri: 'ok', connect: 'ok', authentication: 'failed', ...notReached });
    expect(report.steps.authentication?.problem).toMatch(/was not done after \d+ ms/);
    expect(report.steps.authentication?.advice[0]).toContain('does not answer');
    expect(report.elapsed).toBeGreaterThan(250);
    expect(report.elapsed).toBeLessThan(5000);
    await nothingMoreThan(before);
  });

  test('shows no secret of a URI', async () => {
    const secrets = [crypto.randomUUID(), crypto.randomUUID()];
    const uri = `test+tcp://fred:${secrets[0]}@127.0.0.1:${lab.tcpPort}/default?password=${secrets[1]}&x=1`;
    const { report, json } = await examine(uri);
    expect(report.steps.uri?.facts.given).toContain('fred:***@127.0.0.1');
    const { output } = await runDoctor([uri]);
    for (const secret of secrets) {
      expect(json).not.toContain(secret);
      expect(output).not.toContain(secret);
    }
  });
});
