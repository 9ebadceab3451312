import { writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { describeWithLab } from '../../support/lab.ts';
import { runProgram } from '../../support/run-program.ts';
import { type SshLab, type SshUriOptions, startSshLab } from '../../support/ssh-lab.ts';
import { SshLeftovers } from '../../support/ssh-leftovers.ts';
import { type Examination, examine, runDoctor, statuses } from './examine.ts';

jest.setTimeout(60_000);

describeWithLab('the doctor by SSH', (daemon) => {
  let lab: SshLab;
  beforeAll(async () => {
    lab = await startSshLab({ sockets: `${daemon.directory}/run` });
  });
  afterEach(async () => {
    await lab.knowHost();
    await new SshLeftovers(lab.server).areGone();
  });
  afterAll(async () => {
    await lab?.server.stop();
  });

  const look = (options: SshUriOptions): Promise<Examination> =>
    examine(lab.uri(options), { environment: lab.environment() });
  const healthy = { authentication: 'ok', open: 'ok', call: 'ok', keepalive: 'ok', limits: 'skipped', close: 'ok' };

  test("goes by the system's program", async () => {
    const { status, report } = await look({});
    expect(status).toBe(0);
    expect(statuses(report)).toMatchObject({ uri: 'ok', ssh: 'ok', ...healthy });
    expect(report.steps.connect).toBeUndefined();
    expect(report.steps.ssh?.facts).toEqual({
      client: 'program',
      program: 'ssh',
      destination: `ssh:root@127.0.0.1:${lab.server.port}`,
      proxy: 'auto',
    });
  });

  test('goes by the built-in client, and tells of keys and of the way on', async () => {
    const { status, report } = await look({ transport: 'libssh2' });
    expect(status).toBe(0);
    expect(statuses(report)).toMatchObject({ uri: 'ok', connect: 'ok', ssh: 'ok', ...healthy });
    expect(report.steps.connect?.facts.address).toBe(`127.0.0.1:${lab.server.port}`);
    const listed = await runProgram('ssh-keygen', ['-l', '-f', lab.file('host_ed25519.pub')]);
    const [, fingerprint] = listed.stdout.split(' ');
    expect(report.steps.ssh?.facts).toEqual({
      client: 'built-in',
      hosts: [
        {
          host: `[127.0.0.1]:${lab.server.port}`,
          type: 'ssh-ed25519',
          fingerprint,
          place: `${lab.file('known_hosts')}:1`,
        },
      ],
      logins: [lab.file('ed25519')],
      proxy: 'auto',
      way: 'virt-ssh-helper',
    });
  });

  test.each(['ssh', 'libssh2'])('%s does not know the host', async (transport) => {
    await lab.knowHost([]);
    const { status, report } = await look({ transport });
    expect(status).toBe(1);
    expect(statuses(report)).toMatchObject({ uri: 'ok', ssh: 'failed', authentication: 'skipped', open: 'skipped' });
    expect(report.steps.ssh?.advice[0]).toContain('compare the fingerprint with that of the host');
    if (transport === 'libssh2') expect(report.steps.ssh?.facts.hosts).toHaveLength(1);
    const { output } = await runDoctor([lab.uri({ transport })], lab.environment());
    expect(output).toMatch(/^failed {3}SSH/m);
  });

  test.each(['ssh', 'libssh2'])('%s finds another key than is known', async (transport) => {
    const other = await runProgram('cat', [lab.file('stranger.pub')]);
    await lab.knowHost([`[127.0.0.1]:${lab.server.port} ${other.stdout.trim()}`]);
    const { report } = await look({ transport });
    expect(report.steps.ssh).toMatchObject({
      status: 'failed',
      advice: [
        expect.stringContaining('somebody answers in its place'),
        expect.stringContaining(`ssh-keygen -R '[127.0.0.1]:${lab.server.port}'`),
      ],
    });
  });

  test.each(['ssh', 'libssh2'])('%s has a key that is refused', async (transport) => {
    const { status, report } = await look({ transport, params: { keyfile: lab.file('stranger') } });
    expect(status).toBe(1);
    expect(report.steps.ssh).toMatchObject({ status: 'failed' });
    expect(report.steps.ssh?.advice[0]).toContain('ssh-copy-id root@127.0.0.1');
  });

  test.each(['ssh', 'libssh2'])('%s finds neither helper nor netcat', async (transport) => {
    const { status, report } = await look({ transport, user: 'bare', params: { proxy: 'native' } });
    expect(status).toBe(1);
    expect(statuses(report)).toMatchObject({ ssh: 'failed', authentication: 'skipped' });
    expect(report.steps.ssh?.problem).toMatch(/virt-ssh-helper/);
    expect(report.steps.ssh?.advice[0]).toContain('install virt-ssh-helper');
  });

  test('waits for a program that leads nowhere no longer than it may', async () => {
    await writeFile(lab.file('sleeper'), '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    const uri = lab.uri({ params: { command: lab.file('sleeper') } });
    const { status, report } = await examine(uri, { args: ['--timeout', '0.3'], environment: lab.environment() });
    expect(status).toBe(1);
    expect(statuses(report)).toMatchObject({ uri: 'ok', ssh: 'failed', authentication: 'skipped' });
    expect(report.steps.ssh?.advice[0]).toContain(`nothing has come through ${lab.file('sleeper')}`);
  });

  test.each(['ssh', 'libssh2'])('%s finds nobody at the port', async (transport) => {
    const uri = lab.uri({ transport }).replace(`:${lab.server.port}/`, ':1/');
    const { status, report } = await examine(uri, { environment: lab.environment() });
    expect(status).toBe(1);
    const step = transport === 'ssh' ? report.steps.ssh : report.steps.connect;
    expect(step).toMatchObject({ status: 'failed', advice: [expect.stringContaining('look whether sshd runs there')] });
  });
});
