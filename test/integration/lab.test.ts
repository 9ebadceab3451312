import { access, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { expect, jest, test } from '@jest/globals';
import { describeWithLab } from '../support/lab.ts';
import { pythonLibvirt } from '../support/python-libvirt.ts';
import { startTestDaemon } from '../support/test-daemon.ts';
import { virsh } from '../support/virsh.ts';

const listNames = `
connection = libvirt.open(args['uri'])
print(json.dumps(sorted(domain.name() for domain in connection.listAllDomains())))
`;

describeWithLab('the shared daemon', (lab) => {
  test.each(['unixUri', 'tcpUri'] as const)('answers virsh and Python alike over %s', async (kind) => {
    const uri = lab[kind];
    const listed = await virsh(uri, 'list', '--all', '--name');
    expect(listed).toMatchObject({ status: 0, stderr: '' });
    const names = listed.stdout.split('\n').filter((line) => line !== '');
    expect(names).toContain('test');
    await expect(pythonLibvirt<string[]>(listNames, { uri })).resolves.toEqual(names.sort());
  });

  test('gives the errors of virsh and Python as they are', async () => {
    const failed = await virsh(lab.unixUri, 'dominfo', 'no-such-domain');
    expect(failed.status).toBe(1);
    expect(failed.stderr).toContain("failed to get domain 'no-such-domain'");
    await expect(pythonLibvirt('libvirt.open(args).lookupByName("no-such-domain")', lab.tcpUri)).rejects.toThrow(
      /Domain not found/,
    );
  });
});

describeWithLab('private daemons', () => {
  jest.setTimeout(60_000);

  test('run side by side and leave nothing behind', async () => {
    const daemons = await Promise.all([startTestDaemon(), startTestDaemon({ config: { max_clients: 50 } })]);
    try {
      for (const daemon of daemons) {
        await expect(readFile(`/proc/${daemon.pid}/comm`, 'utf8')).resolves.toBe('libvirtd\n');
        await expect(virsh(daemon.unixUri, 'list', '--name')).resolves.toMatchObject({ stdout: 'test\n', status: 0 });
        await expect(access(daemon.readOnlySocketPath)).resolves.toBeUndefined();
        await expect(access(daemon.adminSocketPath)).resolves.toBeUndefined();
      }
      expect(daemons[0].tcpPort).not.toBe(daemons[1].tcpPort);
    } finally {
      await Promise.all(daemons.map((daemon) => daemon.stop()));
    }
    for (const { pid, directory, tcpPort } of daemons) {
      await expect(access(`/proc/${pid}`)).rejects.toThrow('ENOENT');
      await expect(access(directory)).rejects.toThrow('ENOENT');
      await expect(dial(tcpPort)).rejects.toThrow('ECONNREFUSED');
    }
  });

  test('can be stopped while frozen and after a crash', async () => {
    const daemon = await startTestDaemon();
    daemon.kill('SIGSTOP');
    await daemon.stop();
    await expect(access(`/proc/${daemon.pid}`)).rejects.toThrow('ENOENT');

    await using crashed = await startTestDaemon();
    crashed.kill('SIGKILL');
    await crashed.exited;
    await expect(access(crashed.directory)).resolves.toBeUndefined();
  });

  test('that cannot start say what the daemon said', async () => {
    const start = startTestDaemon({ config: { max_clients: 5, max_anonymous_clients: 20 } });
    await expect(start).rejects.toThrow(/maximum number of clients must not be less/);
  });
});

async function dial(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
