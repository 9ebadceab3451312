import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connect } from '../../../src/client/connect.ts';
import { describeWithSsh } from '../../support/describe-with-ssh.ts';
import { type SshLab, startSshLab } from '../../support/ssh-lab.ts';
import { SshLeftovers } from '../../support/ssh-leftovers.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';

describeWithSsh('connections by SSH', () => {
  let daemon: TestDaemon;
  let lab: SshLab;
  beforeAll(async () => {
    daemon = await startTestDaemon();
    lab = await startSshLab({ sockets: `${daemon.directory}/run` });
  });
  afterAll(async () => {
    await lab?.server.stop();
    await daemon?.stop();
  });

  const lost = (message: RegExp) => ({ reason: 'error', message: expect.stringMatching(message) });
  const closedByDaemon = { reason: 'eof', message: expect.stringContaining('the daemon closed the connection') };
  // The helper calls it a failure when the daemon ends, and netcat does not.
  const failed = lost(/status 1: virt-ssh-helper: could not proxy traffic: End of file/);
  const lostBySsh = lost(/ended with status 255: Connection to 127.0.0.1 closed by remote host/);
  const lostByUs = lost(/the connection failed: the host closed the connection/);
  const roads = [
    { transport: 'ssh', params: { proxy: 'native' }, machineGone: lostBySsh, daemonGone: failed },
    { transport: 'ssh', params: { proxy: 'netcat' }, machineGone: lostBySsh, daemonGone: closedByDaemon },
    { transport: 'libssh2', params: { proxy: 'native' }, machineGone: lostByUs, daemonGone: failed },
    { transport: 'libssh2', params: { proxy: 'netcat' }, machineGone: lostByUs, daemonGone: closedByDaemon },
    {
      transport: 'libssh2',
      params: { socket: '/run/libvirt/libvirt-sock' },
      machineGone: lostByUs,
      daemonGone: closedByDaemon,
    },
  ];

  test('end when the machine does, and say what happened', async () => {
    const leftovers = new SshLeftovers();
    const machine = await startSshLab({ sockets: `${daemon.directory}/run` });
    const environment = machine.environment();
    const connections = await Promise.all(roads.map((road) => connect(machine.uri(road), { environment })));
    await machine.server.stop();
    const errors = await Promise.all(connections.map(({ session }) => session.closed));
    expect(errors).toMatchObject(roads.map(({ machineGone }) => machineGone));
    await leftovers.areGone();
  });

  test('end when the daemon does', async () => {
    const leftovers = new SshLeftovers(lab.server);
    const environment = lab.environment();
    const connections = await Promise.all(roads.map((road) => connect(lab.uri(road), { environment })));
    daemon.kill('SIGKILL');
    const errors = await Promise.all(connections.map(({ session }) => session.closed));
    expect(errors).toMatchObject(roads.map(({ daemonGone }) => daemonGone));
    await leftovers.areGone();
  });
});
