import { expect, test } from '@jest/globals';
import type { AdminConnection } from '../../../src/client/admin-connection.ts';
import { connect } from '../../../src/client/connect.ts';
import { connectAdmin } from '../../../src/client/connect-admin.ts';
import { NotSupportedError } from '../../../src/errors/not-supported-error.ts';
import { TimeoutError } from '../../../src/errors/timeout-error.ts';
import { TransportError } from '../../../src/errors/transport-error.ts';
import { ClientTransport } from '../../../src/generated/api-enums.ts';
import { describeWithLab } from '../../support/lab.ts';
import { eventually } from '../../support/qemu-lab/eventually.ts';
import { runProgram } from '../../support/run-program.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';

/** Runs libvirt's own program for administrators. */
async function virtAdmin(uri: string, ...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runProgram('virt-admin', ['--connect', uri, '--quiet', ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** The lines `name : value` that the program prints. */
async function fieldsOf(uri: string, ...args: string[]): Promise<Record<string, string>> {
  const lines = (await virtAdmin(uri, ...args)).split('\n').map((line) => /^\s*(\S.*?)\s*: (.*?)\s*$/.exec(line));
  return Object.fromEntries(lines.flatMap((line) => (line === null ? [] : [[line[1], line[2]]])));
}

/** Parameters as the program prints them. */
function printed(parameters: Readonly<Record<string, unknown>>): Record<string, string> {
  const text = (value: unknown): string => (typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value));
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, text(value)]));
}

async function withAdmin(
  body: (admin: AdminConnection, uri: string, daemon: TestDaemon) => Promise<void>,
): Promise<void> {
  await using daemon = await startTestDaemon();
  const uri = `libvirtd:///system?socket=${daemon.adminSocketPath}`;
  await using admin = await connectAdmin(uri);
  await body(admin, uri, daemon);
}

