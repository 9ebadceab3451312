import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import { connectAdmin } from '../../src/client/connect-admin.ts';
import { TransportError } from '../../src/errors/transport-error.ts';
import { type ModularHost, startModularHost } from '../support/modular-lab/modular-host.ts';
import { type Driver, daemonOf, drivers } from './own-objects.ts';

describe('the admin sockets of modular daemons, with virt-admin of the same build as the judge', () => {
  let host: ModularHost;
  beforeAll(async () => {
    host = await startModularHost();
  }, 120_000);
  afterAll(() => host?.stop());

  const virtAdmin = (uri: string, ...args: readonly string[]) =>
    host.run('virt-admin', '--connect', uri, '--quiet', ...args);

  const daemons: readonly (readonly [uri: string, server: string, drivers: readonly Driver[]])[] = [
    ...drivers.map((driver) => [`${daemonOf[driver]}:///system`, daemonOf[driver], [driver]] as const),
    // The one for all drivers has the sockets of libvirtd, of administrators too.
    ['libvirtd:///system', 'virtproxyd', drivers],
  ];

  test.each(daemons)('%s has the server %s', async (uri, name) => {
    const judge = await virtAdmin(uri, 'server-list');
    expect({ uri, ...judge }).toMatchObject({ uri, status: 0, stderr: '' });
    const judged = judge.stdout.split('\n').flatMap((line) => /^\s*\d+\s+(\S+)/.exec(line)?.[1] ?? []);
    await using admin = await connectAdmin(uri, { environment: host.environment });
    expect((await admin.listServers()).map((server) => server.name).sort()).toEqual(judged.sort());
    expect(judged).toContain(name);
    await expect(admin.getLibVersion()).resolves.toBe(11_003_000n);
    const server = await admin.lookupServer(name);
    const limits = await server.getClientLimits();
    const { stdout } = await virtAdmin(uri, 'server-clients-info', name);
    expect(
      Object.fromEntries([...stdout.matchAll(/^(\w+)\s*: (\d+)$/gm)].map(([, key, value]) => [key, value])),
    ).toEqual(Object.fromEntries(Object.entries(limits).map(([key, value]) => [key, String(value)])));
  });

  test.each(daemons)('%s tells of its clients, and closes them', async (uri, name, [driver = 'qemu']) => {
    const mode = name === 'virtproxyd' ? 'legacy' : 'direct';
    await using connection = await connect(`${driver}:///system?mode=${mode}`, { environment: host.environment });
    await using admin = await connectAdmin(uri, { environment: host.environment });
    const server = await admin.lookupServer(name);
    // Other daemons of the host may be clients as well; ours is the newest.
    const ours = (await server.listClients()).reduce((newest, client) => (client.id > newest.id ? client : newest));
    expect((await virtAdmin(uri, 'client-list', name)).stdout).toMatch(new RegExp(`^ *${ours.id} +unix`, 'm'));
    await ours.close();
    await expect(connection.session.closed).resolves.toMatchObject({ reason: 'eof' });
    await expect(connection.getType()).rejects.toMatchObject({ reason: 'eof' });
  });

  test.each(['virtproxyd:///system', 'virtlxcd:///system'])('%s leads nowhere', async (uri) => {
    expect(await virtAdmin(uri, 'server-list')).toMatchObject({ stderr: expect.stringContaining('No such file') });
    const opening = connectAdmin(uri, { environment: host.environment });
    await expect(opening).rejects.toBeInstanceOf(TransportError);
    await expect(opening).rejects.toThrow(/virt(proxy|lxc)d-admin-sock.*ENOENT/);
  });
});
