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

  const roads = [
    { transport: 'ssh', params: { proxy: 'native' } },
    { transport: 'ssh', params: { proxy: 'netcat' } },
    { transport: 'libssh2', params: { proxy: 'native' } },
    { transport: 'libssh2', params: { proxy: 'netcat' } },
    { transport: 'libssh2', params: { socket: '/run/libvirt/libvirt-sock' } },
  ];

  test('end when the machine does, and say what happened', async () => {
    const leftovers = new SshLeftovers();
    const machine = await startSshLab({ sockets: `${daemon.directory}/run` });
    const environment = machine.environment();
    const connections = await Promise.all(roads.map((road) => connect(machine.uri(road), { environment })));
    await machine.server.stop();
    for (const connection of connections) {
      const error = await connection.session.closed;
      console.log(error.reason, error.message);
    }
    await leftovers.areGone();
  });

  test('end when the daemon does', async () => {
    const leftovers = new SshLeftovers(lab.server);
    const environment = lab.environment();
    const connections = await Promise.all(roads.map((road) => connect(lab.uri(road), { environment })));
    daemon.kill('SIGKILL');
    for (const connection of connections) {
      const error = await connection.session.closed;
      console.log(error.reason, error.message);
    }
    await leftovers.areGone();
  });
});