describeWithLab('an admin connection, compared with virt-admin,', (lab) => {
  test('tells the same of servers and their limits, and sets them', () =>
    withAdmin(async (admin, uri) => {
      await expect(admin.getLibVersion()).resolves.toBeGreaterThan(0n);
      expect((await admin.listServers()).map(({ name }) => name).sort()).toEqual(['admin', 'libvirtd']);
      const server = await admin.lookupServer('libvirtd');

      await server.setThreadPoolParameters({ minWorkers: 3, maxWorkers: 9, prioWorkers: 4 });
      // Workers that are too many end by themselves, a moment later.
      await eventually('one has ended', async () => (await server.getThreadPoolParameters()).prioWorkers === 4);
      const pool = await server.getThreadPoolParameters();
      expect(pool).toMatchObject({ minWorkers: 3, maxWorkers: 9, prioWorkers: 4, jobQueueDepth: 0 });
      expect(printed(pool)).toEqual(await fieldsOf(uri, 'server-threadpool-info', 'libvirtd'));

      await server.setClientLimits({ nclients_max: 70, nclients_unauth_max: 7 });
      const limits = await server.getClientLimits();
      expect(limits).toMatchObject({ nclients_max: 70, nclients: 0, nclients_unauth_max: 7, nclients_unauth: 0 });
      expect(printed(limits)).toEqual(await fieldsOf(uri, 'server-clients-info', 'libvirtd'));

      await expect(server.setThreadPoolParameters({ minWorkers: 10 })).rejects.toMatchObject({
        code: 'VIR_ERR_INVALID_ARG',
      });
      await expect(server.setClientLimits({ nclients: 1 })).rejects.toMatchObject({
        code: 'VIR_ERR_ARGUMENT_UNSUPPORTED',
      });
      await expect(server.updateTlsFiles()).rejects.toMatchObject({ procedure: 'adminServerUpdateTlsFiles' });
      await expect(admin.lookupServer('none')).rejects.toMatchObject({ code: 'VIR_ERR_NO_SERVER' });
    }));

  test('tells the same of clients, and closes them', () =>
    withAdmin(async (admin, uri, daemon) => {
      await using overTcp = await connect(daemon.tcpUri);
      await using overUnix = await connect(daemon.unixUri);
      const server = await admin.lookupServer('libvirtd');
      const clients = await server.listClients();
      expect(clients.map(({ transport }) => transport).sort()).toEqual([ClientTransport.UNIX, ClientTransport.TCP]);
      for (const client of clients) {
        const { id, connection_time, transport, ...theirs } = await fieldsOf(
          uri,
          'client-info',
          'libvirtd',
          String(client.id),
        );
        expect(printed(await client.getInfo())).toEqual(theirs);
        expect([id, transport]).toEqual([String(client.id), client.transport === ClientTransport.TCP ? 'tcp' : 'unix']);
        expect(Date.parse(connection_time ?? '')).toBe(Number(client.timestamp) * 1000);
      }

      const [client] = clients.filter(({ transport }) => transport === ClientTransport.TCP);
      const again = await server.lookupClient(client?.id ?? 0n);
      expect(client?.equals(again)).toBe(true);
      await again.close();
      await expect(overTcp.closed).resolves.toMatchObject({ reason: 'eof' });
      await expect(again.getInfo()).rejects.toMatchObject({ code: 'VIR_ERR_NO_CLIENT' });
      expect(overUnix.isAlive).toBe(true);
    }));

  test('tells the same of what is logged, and sets it', () =>
    withAdmin(async (admin, uri) => {
      await expect(admin.getLoggingFilters()).resolves.toBeNull();
      await admin.setLoggingFilters('3:rpc 4:qemu');
      const filters = await admin.getLoggingFilters();
      expect(filters).toMatch(/3:\S*rpc\S* 4:\S*qemu/);
      await expect(virtAdmin(uri, 'daemon-log-filters')).resolves.toContain(filters);
      await admin.setLoggingFilters(null);
      await expect(admin.getLoggingFilters()).resolves.toBeNull();

      const before = await admin.getLoggingOutputs();
      await admin.setLoggingOutputs(`4:stderr ${before}`);
      const outputs = await admin.getLoggingOutputs();
      expect(outputs).toBe(`4:stderr ${before}`);
      await expect(virtAdmin(uri, 'daemon-log-outputs')).resolves.toContain(outputs);

      await admin.setDaemonTimeout(0);
      await expect(admin.setLoggingFilters('nonsense')).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    }));

  test('tells the daemon to end, or says that it is too old for that', () =>
    withAdmin(async (admin) => {
      if ((await admin.getLibVersion()) >= 11_002_000n) {
        // It goes without an answer, which virt-admin, too, takes for the end of the connection.
        await expect(admin.daemonShutdown()).rejects.toMatchObject({ reason: 'eof' });
        await expect(admin.closed).resolves.toMatchObject({ reason: 'eof' });
        return;
      }
      const refused = await admin.daemonShutdown().catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(NotSupportedError);
      expect(refused).toMatchObject({ since: '11.2.0', procedure: 'adminConnectDaemonShutdown' });
    }));

  test('ends with a word, and calls none after it', async () => {
    const admin = await connectAdmin(`libvirtd:///system?socket=${lab.adminSocketPath}`);
    expect(admin.isAlive).toBe(true);
    await Promise.all([admin.close(), admin.close()]);
    await expect(admin.closed).resolves.toMatchObject({ reason: 'client' });
    await expect(admin.listServers()).rejects.toMatchObject({ code: 'ERR_LIBVIRT_CONNECTION' });
  });

  test('is not opened without a socket, or without time', async () => {
    const uri = `libvirtd:///system?socket=${lab.adminSocketPath}`;
    await expect(connectAdmin(`libvirtd:///system?socket=${lab.directory}/none`)).rejects.toBeInstanceOf(
      TransportError,
    );
    await expect(connectAdmin(uri, { timeout: 0 })).rejects.toBeInstanceOf(TimeoutError);
    await expect(connectAdmin(uri, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORT_ERR' });
  });
});
