import { expect, jest, test } from '@jest/globals';
import type { CredentialKind } from '../../../src/auth/credentials.ts';
import { connect } from '../../../src/client/connect.ts';
import { connectAdmin } from '../../../src/client/connect-admin.ts';
import { processEnvironment } from '../../../src/session/environment.ts';
import type { OpenOptions } from '../../../src/session/open-options.ts';
import { describeWithLab } from '../../support/lab.ts';
import { startSaslDaemon } from '../../support/sasl-daemon.ts';
import { startSshLab } from '../../support/ssh-lab.ts';
import { SshLeftovers } from '../../support/ssh-leftovers.ts';
import { startTestDaemon, type TestDaemon } from '../../support/test-daemon.ts';
import { inState } from '../in-state.ts';
import { nothingMoreThan, openResources } from '../open-resources.ts';
import { TlsLab, tlsUri } from '../roads/tls-lab.ts';

// Daemons take their time to start, all the more on a machine that is busy with other tests.
jest.setTimeout(60_000);

const environment = { ...processEnvironment(), variables: { XDG_CONFIG_HOME: '/nonexistent' } };

/** Lets the daemon hang up on everybody but whoever tells it to. */
async function hangUp(daemon: TestDaemon): Promise<void> {
  await using admin = await connectAdmin(`libvirtd:///system?socket=${daemon.adminSocketPath}`);
  const server = await admin.lookupServer('libvirtd');
  for (const client of await server.listClients()) await client.close();
}

/** Loses the connection twice; it is as it was when it is there again. */
async function comesBack(daemon: TestDaemon, uri: string, options: OpenOptions): Promise<void> {
  const connection = await connect(uri, { ...options, reconnect: { minDelay: 5, retryReads: true } });
  try {
    const domain = await connection.lookupDomainByName('test');
    const { isSecure, isEncrypted, peer } = connection.session;
    for (let loss = 0; loss < 2; loss++) {
      const lost = inState(connection, 'reconnecting');
      await hangUp(daemon);
      await lost;
      await inState(connection, 'connected');
      expect((await domain.getInfo()).nrVirtCpu).toBe(2);
      expect(connection.session).toMatchObject({ isSecure, isEncrypted, peer });
      if (options.readOnly === true) {
        await expect(domain.destroy()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
      }
    }
  } finally {
    await connection.close();
  }
}

describeWithLab('a connection that reconnects, with the options that it had,', () => {
  test('by TLS: the same certificates, and again only to look', async () => {
    const lab = await TlsLab.create();
    try {
      await using daemon = await lab.startDaemon();
      const before = openResources();
      const tls = { pkiPath: await lab.clientWith(lab.client) };
      await comesBack(daemon, tlsUri(daemon, {}), { tls, readOnly: true, environment });
      await nothingMoreThan(before);
    } finally {
      await lab.remove();
    }
  });

  test('by TLS with SASL: whoever knows the password is asked each time, and nobody where nobody need be', async () => {
    const lab = await TlsLab.create();
    try {
      const files = {
        ca_file: lab.authority.certificate,
        cert_file: lab.server.certificate,
        key_file: lab.server.key,
      };
      const config = { listen_tls: 1, ...files };
      const tls = { pkiPath: await lab.clientWith(lab.client) };
      const asked: CredentialKind[] = [];
      await using daemon = await startSaslDaemon({
        mechanisms: 'SCRAM-SHA-256',
        config: { ...config, auth_tls: 'sasl' },
      });
      const answers: Readonly<Record<CredentialKind, string | undefined>> = {
        authname: daemon.name,
        password: daemon.password,
        username: undefined,
        realm: undefined,
      };
      const credentials: OpenOptions['credentials'] = ({ kind }) => {
        asked.push(kind);
        return answers[kind];
      };
      await comesBack(daemon, tlsUri(daemon, {}), { tls, credentials, environment });
      expect(asked.filter((kind) => kind === 'password')).toHaveLength(3);

      asked.splice(0);
      await using trusting = await startTestDaemon({ config: { ...config, auth_tls: 'none' } });
      await comesBack(trusting, tlsUri(trusting, {}), { tls, credentials, environment });
      expect(asked).toEqual([]);
    } finally {
      await lab.remove();
    }
  });

  test('is closed for good when the password is not the right one any more', async () => {
    await using daemon = await startSaslDaemon({ mechanisms: 'DIGEST-MD5' });
    let password = daemon.password;
    const connection = await connect(daemon.tcpUri, {
      environment,
      credentials: ({ kind }) => (kind === 'password' ? password : daemon.name),
      reconnect: { minDelay: 1 },
    });
    password = 'another';
    await hangUp(daemon);
    await expect(connection.closed).resolves.toMatchObject({ cause: { name: 'AuthenticationError' } });
    expect(connection.state).toBe('closed');
  });

  test.each(['ssh', 'libssh'] as const)('by %s, which leaves nothing of the lost connections', async (transport) => {
    await using daemon = await startTestDaemon();
    const lab = await startSshLab({ sockets: `${daemon.directory}/run` });
    try {
      const leftovers = new SshLeftovers(lab.server);
      await comesBack(daemon, lab.uri({ transport }), { environment: lab.environment() });
      await leftovers.areGone();
    } finally {
      await lab.server.stop();
    }
  });
});
