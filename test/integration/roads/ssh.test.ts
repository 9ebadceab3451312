import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWithLab } from '../../support/lab.ts';
import { makeKey, type SshServer, startSshServer } from '../../support/ssh-server.ts';
import { virsh } from '../../support/virsh.ts';

describeWithLab('ssh', (lab) => {
  let server: SshServer;
  beforeAll(async () => {
    server = await startSshServer({ sockets: `${lab.directory}/run` });
    await server.authorize(await makeKey(join(server.directory, 'key'), 'ed25519'));
  });
  afterAll(() => server.stop());
  test('x', async () => {
    for (const user of ['root', 'noisy', 'bare', 'netcat', 'plain', 'helper', 'locked'])
      for (const proxy of ['auto', 'native', 'netcat']) {
        const r = await virsh(
          `test+ssh://${user}@127.0.0.1:${server.port}/default?no_verify=1&no_tty=1&keyfile=${server.directory}/key&proxy=${proxy}`,
          'list',
          '--all',
        );
        console.log(user, proxy, r);
      }
    console.log(await server.sessions(), server.log().slice(-600));
    expect(1).toBe(1);
  }, 60000);
});
