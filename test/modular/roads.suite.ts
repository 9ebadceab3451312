import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect } from '../../src/client/connect.ts';
import type { Connection } from '../../src/client/connection.ts';
import { LibvirtError } from '../../src/errors/libvirt-error.ts';
import { TransportError } from '../../src/errors/transport-error.ts';
import type { OpenOptions } from '../../src/session/open-options.ts';
import { type HostPort, leadToHost } from '../support/modular-lab/lead-to-host.ts';
import { type ModularHost, startModularHost } from '../support/modular-lab/modular-host.ts';
import { type Driver, daemonOf, defineOne, drivers, listedByUs, listedByVirsh, typeOf } from './own-objects.ts';
import { lastError } from './virsh-words.ts';

const tcpPort = 16509;

describe('the roads to modular daemons, with virsh of the same build as the judge', () => {
  let host: ModularHost;
  let tcp: HostPort;
  beforeAll(async () => {
    host = await startModularHost();
    tcp = await leadToHost(host, tcpPort);
    await defineOne(host);
  }, 120_000);
  afterAll(async () => {
    await tcp?.[Symbol.asyncDispose]();
    await host?.stop();
  });

  const open = (uri: string | undefined, options: OpenOptions = {}): Promise<Connection> =>
    connect(uri?.replace('{port}', String(tcp.port)), { environment: host.environment, timeout: 30_000, ...options });
  const forVirsh = (uri: string): string => uri.replace('{port}', String(tcpPort));
  const peerAt = (socket: string): string =>
    socket === 'tcp' ? `tcp:127.0.0.1:${tcp.port}` : `unix:${host.sockets}/${socket}`;

  const roads = drivers.flatMap((driver) => {
    const own = `${daemonOf[driver]}-sock`;
    return [
      [`${driver}:///system`, own, driver],
      [`${driver}:///system?mode=auto`, own, driver],
      [`${driver}+unix:///system?mode=direct`, own, driver],
      [`${driver}:///system?mode=legacy`, 'libvirt-sock', driver],
      [`${driver}+unix:///system?socket=/run/libvirt/libvirt-sock`, 'libvirt-sock', driver],
      [`${driver}+tcp://127.0.0.1:{port}/system`, 'tcp', driver],
    ] as const;
  });

  test.each(roads)('%s goes by %s', async (template, socket, driver) => {
    // The host's path of a socket is not ours; the one that is named must be taken all the same.
    const ours = template.replace('/run/libvirt/', `${host.sockets}/`);
    const judge = await host.virsh(forVirsh(template), 'uri');
    expect(judge).toMatchObject({ status: 0, stdout: expect.stringContaining(forVirsh(template)) });
    const listed = await listedByVirsh(host, forVirsh(template), driver);
    expect(listed).not.toHaveLength(0);
    await using connection = await open(ours);
    expect(connection.session.peer).toBe(peerAt(socket));
    await expect(connection.getType()).resolves.toBe(typeOf(driver));
    await expect(connection.getLibVersion()).resolves.toBe(11_003_000n);
    expect(await listedByUs(connection, driver)).toEqual(listed);
  });

  test.each(roads.filter(([uri]) => !uri.includes('socket=')))(
    '%s, only to look, goes by the socket for that beside %s',
    async (template, socket, driver) => {
      const listed = await listedByVirsh(host, forVirsh(template), driver, '--readonly');
      await using connection = await open(template, { readOnly: true });
      expect(connection.session.peer).toBe(peerAt(socket === 'tcp' ? socket : `${socket}-ro`));
      expect(await listedByUs(connection, driver)).toEqual(listed);
      expect(listed).not.toHaveLength(0);
      await expect(changes[driver](connection)).rejects.toMatchObject({
        code: 'VIR_ERR_OPERATION_DENIED',
        message: expect.stringContaining('read only access'),
      });
      await expect(connection.getType()).resolves.toBe(typeOf(driver));
    },
  );

  test('without a URI, the only hypervisor is found', async () => {
    const { stdout } = await host.virsh(undefined, 'uri');
    await using connection = await open(undefined);
    expect(connection.getURI()).toBe(stdout.trim());
    expect(connection.getURI()).toBe('qemu:///system');
    expect(connection.session.peer).toBe(peerAt('virtqemud-sock'));
  });

  test.each([
    'lxc:///system',
    'lxc:///system?mode=legacy',
    'lxc+tcp://127.0.0.1:{port}/system',
    'xen:///system',
    'xen+tcp://127.0.0.1:{port}/system',
    'vbox:///session?mode=legacy',
    'qemu+tcp://127.0.0.1:{port}/nowhere',
    'network:///nowhere',
    'secret+tcp://127.0.0.1:{port}/nowhere',
    'nosuch:///system?mode=legacy',
    'nosuch+tcp://127.0.0.1:{port}/system',
    // The test driver has no daemon, and in that for all drivers there is none.
    'test+unix:///default',
    'test+tcp://127.0.0.1:{port}/default',
  ])('%s is refused by the daemon, in the same words', async (template) => {
    const judge = await host.virsh(forVirsh(template), 'uri');
    expect(judge.status).not.toBe(0);
    const opening = open(template);
    await expect(opening).rejects.toBeInstanceOf(LibvirtError);
    await expect(opening).rejects.toMatchObject({ message: lastError(judge.stderr) });
  });

  test.each(['lxc:///system?mode=direct', 'xen+unix:///system?mode=direct', 'nosuch:///system?mode=direct'])(
    '%s has nobody to go to',
    async (uri) => {
      expect(await host.virsh(uri, 'uri')).toMatchObject({ stderr: expect.stringContaining('No such file') });
      await expect(open(uri)).rejects.toBeInstanceOf(TransportError);
      await expect(open(uri)).rejects.toThrow(/d-sock.*ENOENT.*installed and running\?$/);
    },
  );

  test('the configuration of the client chooses the mode where the URI does not', async () => {
    const configure = (text: string): Promise<string> =>
      host.exec('sh', '-c', 'printf "%s\\n" "$1" > /etc/libvirt/libvirt.conf', 'sh', text);
    for (const mode of ['direct', 'auto']) {
      await configure(`remote_mode = "${mode}"`);
      expect(await host.virsh('network:///system', 'uri')).toMatchObject({ status: 0, stderr: '' });
      await using connection = await open('network:///system');
      expect(connection.session.peer).toBe(peerAt('virtnetworkd-sock'));
    }
    // Both go to the daemon for all drivers then, and so would that daemon itself.
    await configure('remote_mode = "legacy"');
    const judge = await host.virsh('network:///system', 'uri');
    expect(judge.stderr).toContain('Connections from inside daemon must be direct');
    await expect(open('network:///system')).rejects.toMatchObject({ message: lastError(judge.stderr) });
    await configure('uri_default = "storage:///system"');
    await using connection = await open(undefined);
    expect(connection.getURI()).toBe((await host.virsh(undefined, 'uri')).stdout.trim());
    await expect(connection.getType()).resolves.toBe('storage');
    await configure('');
  });
});

/** What a connection that only looks may not do. */
const changes: Readonly<Record<Driver, (connection: Connection) => Promise<unknown>>> = {
  qemu: (connection) => connection.domainDefineXML('<domain/>'),
  network: (connection) => connection.networkDefineXML('<network/>'),
  storage: (connection) => connection.storagePoolDefineXML('<pool/>'),
  secret: (connection) => connection.secretDefineXML('<secret/>'),
  interface: (connection) => connection.interfaceDefineXML('<interface/>'),
  nodedev: (connection) => connection.deviceDefineXML('<device/>'),
  nwfilter: (connection) => connection.nwFilterDefineXML('<filter/>'),
};
